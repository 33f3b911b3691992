package io.github.featurescope.listeners;

import io.github.featurescope.adapters.ModelInputs;
import io.github.featurescope.adapters.ModelReader;
import io.github.featurescope.adapters.Readout;
import io.github.featurescope.probes.InvalidSnapshotException;
import io.github.featurescope.probes.KernelTargetAlignment;
import io.github.featurescope.probes.Matrix;
import io.github.featurescope.probes.Measurement;
import io.github.featurescope.probes.Report;
import io.github.featurescope.probes.Richness;
import io.github.featurescope.probes.RidgeQuality;
import io.github.featurescope.probes.SampleHistory;
import io.github.featurescope.probes.Snapshot;
import io.github.featurescope.probes.SpectralAlignment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows the probe sets to the model and measures what it says. */
final class Prober {

  /** Samples in one forward pass: bounds the memory that the activations take. */
  private static final int BATCH = 256;

  /** What can be said of a layer that does not feed the head. */
  private static final List<Measurement<?>> LAYER_MEASUREMENTS =
      List.of(
          SpectralAlignment.CENTRED,
          Richness.DLR,
          KernelTargetAlignment.CENTRED,
          RidgeQuality.RIDGE);

  private final ModelReader reader;
  private final List<ProbeSet> sets;
  private final List<? extends Measurement<?>> measurements;
  private final List<String> layers;
  private final @Nullable ProbeSet followed;

  Prober(
      ModelReader reader,
      List<ProbeSet> sets,
      List<? extends Measurement<?>> measurements,
      List<String> layers,
      @Nullable ProbeSet followed) {
    this.reader = reader;
    this.sets = List.copyOf(sets);
    this.measurements = List.copyOf(measurements);
    this.layers = List.copyOf(layers);
    this.followed = followed;
  }

  /** All that was chosen to be measured. */
  List<? extends Measurement<?>> measurements() {
    return measurements;
  }

  /** What the model says at one moment, to be measured when there is time. */
  record Capture(
      Map<String, Snapshot> snapshots, Map<String, Snapshot> layers, @Nullable Matrix followed) {}

  /** What one probe saw; of the samples that are only followed, the logits. */
  record Sight(
      Map<String, Report> reports,
      Map<String, Report> layers,
      Map<String, Snapshot> snapshots,
      @Nullable Matrix followed) {}

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

  /** Looks before training: what does not fit together is the caller's to mend. */
  Sight firstLook() {
    try {
      return measure(capture(), measurements);
    } catch (ProbeException e) {
      throw new IllegalArgumentException("the first probe failed; " + e.getMessage(), e);
    }
  }

  /**
   * Begins the history of the samples that are followed, or null without such samples.
   *
   * @throws ProbeSetException if one has a label that is no class of the model
   */
  @Nullable SampleHistory history(int classes) {
    if (followed == null) {
      return null;
    }
    try {
      return SampleHistory.of(followed.givenLabels(), classes);
    } catch (IllegalArgumentException e) {
      throw new ProbeSetException(followed.name(), String.valueOf(e.getMessage()));
    }
  }

  /** Runs the model on the probe sets, in inference mode: all that training has to wait for. */
  Capture capture() {
    Map<String, Snapshot> snapshots = new LinkedHashMap<>();
    Map<String, Snapshot> ofLayers = new LinkedHashMap<>();
    for (ProbeSet set : sets) {
      try {
        Snapshot snapshot = snapshot(set);
        snapshots.put(set.name(), snapshot);
        if (set.name().equals(sets.get(0).name())) {
          ofLayers.putAll(layerSnapshots(set, snapshot));
        }
      } catch (RuntimeException e) {
        throw new ProbeException(set.name(), e);
      }
    }
    return new Capture(snapshots, ofLayers, followed());
  }

  /** Measures what was captured, on whichever thread. */
  Sight measure(Capture capture, List<? extends Measurement<?>> measured) {
    Map<String, Report> reports = new LinkedHashMap<>();
    Map<String, Report> ofLayers = new LinkedHashMap<>();
    capture.snapshots.forEach((set, snapshot) -> reports.put(set, report(set, snapshot, measured)));
    capture.layers.forEach(
        (layer, snapshot) ->
            ofLayers.put(layer, report(sets.get(0).name(), snapshot, LAYER_MEASUREMENTS)));
    return new Sight(reports, ofLayers, capture.snapshots, capture.followed);
  }

  private static Report report(
      String set, Snapshot snapshot, List<? extends Measurement<?>> measurements) {
    try {
      return Report.of(snapshot, measurements, System::nanoTime);
    } catch (RuntimeException e) {
      throw new ProbeException(set, e);
    }
  }

  private @Nullable Matrix followed() {
    ProbeSet set = followed;
    if (set == null) {
      return null;
    }
    try {
      List<Matrix> parts = new ArrayList<>();
      for (int from = 0; from < set.size(); from += BATCH) {
        parts.add(reader.read(set.batch(from, BATCH)).logits());
      }
      return finite(Matrix.stackRows(parts));
    } catch (RuntimeException e) {
      throw new ProbeException(set.name(), e);
    }
  }

  /** Refused before anything is concluded from the look, as of the sets that are measured. */
  private static Matrix finite(Matrix logits) {
    for (int i = 0; i < logits.rows(); i++) {
      for (int c = 0; c < logits.cols(); c++) {
        if (!Double.isFinite(logits.get(i, c))) {
          throw new InvalidSnapshotException(
              "logits: the first that is not finite is of row "
                  + i
                  + "; the network has diverged, or an input is far out of range");
        }
      }
    }
    return logits;
  }

  private Snapshot snapshot(ProbeSet set) {
    List<Readout> parts = new ArrayList<>();
    for (int from = 0; from < set.size(); from += BATCH) {
      parts.add(reader.read(set.batch(from, BATCH)));
    }
    Snapshot.Builder builder = Readout.join(parts).snapshot(set.givenLabels());
    set.trueLabels().ifPresent(builder::trueLabels);
    set.sampleIds().ifPresent(builder::sampleIds);
    return builder.build();
  }

  /** What the inner layers say of one probe set; their logits are the model's. */
  private Map<String, Snapshot> layerSnapshots(ProbeSet set, Snapshot whole) {
    Map<String, List<Matrix>> parts = new LinkedHashMap<>();
    for (int from = 0; from < set.size() && !layers.isEmpty(); from += BATCH) {
      ModelInputs batch = set.batch(from, BATCH);
      reader
          .readLayers(batch, layers)
          .forEach((layer, part) -> parts.computeIfAbsent(layer, l -> new ArrayList<>()).add(part));
    }
    Map<String, Snapshot> snapshots = new LinkedHashMap<>();
    parts.forEach(
        (layer, features) ->
            snapshots.put(
                layer,
                Snapshot.ofInnerLayer(
                        Matrix.stackRows(features), whole.logits(), whole.givenLabels())
                    .build()));
    return snapshots;
  }
}
