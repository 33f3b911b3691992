package io.github.featurescope.listeners;

import static io.github.featurescope.listeners.Metric.RATIO;
import static io.github.featurescope.listeners.Metric.SECONDS;
import static io.github.featurescope.listeners.Metric.Scope.LAYER;
import static io.github.featurescope.listeners.Metric.Scope.RANK;
import static io.github.featurescope.listeners.Metric.Scope.RUN;
import static io.github.featurescope.listeners.Metric.metric;

import java.util.List;

/** What is said of spectra by rank, of inner layers and of the run as a whole. */
final class RunMetrics {

  /** One value a probe set and rank. */
  static final List<Metric> OF_RANKS =
      List.of(
          metric(
              RANK,
              "eigenvalue",
              "Eigenvalue ρ_k",
              null,
              "centred.eigenvalues",
              0.0,
              null,
              "Eigenvalues of the centred feature kernel, the largest 16 (arXiv 2410.04264).",
              "A drop after k ≈ C − 1 says that as many features as classes dominate."),
          metric(
              RANK,
              "feature.quality",
              "Quality Q*_k",
              RATIO,
              "centred.quality",
              0.0,
              1.0,
              "How much of eigenfunction k lies in the space of the labels as given"
                  + " (arXiv 2410.04264).",
              "High for small k: the strong features are the useful ones."),
          metric(
              RANK,
              "feature.utility",
              "Utility Q̂_k",
              RATIO,
              "centred.utility",
              0.0,
              1.0,
              "How much of eigenfunction k the head uses (arXiv 2410.04264).",
              "High where quality is low: strong features of poor quality are in use."),
          metric(
              RANK,
              "feature.quality.cumulative",
              "Cumulative quality Π*(k)",
              RATIO,
              "centred.cumulativeQuality",
              0.0,
              1.0,
              "How well the first k eigenfunctions express the labels, in sample: biased upwards by"
                  + " about k/n.",
              "Should saturate at k ≈ C − 1."),
          metric(
              RANK,
              "feature.utility.cumulative",
              "Cumulative utility Π̂(k)",
              RATIO,
              "centred.cumulativeUtility",
              0.0,
              1.0,
              "How much of what the network has learned its first k eigenfunctions express.",
              "Its fall at k = C within a run says that the head turns to weak features, as"
                  + " memorisation needs."));

  /** One value an inner layer. */
  static final List<Metric> OF_LAYERS =
      List.of(
          metric(
              LAYER,
              "layer.effective.dimension",
              "Effective dimension of a layer",
              null,
              "centred.effectiveDimension",
              1.0,
              null,
              "The effective dimension of an inner layer's output, maps and sequences averaged over"
                  + " space and time.",
              "Over depth it usually rises and then falls towards the head."),
          metric(
              LAYER,
              "layer.kernel.richness.distance",
              "D_LR of a layer",
              RATIO,
              "dlr.doubleCentred",
              0.0,
              1.0,
              "D_LR of an inner layer's features with the model's outputs.",
              "Falls with depth; the low-rank bias is strongest in the last layer (arXiv"
                  + " 2410.04264)."),
          metric(
              LAYER,
              "layer.kernel.target.alignment",
              "Kernel-target alignment of a layer",
              RATIO,
              "kernelTargetAlignment",
              0.0,
              1.0,
              "Kernel-target alignment of an inner layer's features with the labels as given.",
              "Rises with depth where depth serves the target."),
          metric(
              LAYER,
              "layer.feature.quality.total",
              "Quality of a layer, all features",
              RATIO,
              "ridge.r2",
              0.0,
              1.0,
              "Share of the label variance that ridge regression on an inner layer's features explains"
                  + " beyond chance, by generalised cross-validation.",
              "Rises with depth; where it jumps, the target becomes linearly readable."));

  /** One value a run. */
  static final List<Metric> OF_THE_RUN =
      List.of(
          metric(
              RUN,
              "prediction.changes",
              "Prediction changes",
              RATIO,
              "changes.share",
              0.0,
              1.0,
              "Share of the training probe set whose predicted class changed since the probe before"
                  + " (Label Wave, arXiv 2502.07551, Eq. 2).",
              "Falls while the signal is learned; its first local minimum comes before wrong labels"
                  + " are memorised."),
          metric(
              RUN,
              "prediction.changes.average",
              "Prediction changes, averaged",
              RATIO,
              "changes.average",
              0.0,
              1.0,
              "The same over three probes (Eq. 3).",
              "As prediction changes, smoother."),
          metric(
              RUN,
              "margin.noise.share",
              "Share of noise in the margins",
              RATIO,
              "signalNoise.share",
              0.0,
              1.0,
              "What training samples are surer of than held-out ones, over that and the held-out"
                  + " margin (docs/signal-and-noise.md, after γ and ρ of arXiv 2202.06526).",
              "Stays low while what is learned is shared; its rise is memorisation."),
          metric(
              RUN,
              "noise.rate",
              "Estimated share of wrong labels",
              RATIO,
              "noiseRate.rate",
              0.0,
              1.0,
              "Labels that early predictions contradict, by counts that err to opposite sides (one of them"
                  + " the confident joint, Northcutt et al., arXiv 1911.00068).",
              "Absent where hard samples cannot be told from wrong labels: for weak models and two or"
                  + " three classes."),
          metric(
              RUN,
              "training.score",
              "Training score",
              null,
              "score",
              null,
              null,
              "The loss that the model reports for its last batch.",
              "Falls; it cannot tell learning from memorising."),
          metric(
              RUN,
              "epoch",
              "Epochs done",
              null,
              "epoch",
              0.0,
              null,
              "Epochs done.",
              "Where the run is."),
          metric(
              RUN,
              "iteration",
              "Iterations done",
              null,
              "iteration",
              0.0,
              null,
              "Iterations done.",
              "Where the run is."),
          metric(
              RUN,
              "verdict.strength",
              "Strength of the verdict",
              null,
              "verdict.strength",
              0.0,
              2.0,
              "How far the weakest of the signs that decide has gone, in units of what is"
                  + " tolerated.",
              "From 1 on all of them speak of memorisation: onset, and memorising once that lasts."),
          metric(
              RUN,
              "verdict.confidence",
              "Confidence of the verdict",
              RATIO,
              "verdict.confidence",
              0.0,
              1.0,
              "How sure the present verdict is, as far as the choice of the probed samples goes.",
              "Near 1 the samples leave no doubt; whether the rule is right is another matter."),
          metric(
              RUN,
              "best.epoch",
              "Best epoch",
              null,
              "verdict.best.epoch",
              0.0,
              null,
              "The epoch to go back to, by the signals that need no true labels.",
              "While the signal is learned, one of the last five; on memorisation it stands still."),
          metric(
              RUN,
              "probe.cost",
              "Cost of probing",
              RATIO,
              "cost.share",
              0.0,
              null,
              "Time of all probes over the time trained without them.",
              "What watching costs; bound it with ProbeSchedule.within."),
          metric(
              RUN,
              "probe.wait",
              "Time that training waits for probes",
              RATIO,
              "cost.waitedShare",
              0.0,
              null,
              "Time that training waited for probes over the time trained without; the rest of their"
                  + " cost was spent beside training.",
              "What watching slows training by, where a core is free for the rest."),
          metric(
              RUN,
              "probe.dropped",
              "Probes dropped",
              null,
              "cost.dropped",
              0.0,
              null,
              "Probes that were due and left out since former ones were still being measured.",
              "Should be 0; otherwise probe less often or measure less."),
          metric(
              RUN,
              "probe.last.duration",
              "Duration of the last probe",
              SECONDS,
              "cost.seconds",
              0.0,
              null,
              "Wall time of the last probe over all probe sets.",
              "What one look costs."));

  private RunMetrics() {}
}
