package io.github.featurescope.probes;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What several measurements of one snapshot need, computed once and only if asked for. */
final class SharedValues implements SecondMoments {

  // What rounding leaves of logits that are equal within each sample.
  private static final double ROUNDING = 1e-13;

  /** Up to so many logits an orthonormal basis on the sample is cheap, and more precise. */
  private static final int FEW_CLASSES = 64;

  /** Above this size one product of the features costs more than all that is done without it. */
  private static final int GRAM_UP_TO = 3072;

  private final Matrix features;
  private final SpectrumMethod method;
  private final Lazy<SpectralSketch> sketch;
  private final Lazy<Spectrum> uncentredSpectrum;
  private final Lazy<Spectrum> centredSpectrum;
  private final Lazy<double[]> mean;
  private final Lazy<Matrix> centredFeatures;
  private final Lazy<Matrix> centredGram;
  private final Lazy<Matrix> onHead;
  private final Lazy<ClassMeans> classMeans;
  private final Lazy<Functions> classFunctions;
  private final Lazy<LogitFunctions> logitFunctions;
  private final Lazy<Functions> learnedFunctions;
  private final Lazy<Functions> centredLearnedFunctions;

  SharedValues(
      Matrix features,
      Matrix logits,
      int[] labels,
      @Nullable Matrix headWeights,
      SpectrumMethod method) {
    this.method = method;
    this.sketch = Lazy.of(this::solveSketch);
    this.features = features;
    this.mean = Lazy.of(features::columnMeans);
    this.uncentredSpectrum = Lazy.of(() -> Spectrum.uncentred(features, centredSpectrum()));
    this.centredFeatures = Lazy.of(() -> features.lessColumns(mean.get()));
    this.centredGram = Lazy.of(() -> Spectrum.gram(centredFeatures.get()));
    this.centredSpectrum =
        Lazy.of(() -> Spectrum.centred(centredFeatures.get(), centredGram.get(), mean.get()));
    this.onHead = Lazy.of(() -> features.timesTranspose(Objects.requireNonNull(headWeights)));
    this.classMeans = Lazy.of(() -> ClassMeans.of(centredFeatures.get(), labels, logits.cols()));
    this.classFunctions = Lazy.of(() -> Functions.ofClasses(classMeans.get()));
    this.logitFunctions = Lazy.of(() -> logitFunctions(centredFeatures.get(), logits));
    this.learnedFunctions =
        Lazy.of(
            () ->
                isManyClasses(logits)
                    ? logitFunctions.get().of(false, logits::times)
                    : Functions.on(centredFeatures.get(), Basis.ofColumns(logits)));
    this.centredLearnedFunctions =
        Lazy.of(
            () ->
                isManyClasses(logits)
                    ? logitFunctions.get().of(true, doubleCentred(logits)::times)
                    : Functions.on(centredFeatures.get(), Basis.ofColumns(doubleCentred(logits))));
  }

  private static boolean isManyClasses(Matrix logits) {
    return logits.cols() > FEW_CLASSES && logits.rows() > logits.cols();
  }

  private static LogitFunctions logitFunctions(Matrix centredFeatures, Matrix logits) {
    double[] mean = logits.columnMeans();
    Matrix centred = logits.lessColumns(mean);
    Finite.require("the mean of the logits", centred.maxAbs());
    return new LogitFunctions(
        logits.rows(),
        mean,
        centredFeatures.transposeTimes(centred),
        LinearAlgebra.best().gram(centred));
  }

  private static Matrix doubleCentred(Matrix logits) {
    Matrix centred = logits.centredRows().centredColumns();
    Finite.require("the mean of the logits", centred.maxAbs());
    return centred.maxAbs() > ROUNDING * logits.maxAbs()
        ? centred
        : centred.scaledColumns(new double[centred.cols()]);
  }

  @Override
  public double samples() {
    return features.rows();
  }

  @Override
  public int width() {
    return features.cols();
  }

  private SpectralSketch solveSketch() {
    int n = features.rows();
    Matrix centred = centredFeatures.get();
    double trace = centred.squaredNorm() / n;
    LinearAlgebra algebra = LinearAlgebra.best();
    if (isWithoutGram()) {
      Spectrum.requireFinite(trace * trace, centred);
      if (trace * trace == 0) {
        throw Spectrum.without(centred);
      }
      return new SpectralSketch(
          algebra.roughGramOperator(centred, 1.0 / n),
          n,
          mean.get(),
          trace,
          OptionalDouble.empty(),
          classMeans.get().sums());
    }
    double norm = centredNorm();
    return new SpectralSketch(
        n < features.cols()
            ? algebra.gramOperator(centred, 1.0 / n)
            : algebra.operator(centredGram.get(), 1.0 / n),
        n,
        mean.get(),
        trace,
        OptionalDouble.of(norm),
        classMeans.get().sums());
  }

  private boolean isWithoutGram() {
    int size = Math.min(features.rows(), features.cols());
    return size > GRAM_UP_TO && !method.isExact(size) && !centredGram.isKnown();
  }

  @Override
  public Optional<SpectralSketch> sketch() {
    return method.isExact(Math.min(features.rows(), features.cols()))
        ? Optional.empty()
        : Optional.of(sketch.get());
  }

  @Override
  public Optional<SpectrumAccuracy> accuracy() {
    return sketch.isKnown() ? Optional.of(sketch.get().accuracy()) : Optional.empty();
  }

  @Override
  public Spectrum uncentredSpectrum() {
    return uncentredSpectrum.get();
  }

  @Override
  public Spectrum centredSpectrum() {
    return centredSpectrum.get();
  }

  /** Whether an eigenproblem of the features has been solved. */
  boolean hasSolved() {
    return sketch.isKnown() || centredSpectrum.isKnown() || uncentredSpectrum.isKnown();
  }

  @Override
  public double centredNorm() {
    if (isWithoutGram()) {
      return sketch.get().centredNorm();
    }
    double norm = Math.sqrt(centredGram.get().squaredNorm()) / features.rows();
    Spectrum.requireFinite(norm, centredFeatures.get());
    if (norm == 0) {
      throw Spectrum.without(centredFeatures.get());
    }
    return norm;
  }

  /** Returns the mean of the features, [p]: to read, never to write. */
  double[] mean() {
    return mean.get();
  }

  /** Returns the features less their mean, [n, p]. */
  Matrix centredFeatures() {
    return centredFeatures.get();
  }

  /** Returns features × head weightsᵀ, [n, C]; only where there are head weights. */
  Matrix onHead() {
    return onHead.get();
  }

  @Override
  public ClassMeans classMeans() {
    return classMeans.get();
  }

  @Override
  public Functions classFunctions() {
    return classFunctions.get();
  }

  @Override
  public Functions learnedFunctions() {
    return learnedFunctions.get();
  }

  @Override
  public Functions centredLearnedFunctions() {
    return centredLearnedFunctions.get();
  }
}
