package io.github.featurescope.probes;

import java.util.List;

/** Lists the measurements that a report holds. */
public final class Measurements {

  private static final List<Measurement<?>> STANDARD =
      List.of(
          SpectralAlignment.UNCENTRED,
          SpectralAlignment.CENTRED,
          Richness.DLR,
          KernelTargetAlignment.CENTRED,
          Dimensionality.STANDARD,
          NeuralCollapse.NC,
          GradientWeightAlignment.GWA,
          GradientDisparity.DISPARITY,
          EvidenceCriterion.EB,
          NeuronDivergence.CND,
          SignalNoiseMargin.MARGIN,
          CrossFittedQuality.CROSS_FITTED,
          LabelFit.FIT,
          WrongLabelFit.WRONG_LABELS);

  private Measurements() {}

  /**
   * Returns all measurements in the order in which reports list them.
   *
   * @return an unmodifiable list; keys are unique, save that several have the empty one
   */
  public static List<Measurement<?>> standard() {
    return STANDARD;
  }
}
