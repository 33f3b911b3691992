package io.github.featurescope.probes;

import java.util.Optional;

/**
 * First and second moments of features, logits and labels over a sample: all that spectra and
 * alignments are made of, whether the sample is at hand or was only streamed past.
 */
interface SecondMoments {

  /** Returns the number n of samples, or what they weigh together. */
  double samples();

  /** Returns the width p of the features. */
  int width();

  /** Returns the spectrum of the features as they are. */
  Spectrum uncentredSpectrum();

  /** Returns the spectrum of the features less their mean. */
  Spectrum centredSpectrum();

  /**
   * Returns the Frobenius norm of the covariance of the features, above 0; no eigenproblem is
   * solved for it.
   *
   * @throws UndefinedMeasurementException if features are constant or their squares overflow
   */
  double centredNorm();

  /**
   * Returns what stands for the spectra where the features are too wide to solve for all of them;
   * otherwise nothing.
   *
   * @throws UndefinedMeasurementException if features are constant or their squares overflow
   */
  default Optional<SpectralSketch> sketch() {
    return Optional.empty();
  }

  /** Returns how exact that is, where it was asked for. */
  default Optional<SpectrumAccuracy> accuracy() {
    return Optional.empty();
  }

  /** Returns the means of the centred features over the given labels. */
  ClassMeans classMeans();

  /** Returns orthonormal functions that span the targets. */
  Functions classFunctions();

  /** Returns orthonormal functions that span the logits. */
  Functions learnedFunctions();

  /** Returns the same of the logits centred over rows and columns, at most C − 1. */
  Functions centredLearnedFunctions();
}
