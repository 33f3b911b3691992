package io.github.featurescope.probes;

import java.util.List;
import java.util.stream.Stream;

/**
 * Lists what a report may hold, in three presets ordered by what they cost.
 *
 * <p>Each holds all of the one before. What they take for n, p and C of one's own is what {@code
 * featurescope bench cost} measures.
 */
public final class Measurements {

  private static final List<Measurement<?>> ECONOMY =
      List.of(
          Richness.DLR,
          KernelTargetAlignment.CENTRED,
          GradientWeightAlignment.GWA,
          SignalNoiseMargin.MARGIN,
          LabelFit.FIT,
          WrongLabelFit.WRONG_LABELS);

  private static final List<Measurement<?>> STANDARD =
      List.of(
          SpectralAlignment.UNCENTRED,
          SpectralAlignment.CENTRED,
          Richness.DLR,
          KernelTargetAlignment.CENTRED,
          RidgeQuality.RIDGE,
          Dimensionality.STANDARD,
          NeuralCollapse.NC,
          GradientWeightAlignment.GWA,
          SignalNoiseMargin.MARGIN,
          LabelFit.FIT,
          WrongLabelFit.WRONG_LABELS);

  private static final List<Measurement<?>> FULL =
      Stream.concat(
              STANDARD.stream(),
              Stream.<Measurement<?>>of(
                  CrossFittedQuality.CROSS_FITTED,
                  GradientDisparity.DISPARITY,
                  EvidenceCriterion.EB,
                  NeuronDivergence.CND))
          .toList();

  private Measurements() {}

  /**
   * Returns what needs no eigenproblem: richness, alignments, margins and fit.
   *
   * @return an unmodifiable list, in the order in which reports list it
   */
  public static List<Measurement<?>> economy() {
    return ECONOMY;
  }

  /**
   * Returns what one eigenproblem of the feature layer gives beside: spectra, quality and utility,
   * dimensions, neural collapse.
   *
   * @return an unmodifiable list, in the order in which reports list it
   */
  public static List<Measurement<?>> standard() {
    return STANDARD;
  }

  /**
   * Returns everything: cross-fitted quality, which takes three more eigenproblems, and the
   * statistics of single gradients and neurons beside.
   *
   * @return an unmodifiable list, in the order in which reports list it; keys are unique, save that
   *     several have the empty one
   */
  public static List<Measurement<?>> full() {
    return FULL;
  }
}
