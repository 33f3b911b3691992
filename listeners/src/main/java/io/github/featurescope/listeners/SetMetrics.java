package io.github.featurescope.listeners;

import static io.github.featurescope.listeners.Metric.RATIO;
import static io.github.featurescope.listeners.Metric.Scope.SET;
import static io.github.featurescope.listeners.Metric.metric;

import java.util.List;

/** What is said of the penultimate features on one probe set. */
final class SetMetrics {

  /** One value a probe set. */
  static final List<Metric> ALL =
      List.of(
          metric(
              SET,
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
          metric(
              SET,
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
          metric(
              SET,
              "learned.dimension",
              "Learned dimension",
              null,
              "centred.learnedDimension",
              1.0,
              null,
              "exp of the entropy of the utility: how many eigenfunctions the head uses"
                  + " (arXiv 2410.04264).",
              "Near C − 1 in a rich network; grows when the head has to use weak features too."),
          metric(
              SET,
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
          metric(
              SET,
              "kernel.richness.distance.literal",
              "D_LR, literal form",
              RATIO,
              "dlr.literal",
              0.0,
              1.0,
              "The same with the logits as they are, for networks trained on squared error and for"
                  + " comparison with the paper (arXiv 2410.04264, Definition 1).",
              "As D_LR; under softmax a perfectly collapsed network still shows 1 − √((C − 1)/C)."),
          metric(
              SET,
              "kernel.richness.isotropic",
              "D_LR of isotropic features",
              RATIO,
              "dlr.isotropic",
              0.0,
              1.0,
              "1 − √(r/p), the value of features without any structure, r the rank of the learned"
                  + " space.",
              "The ceiling of D_LR: at this line nothing has been learned."),
          metric(
              SET,
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
          metric(
              SET,
              "feature.quality.total",
              "Quality, all features",
              RATIO,
              "ridge.r2",
              0.0,
              1.0,
              "Share of the label variance that ridge regression on the features explains beyond"
                  + " chance, by generalised cross-validation (Golub, Heath and Wahba 1979).",
              "Higher is better; the in-sample Π* rises to 1 as n approaches p even for noise, this"
                  + " does not."),
          metric(
              SET,
              "feature.quality.held.out",
              "Quality, leave-one-out",
              RATIO,
              "crossFitted.ridgeR2",
              null,
              1.0,
              "The same by leave-one-out predictions, each with a penalty chosen on other samples;"
                  + " preset full.",
              "As the quality of all features, without any optimism; slightly below 0 for noise."),
          metric(
              SET,
              "rank.me",
              "RankMe",
              null,
              "rankMe",
              1.0,
              null,
              "exp of the entropy of the uncentred features' singular values (Garrido et al., ICML"
                  + " 2023).",
              "A sudden fall to 1 is feature collapse; no stopping rule by itself."),
          metric(
              SET,
              "participation.ratio",
              "Participation ratio",
              null,
              "participationRatio",
              1.0,
              null,
              "(Σλ)²/Σλ² of the feature covariance.",
              "As the effective dimension, dominated by the strongest directions."),
          metric(
              SET,
              "stable.rank",
              "Stable rank",
              null,
              "stableRank",
              1.0,
              null,
              "‖Φ‖²_F/‖Φ‖²₂ of the uncentred features.",
              "1 means that one direction, often the mean, dominates."),
          metric(
              SET,
              "neural.collapse.nc1",
              "NC1, within-class variability",
              null,
              "neuralCollapse.nc1",
              0.0,
              null,
              "Tr(Σ_W Σ_B⁺)/C (Papyan, Han and Donoho, PNAS 2020).",
              "Falls to 0 as the samples of a class collapse on their mean."),
          metric(
              SET,
              "neural.collapse.nc2",
              "NC2, distance from a simplex frame",
              null,
              "neuralCollapse.nc2",
              0.0,
              2.0,
              "Distance of the class means' Gram matrix from a simplex equiangular tight frame.",
              "0: class means are as far apart as they can be."),
          metric(
              SET,
              "neural.collapse.nc3",
              "NC3, self-duality",
              null,
              "neuralCollapse.nc3",
              0.0,
              2.0,
              "The same distance for the head's weights times the class means.",
              "0: the head's rows point along the class means."),
          metric(
              SET,
              "neural.collapse.nc4",
              "NC4, disagreement with the nearest mean",
              RATIO,
              "neuralCollapse.nc4",
              0.0,
              1.0,
              "Share of samples whose nearest class mean is not the head's choice.",
              "0: the head decides by the nearest class mean."),
          metric(
              SET,
              "gradient.weight.alignment",
              "Gradient-weight alignment",
              RATIO,
              "gradientWeightAlignment.mean",
              -1.0,
              1.0,
              "Mean cosine of the samples' head gradients with the head's weights (arXiv 2510.25480).",
              "Positive: samples still strengthen the head along its weights; negative samples are"
                  + " outliers or mislabelled."),
          metric(
              SET,
              "gradient.disparity",
              "Gradient disparity",
              null,
              "gradientDisparity",
              0.0,
              null,
              "Mean distance of the head gradients of five parts of the set, each of a loss divided by"
                  + " its standard deviation (arXiv 2107.06665; there of whole networks and training"
                  + " batches).",
              "A lasting rise on the training set says that samples no longer teach each other, as"
                  + " where wrong labels are memorised; compare within one run only."),
          metric(
              SET,
              "evidence.criterion",
              "Evidence criterion",
              null,
              "evidenceCriterion",
              null,
              1.0,
              "1 − n times the mean ratio of squared mean to variance of the samples' head gradients"
                  + " (arXiv 1703.09580, Eq. 7; there of whole networks without momentum).",
              "Below 0 the samples agree on a direction; above 0 the gradient is no more than their"
                  + " noise, where its rule would stop."),
          metric(
              SET,
              "neuron.divergence",
              "Neuron divergence, 20th percentile",
              null,
              "neuronDivergence.low",
              0.0,
              null,
              "Jensen-Shannon divergence in nats of a neuron's values, after its activation, between"
                  + " the labels as given; the 20th percentile over the feature layer (class-conditional"
                  + " neuron divergence).",
              "Rises while classes are told apart; its rule stops at the first maximum. 0 where a fifth"
                  + " of the neurons are dead: see the mean."),
          metric(
              SET,
              "neuron.divergence.mean",
              "Neuron divergence, mean",
              null,
              "neuronDivergence.mean",
              0.0,
              null,
              "The same, averaged over the feature layer.",
              "As the percentile, also where neurons are dead; few samples bias both upwards."),
          metric(
              SET,
              "margin.signal",
              "Signal margin",
              null,
              "margin.signal",
              null,
              null,
              "Part of the margin at the given label that comes through class structure shared with"
                  + " the other half of the samples.",
              "What the features know about the label from other samples."),
          metric(
              SET,
              "margin.noise",
              "Noise margin",
              null,
              "margin.noise",
              null,
              null,
              "The rest of the margin: what only the sample itself says.",
              "Its rise against the signal margin is memorisation."),
          metric(
              SET,
              "label.fit",
              "Fit of given labels",
              RATIO,
              "fit.given",
              0.0,
              1.0,
              "Share of samples that are predicted as their given label, right or wrong.",
              "On the training set it rises to 1 when wrong labels are memorised too; on the held-out"
                  + " set it then falls."),
          metric(
              SET,
              "label.loss",
              "Loss on given labels",
              null,
              "fit.loss",
              0.0,
              null,
              "Mean softmax cross-entropy in nats against the given labels.",
              "Rises on the held-out set when the network grows sure of wrong answers."),
          metric(
              SET,
              "true.label.accuracy",
              "Accuracy against true labels",
              RATIO,
              "wrongLabels.accuracy",
              0.0,
              1.0,
              "Share of samples that are predicted as their true label; only where it is known.",
              "The truth that the verdict may not see: it peaks before wrong labels are memorised."),
          metric(
              SET,
              "wrong.label.as.true",
              "Mislabelled samples predicted as true",
              RATIO,
              "wrongLabels.wrongAsTrue",
              0.0,
              1.0,
              "Share of mislabelled samples that are predicted as their true class (arXiv 2505.18909,"
                  + " Theorem 4.1).",
              "High in Stage I."),
          metric(
              SET,
              "wrong.label.as.given",
              "Mislabelled samples predicted as given",
              RATIO,
              "wrongLabels.wrongAsGiven",
              0.0,
              1.0,
              "Share of mislabelled samples that are predicted as their wrong given label (arXiv"
                  + " 2505.18909, Theorem 4.2).",
              "Its rise is Stage II: memorisation seen directly."));

  private SetMetrics() {}
}
