package io.github.featurescope.listeners;

import io.github.featurescope.adapters.ModelReader;
import io.github.featurescope.probes.KernelTargetAlignment;
import io.github.featurescope.probes.Matrix;
import io.github.featurescope.probes.Measurement;
import io.github.featurescope.probes.Report;
import io.github.featurescope.probes.Richness;
import io.github.featurescope.probes.RidgeQuality;
import io.github.featurescope.probes.SampleHistory;
import io.github.featurescope.probes.Snapshot;
import io.github.featurescope.probes.SpectralAlignment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows the probe sets to the model and measures what it says. */
final class Prober {

  /** What can be said of a layer that does not feed the head. */
  private static final List<Measurement<?>> LAYER_MEASUREMENTS =
      List.of(
          SpectralAlignment.CENTRED,
          Richness.DLR,
          KernelTargetAlignment.CENTRED,
          RidgeQuality.RIDGE);

  private final ModelReader reader;
  private final Shown shown;
  private final List<? extends Measurement<?>> measurements;
  private @Nullable ReplicaCapture replica;

  Prober(
      ModelReader reader,
      List<ProbeSet> sets,
      List<? extends Measurement<?>> measurements,
      List<String> layers,
      @Nullable ProbeSet followed) {
    this.reader = reader;
    this.shown = new Shown(sets, layers, followed);
    this.measurements = List.copyOf(measurements);
  }

  /** The model at one moment; what it says then may be asked in another thread, once. */
  @FunctionalInterface
  interface Capture {
    Shown.Seen seen();
  }

  /** All that was chosen to be measured. */
  List<? extends Measurement<?>> measurements() {
    return measurements;
  }

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
    ProbeSet followed = shown.followed();
    if (followed == null) {
      return null;
    }
    try {
      return SampleHistory.of(followed.givenLabels(), classes);
    } catch (IllegalArgumentException e) {
      throw new ProbeSetException(followed.name(), String.valueOf(e.getMessage()));
    }
  }

  /**
   * From now on training waits for a copy of the parameters alone and a replica of the model says
   * the rest in the thread that measures, if the model has one that agrees with it.
   */
  void readReplica() {
    replica = ReplicaCapture.of(reader, shown);
  }

  /** Takes what training has to wait for. */
  Capture capture() {
    ReplicaCapture copied = replica;
    if (copied != null) {
      return copied.capture();
    }
    Shown.Seen seen = shown.to(reader);
    return () -> seen;
  }

  /** Measures what was captured, on whichever thread. */
  Sight measure(Capture capture, List<? extends Measurement<?>> measured) {
    Shown.Seen seen = capture.seen();
    Map<String, Report> reports = new LinkedHashMap<>();
    Map<String, Report> ofLayers = new LinkedHashMap<>();
    seen.snapshots().forEach((set, snapshot) -> reports.put(set, report(set, snapshot, measured)));
    seen.layers()
        .forEach(
            (layer, snapshot) ->
                ofLayers.put(
                    layer, report(shown.sets().get(0).name(), snapshot, LAYER_MEASUREMENTS)));
    return new Sight(reports, ofLayers, seen.snapshots(), seen.followed());
  }

  private static Report report(
      String set, Snapshot snapshot, List<? extends Measurement<?>> measurements) {
    try {
      return Report.of(snapshot, measurements, System::nanoTime);
    } catch (RuntimeException e) {
      throw new ProbeException(set, e);
    }
  }
}
