package io.github.featurescope.probes;

/** What several measurements of one snapshot need, computed once and only if asked for. */
final class SharedValues {

  // What rounding leaves of logits that are equal within each sample.
  private static final double ROUNDING = 1e-13;

  private final Lazy<Spectrum> uncentredSpectrum;
  private final Lazy<Spectrum> centredSpectrum;
  private final Lazy<Matrix> centredFeatures;
  private final Lazy<ClassMeans> classMeans;
  private final Lazy<Matrix> classBasis;
  private final Lazy<Matrix> learnedBasis;
  private final Lazy<Matrix> centredLearnedBasis;

  SharedValues(Matrix features, Matrix logits, int[] labels) {
    this.uncentredSpectrum = Lazy.of(() -> Spectrum.uncentred(features, centredSpectrum()));
    this.centredFeatures = Lazy.of(features::centredColumns);
    this.centredSpectrum =
        Lazy.of(() -> Spectrum.centred(centredFeatures.get(), features.columnMeans()));
    this.classMeans = Lazy.of(() -> ClassMeans.of(centredFeatures.get(), labels, logits.cols()));
    this.classBasis = Lazy.of(() -> Basis.ofClasses(classMeans.get()));
    this.learnedBasis = Lazy.of(() -> Basis.ofColumns(logits));
    this.centredLearnedBasis = Lazy.of(() -> Basis.ofColumns(doubleCentred(logits)));
  }

  private static Matrix doubleCentred(Matrix logits) {
    Matrix centred = logits.centredRows().centredColumns();
    Finite.require("the mean of the logits", centred.maxAbs());
    return centred.maxAbs() > ROUNDING * logits.maxAbs()
        ? centred
        : centred.scaledColumns(new double[centred.cols()]);
  }

  Spectrum uncentredSpectrum() {
    return uncentredSpectrum.get();
  }

  Spectrum centredSpectrum() {
    return centredSpectrum.get();
  }

  /** Returns the features less their mean, [n, p]. */
  Matrix centredFeatures() {
    return centredFeatures.get();
  }

  /** Returns the means of the centred features over the given labels. */
  ClassMeans classMeans() {
    return classMeans.get();
  }

  /** Returns an orthonormal basis of the targets' span, [n, C']. */
  Matrix classBasis() {
    return classBasis.get();
  }

  /** Returns an orthonormal basis of the logits' span, [n, r]. */
  Matrix learnedBasis() {
    return learnedBasis.get();
  }

  /** Returns the same of the logits centred over rows and columns, [n, r], r at most C − 1. */
  Matrix centredLearnedBasis() {
    return centredLearnedBasis.get();
  }
}
