package io.github.featurescope.listeners;

import io.github.featurescope.adapters.ModelReader;
import io.github.featurescope.adapters.Readout;
import io.github.featurescope.probes.Matrix;
import io.github.featurescope.probes.Measurement;
import io.github.featurescope.probes.Report;
import io.github.featurescope.probes.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Shows the probe sets to the model and measures what it says. */
final class Prober {

  /** Samples in one forward pass: bounds the memory that the activations take. */
  private static final int BATCH = 256;

  private final ModelReader reader;
  private final List<ProbeSet> sets;
  private final List<? extends Measurement<?>> measurements;

  Prober(ModelReader reader, List<ProbeSet> sets, List<? extends Measurement<?>> measurements) {
    this.reader = reader;
    this.sets = List.copyOf(sets);
    this.measurements = List.copyOf(measurements);
  }

  /** What one probe saw. */
  record Sight(Map<String, Report> reports, Map<String, int[]> predictions) {}

  /** Tells which probe set failed. */
  static final class ProbeException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String set;

    ProbeException(String set, RuntimeException cause) {
      super("probe set '" + set + "': " + cause.getMessage(), cause);
      this.set = set;
    }

    String set() {
      return set;
    }
  }

  Sight look() {
    Map<String, Report> reports = new LinkedHashMap<>();
    Map<String, int[]> predictions = new LinkedHashMap<>();
    for (ProbeSet set : sets) {
      try {
        Snapshot snapshot = snapshot(set);
        reports.put(set.name(), Report.of(snapshot, measurements));
        predictions.put(set.name(), snapshot.predictions());
      } catch (RuntimeException e) {
        throw new ProbeException(set.name(), e);
      }
    }
    return new Sight(reports, predictions);
  }

  private Snapshot snapshot(ProbeSet set) {
    List<Readout> parts = new ArrayList<>();
    INDArray inputs = set.inputs();
    for (int from = 0; from < set.size(); from += BATCH) {
      int to = Math.min(set.size(), from + BATCH);
      parts.add(reader.read(inputs.get(NDArrayIndex.interval(from, to)).dup('c')));
    }
    Snapshot.Builder builder =
        Snapshot.builder(
            stack(parts, Readout::features),
            stack(parts, Readout::logits),
            set.givenLabels(),
            parts.get(0).weights());
    set.trueLabels().ifPresent(builder::trueLabels);
    set.sampleIds().ifPresent(builder::sampleIds);
    return builder.build();
  }

  private static Matrix stack(List<Readout> parts, Function<Readout, Matrix> part) {
    return Matrix.stackRows(parts.stream().map(part).toList());
  }
}
