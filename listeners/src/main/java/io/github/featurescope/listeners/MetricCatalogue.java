package io.github.featurescope.listeners;

import static io.github.featurescope.listeners.Metric.Scope.LAYER;
import static io.github.featurescope.listeners.Metric.Scope.RANK;
import static io.github.featurescope.listeners.Metric.Scope.RUN;
import static io.github.featurescope.listeners.Metric.Scope.SET;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All metrics: the one place from which meters, README and live page take names and words. */
public final class MetricCatalogue {

  private static final String RATIO = "ratio";
  private static final String SECONDS = "seconds";

  /** Name of the counter of failed probes. */
  public static final String FAILURES = "featurescope.probe.failures";

  /** Name of the timer of probes. */
  public static final String DURATION = "featurescope.probe.duration";

  /** Name of the gauge that is 1 for the verdict's state and 0 for the others. */
  public static final String VERDICT = "featurescope.verdict";

  /** Name of the gauge that is 1 for the stage and 0 for the others. */
  public static final String STAGE = "featurescope.stage";

  private static final List<Metric> METRICS =
      List.of(
          set(
              "effective.dimension",
              "Effective dimension",
              null,
              "centred.effectiveDimension",
              1.0,
              null,
              "exp of the entropy of the centred feature kernel's normalised eigenvalues"
                  + " (arXiv 2410.04264).",
              "Falls towards C − 1 while features are learned; a lasting rise says that samples are"
                  + " memorised one by one."),
          set(
              "target.dimension",
              "Target dimension",
              null,
              "centred.targetDimension",
              1.0,
              null,
              "exp of the entropy of the quality: how many eigenfunctions the labels are spread over"
                  + " (arXiv 2410.04264).",
              "Near C − 1: a few strong features carry the labels; large: the labels need many weak"
                  + " ones."),
          set(
              "learned.dimension",
              "Learned dimension",
              null,
              "centred.learnedDimension",
              1.0,
              null,
              "exp of the entropy of the utility: how many eigenfunctions the head uses"
                  + " (arXiv 2410.04264).",
              "Near C − 1 in a rich network; grows when the head has to use weak features too."),
          set(
              "kernel.richness.distance",
              "D_LR (lazy 1, rich 0)",
              RATIO,
              "dlr.doubleCentred",
              0.0,
              1.0,
              "1 − CKA of the feature kernel with the minimum projection on the learned functions,"
                  + " logits centred over rows and columns (arXiv 2410.04264, Definition 1).",
              "Low: rich dynamics, the features are little more than the outputs; compare with the"
                  + " isotropic line. It says nothing about right or wrong labels; its rise within a"
                  + " run does."),
          set(
              "kernel.richness.distance.literal",
              "D_LR, literal form",
              RATIO,
              "dlr.literal",
              0.0,
              1.0,
              "The same with the logits as they are, for networks trained on squared error and for"
                  + " comparison with the paper (arXiv 2410.04264, Definition 1).",
              "As D_LR; under softmax a perfectly collapsed network still shows 1 − √((C − 1)/C)."),
          set(
              "kernel.richness.isotropic",
              "D_LR of isotropic features",
              RATIO,
              "dlr.isotropic",
              0.0,
              1.0,
              "1 − √(r/p), the value of features without any structure, r the rank of the learned"
                  + " space.",
              "The ceiling of D_LR: at this line nothing has been learned."),
          set(
              "kernel.target.alignment",
              "Kernel-target alignment",
              RATIO,
              "kernelTargetAlignment",
              0.0,
              1.0,
              "Centred alignment of the feature kernel with the labels as given (Cortes et al.,"
                  + " JMLR 2012).",
              "Higher is better on held-out labels, noisy ones included; a fall on the held-out set"
                  + " while the training set's still rises is memorisation."),
          set(
              "feature.quality.total",
              "Quality Π*(C), cross-fitted",
              RATIO,
              "crossFitted.ridgeR2",
              null,
              1.0,
              "Share of the label variance that ridge regression on the features predicts for samples"
                  + " left out of the fit.",
              "Higher is better; the in-sample Π* rises to 1 as n approaches p even for noise, this"
                  + " does not."),
          set(
              "rank.me",
              "RankMe",
              null,
              "rankMe",
              1.0,
              null,
              "exp of the entropy of the uncentred features' singular values (Garrido et al., ICML"
                  + " 2023).",
              "A sudden fall to 1 is feature collapse; no stopping rule by itself."),
          set(
              "participation.ratio",
              "Participation ratio",
              null,
              "participationRatio",
              1.0,
              null,
              "(Σλ)²/Σλ² of the feature covariance.",
              "As the effective dimension, dominated by the strongest directions."),
          set(
              "stable.rank",
              "Stable rank",
              null,
              "stableRank",
              1.0,
              null,
              "‖Φ‖²_F/‖Φ‖²₂ of the uncentred features.",
              "1 means that one direction, often the mean, dominates."),
          set(
              "neural.collapse.nc1",
              "NC1, within-class variability",
              null,
              "neuralCollapse.nc1",
              0.0,
              null,
              "Tr(Σ_W Σ_B⁺)/C (Papyan, Han and Donoho, PNAS 2020).",
              "Falls to 0 as the samples of a class collapse on their mean."),
          set(
              "neural.collapse.nc2",
              "NC2, distance from a simplex frame",
              null,
              "neuralCollapse.nc2",
              0.0,
              2.0,
              "Distance of the class means' Gram matrix from a simplex equiangular tight frame.",
              "0: class means are as far apart as they can be."),
          set(
              "neural.collapse.nc3",
              "NC3, self-duality",
              null,
              "neuralCollapse.nc3",
              0.0,
              2.0,
              "The same distance for the head's weights times the class means.",
              "0: the head's rows point along the class means."),
          set(
              "neural.collapse.nc4",
              "NC4, disagreement with the nearest mean",
              RATIO,
              "neuralCollapse.nc4",
              0.0,
              1.0,
              "Share of samples whose nearest class mean is not the head's choice.",
              "0: the head decides by the nearest class mean."),
          set(
              "gradient.weight.alignment",
              "Gradient-weight alignment",
              RATIO,
              "gradientWeightAlignment.mean",
              -1.0,
              1.0,
              "Mean cosine of the samples' head gradients with the head's weights (arXiv 2510.25480).",
              "Positive: samples still strengthen the head along its weights; negative samples are"
                  + " outliers or mislabelled."),
          set(
              "margin.signal",
              "Signal margin",
              null,
              "margin.signal",
              null,
              null,
              "Part of the margin at the given label that comes through class structure shared with"
                  + " the other half of the samples.",
              "What the features know about the label from other samples."),
          set(
              "margin.noise",
              "Noise margin",
              null,
              "margin.noise",
              null,
              null,
              "The rest of the margin: what only the sample itself says.",
              "Its rise against the signal margin is memorisation."),
          set(
              "label.fit",
              "Fit of given labels",
              RATIO,
              "fit.given",
              0.0,
              1.0,
              "Share of samples that are predicted as their given label, right or wrong.",
              "On the training set it rises to 1 when wrong labels are memorised too; on the held-out"
                  + " set it then falls."),
          set(
              "label.loss",
              "Loss on given labels",
              null,
              "fit.loss",
              0.0,
              null,
              "Mean softmax cross-entropy in nats against the given labels.",
              "Rises on the held-out set when the network grows sure of wrong answers."),
          set(
              "true.label.accuracy",
              "Accuracy against true labels",
              RATIO,
              "wrongLabels.accuracy",
              0.0,
              1.0,
              "Share of samples that are predicted as their true label; only where it is known.",
              "The truth that the verdict may not see: it peaks before wrong labels are memorised."),
          set(
              "wrong.label.as.true",
              "Mislabelled samples predicted as true",
              RATIO,
              "wrongLabels.wrongAsTrue",
              0.0,
              1.0,
              "Share of mislabelled samples that are predicted as their true class (arXiv 2505.18909,"
                  + " Theorem 4.1).",
              "High in Stage I."),
          set(
              "wrong.label.as.given",
              "Mislabelled samples predicted as given",
              RATIO,
              "wrongLabels.wrongAsGiven",
              0.0,
              1.0,
              "Share of mislabelled samples that are predicted as their wrong given label (arXiv"
                  + " 2505.18909, Theorem 4.2).",
              "Its rise is Stage II: memorisation seen directly."),
          rank(
              "eigenvalue",
              "Eigenvalue ρ_k",
              null,
              "centred.eigenvalues",
              0.0,
              null,
              "Eigenvalues of the centred feature kernel, the largest 16 (arXiv 2410.04264).",
              "A drop after k ≈ C − 1 says that as many features as classes dominate."),
          rank(
              "feature.quality",
              "Quality Q*_k",
              RATIO,
              "centred.quality",
              0.0,
              1.0,
              "How much of eigenfunction k lies in the space of the labels as given"
                  + " (arXiv 2410.04264).",
              "High for small k: the strong features are the useful ones."),
          rank(
              "feature.utility",
              "Utility Q̂_k",
              RATIO,
              "centred.utility",
              0.0,
              1.0,
              "How much of eigenfunction k the head uses (arXiv 2410.04264).",
              "High where quality is low: strong features of poor quality are in use."),
          rank(
              "feature.quality.cumulative",
              "Cumulative quality Π*(k)",
              RATIO,
              "centred.cumulativeQuality",
              0.0,
              1.0,
              "How well the first k eigenfunctions express the labels, in sample: biased upwards by"
                  + " about k/n.",
              "Should saturate at k ≈ C − 1."),
          rank(
              "feature.utility.cumulative",
              "Cumulative utility Π̂(k)",
              RATIO,
              "centred.cumulativeUtility",
              0.0,
              1.0,
              "How much of what the network has learned its first k eigenfunctions express.",
              "Its fall at k = C within a run says that the head turns to weak features, as"
                  + " memorisation needs."),
          layer(
              "layer.effective.dimension",
              "Effective dimension of a layer",
              null,
              "centred.effectiveDimension",
              1.0,
              null,
              "The effective dimension of an inner layer's output, maps and sequences averaged over"
                  + " space and time.",
              "Over depth it usually rises and then falls towards the head."),
          layer(
              "layer.kernel.richness.distance",
              "D_LR of a layer",
              RATIO,
              "dlr.doubleCentred",
              0.0,
              1.0,
              "D_LR of an inner layer's features with the model's outputs.",
              "Falls with depth; the low-rank bias is strongest in the last layer (arXiv"
                  + " 2410.04264)."),
          layer(
              "layer.kernel.target.alignment",
              "Kernel-target alignment of a layer",
              RATIO,
              "kernelTargetAlignment",
              0.0,
              1.0,
              "Kernel-target alignment of an inner layer's features with the labels as given.",
              "Rises with depth where depth serves the target."),
          layer(
              "layer.feature.quality.total",
              "Quality of a layer, cross-fitted",
              RATIO,
              "crossFitted.ridgeR2",
              null,
              1.0,
              "Share of the label variance that ridge regression on an inner layer's features predicts"
                  + " for samples left out of the fit.",
              "Rises with depth; where it jumps, the target becomes linearly readable."),
          run(
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
          run(
              "prediction.changes.average",
              "Prediction changes, averaged",
              RATIO,
              "changes.average",
              0.0,
              1.0,
              "The same over three probes (Eq. 3).",
              "As prediction changes, smoother."),
          run(
              "training.score",
              "Training score",
              null,
              "score",
              null,
              null,
              "The loss that the model reports for its last batch.",
              "Falls; it cannot tell learning from memorising."),
          run(
              "epoch",
              "Epochs done",
              null,
              "epoch",
              0.0,
              null,
              "Epochs done.",
              "Where the run is."),
          run(
              "iteration",
              "Iterations done",
              null,
              "iteration",
              0.0,
              null,
              "Iterations done.",
              "Where the run is."),
          run(
              "verdict.strength",
              "Strength of the verdict",
              null,
              "verdict.strength",
              0.0,
              2.0,
              "How far the verdict's signals have fallen behind their best, in units of what is"
                  + " tolerated, on average.",
              "From 1 on the verdict is that noise is memorised; clean runs stay below."),
          run(
              "best.epoch",
              "Best epoch",
              null,
              "verdict.best.epoch",
              0.0,
              null,
              "The epoch to go back to, by the signals that need no true labels.",
              "Behind the current epoch: the signals have passed their best."),
          run(
              "probe.cost",
              "Cost of probing",
              RATIO,
              "cost.share",
              0.0,
              null,
              "Time of all probes over the time trained without them.",
              "What watching costs; bound it with ProbeSchedule.within."),
          run(
              "probe.last.duration",
              "Duration of the last probe",
              SECONDS,
              "cost.seconds",
              0.0,
              null,
              "Wall time of the last probe over all probe sets.",
              "What one look costs."));

  private MetricCatalogue() {}

  /**
   * Lists all metrics.
   *
   * @return in the order in which the README shows them
   */
  public static List<Metric> metrics() {
    return METRICS;
  }

  /**
   * Writes the catalogue for the live page.
   *
   * @return an array with one object a metric
   */
  public static ArrayNode json() {
    ObjectMapper mapper = new ObjectMapper();
    ArrayNode all = mapper.createArrayNode();
    for (Metric metric : METRICS) {
      ObjectNode node = all.addObject();
      node.put("name", metric.name());
      node.put("title", metric.title());
      node.put("unit", metric.baseUnit());
      node.put("scope", metric.scope().name());
      node.put("path", metric.path());
      node.put("low", metric.low());
      node.put("high", metric.high());
      node.put("description", metric.description());
      node.put("reading", metric.reading());
    }
    return all;
  }

  private static Metric set(
      String name,
      String title,
      @Nullable String unit,
      String path,
      @Nullable Double low,
      @Nullable Double high,
      String description,
      String reading) {
    return new Metric(
        "featurescope." + name, title, unit, SET, path, low, high, description, reading);
  }

  private static Metric rank(
      String name,
      String title,
      @Nullable String unit,
      String path,
      @Nullable Double low,
      @Nullable Double high,
      String description,
      String reading) {
    return new Metric(
        "featurescope." + name, title, unit, RANK, path, low, high, description, reading);
  }

  private static Metric layer(
      String name,
      String title,
      @Nullable String unit,
      String path,
      @Nullable Double low,
      @Nullable Double high,
      String description,
      String reading) {
    return new Metric(
        "featurescope." + name, title, unit, LAYER, path, low, high, description, reading);
  }

  private static Metric run(
      String name,
      String title,
      @Nullable String unit,
      String path,
      @Nullable Double low,
      @Nullable Double high,
      String description,
      String reading) {
    return new Metric(
        "featurescope." + name, title, unit, RUN, path, low, high, description, reading);
  }
}
