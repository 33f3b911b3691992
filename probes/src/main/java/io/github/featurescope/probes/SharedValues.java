package io.github.featurescope.probes;

import java.util.List;
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

  // Sets of directions that are multiplied with the features together.
  private static final int HEAD = 0;
  private static final int CLASS_MEANS = 1;
  private static final int HALVES = 2;

  private final Matrix features;
  private final double[] squaredNorms;
  private final Matrix logits;
  private final @Nullable Matrix headWeights;
  private final Lazy<ClassSums> sums;
  private final Lazy<double[]> mean;
  private final CentredFeatures centredFeatures;
  private final Lazy<Matrix> centredGram;
  private final SpectrumMethod method;
  private final Lazy<SpectralSketch> sketch;
  private final Lazy<Spectrum> uncentredSpectrum;
  private final Lazy<Spectrum> centredSpectrum;
  private final Lazy<ClassMeans> classMeans;
  private final Lazy<LinearAlgebra.ThinSvd> classDirections;
  private final List<Lazy<Matrix>> halfBases;
  private final Lazy<RowProducts> rowProducts;
  private final Lazy<Functions> classFunctions;
  private final Lazy<Matrix> centredLogits;
  private final Lazy<List<Functions>> learnedFunctions;

  SharedValues(
      Matrix features,
      double[] squaredNorms,
      Matrix logits,
      int[] labels,
      @Nullable Matrix headWeights,
      SpectrumMethod method) {
    this.method = method;
    this.sketch = Lazy.of(this::solveSketch);
    this.features = features;
    this.squaredNorms = squaredNorms;
    this.logits = logits;
    this.headWeights = headWeights;
    this.sums = Lazy.of(() -> ClassSums.of(features, labels, logits.cols()));
    this.mean = Lazy.of(() -> sums.get().mean());
    this.centredFeatures = new CentredFeatures(features, mean);
    this.centredGram = Lazy.of(centredFeatures::gram);
    this.centredSpectrum =
        Lazy.of(
            () ->
                Spectrum.centred(
                    centredFeatures::values, features.rows(), centredGram.get(), mean.get()));
    this.uncentredSpectrum =
        Lazy.of(() -> Spectrum.uncentred(features, centredSpectrum(), squaredNorm()));
    this.classMeans = Lazy.of(() -> sums.get().means(mean.get()));
    this.classDirections = Lazy.of(() -> LinearAlgebra.best().thinSvd(classMeans().means()));
    this.halfBases = List.of(Lazy.of(() -> halfBasis(0)), Lazy.of(() -> halfBasis(1)));
    this.rowProducts = Lazy.of(this::multiplyRows);
    this.classFunctions = Lazy.of(() -> Functions.ofClasses(classMeans.get()));
    this.centredLogits = Lazy.of(() -> doubleCentred(logits));
    this.learnedFunctions = Lazy.of(this::learn);
  }

  private static Matrix doubleCentred(Matrix logits) {
    Matrix centred = logits.centredRows().centredColumns();
    double largest = centred.maxAbs();
    return Double.isFinite(largest) && largest <= ROUNDING * logits.maxAbs()
        ? centred.scaled(0)
        : centred;
  }

  /** Returns what the logits span, as they are and centred, from one product with the features. */
  private List<Functions> learn() {
    if (logits.cols() > FEW_CLASSES && logits.rows() > logits.cols()) {
      LogitFunctions all = LogitFunctions.on(centredFeatures, logits);
      return List.of(all.of(false, logits::times), all.of(true, centredLogits.get()::times));
    }
    Matrix basis = Basis.ofColumns(logits);
    Matrix centred = centredLogits.get();
    boolean finite = Double.isFinite(centred.maxAbs());
    Matrix centredBasis = finite ? Basis.ofColumns(centred) : basis.columns(0, 0);
    Matrix products = centredFeatures.transposeTimes(Matrix.joinColumns(basis, centredBasis));
    return List.of(
        Functions.of(products.columns(0, basis.cols()), basis),
        Functions.of(products.columns(basis.cols(), centredBasis.cols()), centredBasis));
  }

  private Matrix halfBasis(int half) {
    Matrix means = sums.get().meansOf(half, mean.get());
    boolean usable = misses(half) < 0 && Double.isFinite(means.maxAbs());
    return usable ? Basis.ofRows(means) : means.firstRows(0);
  }

  /** Multiplies the centred features with all that measurements of a head ask for. */
  private RowProducts multiplyRows() {
    Matrix means = classMeans().means();
    return RowProducts.of(
        centredFeatures,
        List.of(
            requireHead(),
            Double.isFinite(means.maxAbs())
                ? classDirections.get().rightTransposed()
                : means.firstRows(0),
            halfBases.get(0).get(),
            halfBases.get(1).get()));
  }

  private Matrix requireHead() {
    if (headWeights == null) {
      throw new IllegalStateException("no head reads these features");
    }
    return headWeights;
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
    Matrix centred = centredFeatures.values();
    double trace = centred.squaredNorm() / n;
    LinearAlgebra algebra = LinearAlgebra.best();
    if (isWithoutGram()) {
      Spectrum.requireFinite(trace * trace, () -> centred);
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
    Spectrum.requireFinite(norm, centredFeatures::values);
    if (norm == 0) {
      throw Spectrum.without(centredFeatures.values());
    }
    return norm;
  }

  /** Returns the squared norm of each sample's features, [n]: to read, never to write. */
  double[] squaredNorms() {
    return squaredNorms;
  }

  private double squaredNorm() {
    double sum = 0;
    for (double square : squaredNorms) {
      sum += square;
    }
    return sum;
  }

  /** Returns the features less their mean. */
  CentredFeatures centredFeatures() {
    return centredFeatures;
  }

  /** Returns the mean of the features, [p]: to read, never to write. */
  double[] mean() {
    return mean.get();
  }

  /** Returns centred features × head weightsᵀ, [n, C]; only where there are head weights. */
  Matrix centredOnHead() {
    return rowProducts.get().with(HEAD);
  }

  /** Returns mean × head weightsᵀ, [C]; only where there are head weights. */
  double[] meanOnHead() {
    return Matrix.wrap(1, width(), mean.get()).timesTranspose(requireHead()).values();
  }

  @Override
  public ClassMeans classMeans() {
    return classMeans.get();
  }

  /** Returns the singular value decomposition of the class means. */
  LinearAlgebra.ThinSvd classDirections() {
    return classDirections.get();
  }

  /** Returns centred features on the right singular vectors of the class means, with a head. */
  Matrix onClassDirections() {
    return rowProducts.get().with(CLASS_MEANS);
  }

  /** Returns the first class that has samples in one half of the rows only, not this; or −1. */
  int misses(int half) {
    return sums.get().missingIn(half);
  }

  /** Returns orthonormal rows that span the class means of even (0) or odd (1) rows, [r, p]. */
  Matrix basisOfHalf(int half) {
    return halfBases.get(half).get();
  }

  /** Returns the centred features on them, [n, r]; only where there are head weights. */
  Matrix onBasisOfHalf(int half) {
    return rowProducts.get().with(HALVES + half);
  }

  @Override
  public Functions classFunctions() {
    return classFunctions.get();
  }

  @Override
  public Functions learnedFunctions() {
    return learnedFunctions.get().get(0);
  }

  @Override
  public Functions centredLearnedFunctions() {
    Finite.require("the mean of the logits", centredLogits.get().maxAbs());
    return learnedFunctions.get().get(1);
  }
}
