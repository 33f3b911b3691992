package io.github.featurescope.listeners;

import io.github.featurescope.probes.NoiseRate;
import io.github.featurescope.probes.Report;
import io.github.featurescope.probes.SignalNoiseShare;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known about a run after one probe.
 *
 * @param time when the model had been looked at
 * @param elapsed seconds from when watching began to then
 * @param iteration iterations done
 * @param epoch epochs done
 * @param score the loss that the model reports for its last batch, NaN before the first; for
 *     SameDiff, which reports none, that batch's loss after its update in inference mode
 * @param reports what was measured, by probe set, in the order of the sets
 * @param layers what was measured on inner layers, by layer from input to head, on the first probe
 *     set; empty unless asked for
 * @param changes prediction changes on the training probe set since the probe before, or null
 * @param stage the stage of the theory, or null where no mislabelled sample is known
 * @param signalNoise margins of the training probe set split by the held-out one, or null where one
 *     of them is missing or there is nothing to split
 * @param noiseRate estimated share of wrong labels in the training probe set, which may be absent
 *     with a reason, or null before training
 * @param signs what the verdict is drawn from, or null before training
 * @param verdict what follows, without any use of true labels
 * @param cost what probing has cost
 */
public record Observation(
    Instant time,
    double elapsed,
    long iteration,
    int epoch,
    double score,
    Map<String, Report> reports,
    Map<String, Report> layers,
    @Nullable Changes changes,
    @Nullable Stage stage,
    SignalNoiseShare.@Nullable Result signalNoise,
    @Nullable NoiseRate noiseRate,
    @Nullable Signs signs,
    Verdict verdict,
    Cost cost) {

  /**
   * Prediction changes between two probes (Label Wave, arXiv 2502.07551, Eq. 2 and 3).
   *
   * @param count samples whose predicted class changed
   * @param share count over samples, in [0, 1]
   * @param average share, averaged over this and up to two earlier probes
   */
  public record Changes(int count, double share, double average) {}

  /**
   * What probing has cost since training began; the probe before it stands in its own observation
   * alone.
   *
   * @param seconds this probe, in and beside training
   * @param waited seconds of it that training waited
   * @param total all probes, with what the sinks took, those of this probe excepted
   * @param share total over the time trained without waiting
   * @param waitedShare what training waited for all probes, over the same time
   * @param probes number of probes
   * @param skipped number of due probes left out to keep the budget
   * @param dropped number of due probes left out since former ones were not yet measured
   * @param measurements seconds that this probe's measurements took over all probe sets, by name;
   *     what several share is taken by the first of them
   * @param leftOut names of what was chosen and not measured this time, to keep the budget
   */
  public record Cost(
      double seconds,
      double waited,
      double total,
      double share,
      double waitedShare,
      int probes,
      int skipped,
      int dropped,
      Map<String, Double> measurements,
      List<String> leftOut) {}
}
