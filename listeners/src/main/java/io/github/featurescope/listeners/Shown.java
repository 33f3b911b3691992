package io.github.featurescope.listeners;

import io.github.featurescope.adapters.ModelInputs;
import io.github.featurescope.adapters.ModelReader;
import io.github.featurescope.adapters.Readout;
import io.github.featurescope.probes.InvalidSnapshotException;
import io.github.featurescope.probes.Matrix;
import io.github.featurescope.probes.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is shown to a model at every look.
 *
 * @param sets measured; of the first, inner layers are read too
 * @param layers names of inner layers
 * @param followed samples of which only the logits are kept
 */
record Shown(List<ProbeSet> sets, List<String> layers, @Nullable ProbeSet followed) {

  /** Samples in one forward pass: bounds the memory that the activations take. */
  private static final int BATCH = 256;

  Shown {
    sets = List.copyOf(sets);
    layers = List.copyOf(layers);
  }

  /** What a model said at one moment; of the samples that are only followed, the logits. */
  record Seen(
      Map<String, Snapshot> snapshots, Map<String, Snapshot> layers, @Nullable Matrix followed) {}

  /**
   * Runs a model on all of it, in inference mode.
   *
   * @throws Prober.ProbeException with the set at which it failed
   */
  Seen to(ModelReader reader) {
    Map<String, Snapshot> snapshots = new LinkedHashMap<>();
    Map<String, Snapshot> ofLayers = new LinkedHashMap<>();
    for (ProbeSet set : sets) {
      try {
        Snapshot snapshot = snapshot(reader, set);
        snapshots.put(set.name(), snapshot);
        if (set.name().equals(sets.get(0).name())) {
          ofLayers.putAll(layerSnapshots(reader, set, snapshot));
        }
      } catch (RuntimeException e) {
        throw new Prober.ProbeException(set.name(), e);
      }
    }
    return new Seen(snapshots, ofLayers, followed(reader));
  }

  private @Nullable Matrix followed(ModelReader reader) {
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
      throw new Prober.ProbeException(set.name(), e);
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

  private static Snapshot snapshot(ModelReader reader, ProbeSet set) {
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
  private Map<String, Snapshot> layerSnapshots(ModelReader reader, ProbeSet set, Snapshot whole) {
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
