package io.github.featurescope.probes;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/** Second moments without the samples that they are of. */
final class StreamedMoments implements SecondMoments {

  private final double samples;
  private final int width;
  private final double[] mean;
  private final ClassMeans classMeans;
  private final Matrix products;
  private final SpectrumMethod method;
  private final Lazy<SpectralSketch> sketch;
  private final Lazy<Spectrum> centredSpectrum;
  private final Lazy<Spectrum> uncentredSpectrum;
  private final Lazy<Functions> learned;
  private final Lazy<Functions> centredLearned;

  /**
   * Takes moments.
   *
   * @param samples n
   * @param mean of features and logits, [p + C]
   * @param products of the same less their mean, summed over the samples, [p + C, p + C]
   * @param classMeans of the features less their mean
   * @param method how to come by the spectra
   */
  StreamedMoments(
      double samples,
      double[] mean,
      Matrix products,
      ClassMeans classMeans,
      SpectrumMethod method) {
    this.method = method;
    this.sketch = Lazy.of(this::solveSketch);

    this.samples = samples;
    this.width = classMeans.means().cols();
    this.mean = mean;
    this.products = products;
    this.classMeans = classMeans;
    this.centredSpectrum =
        Lazy.of(
            () ->
                Spectrum.ofMoments(block(0, width, 0, width), samples, Arrays.copyOf(mean, width)));
    this.uncentredSpectrum = Lazy.of(() -> Spectrum.uncentred(centredSpectrum()));
    this.learned = Lazy.of(() -> learned(false));
    this.centredLearned = Lazy.of(() -> learned(true));
  }

  private Matrix block(int row, int rows, int col, int cols) {
    double[] values = new double[rows * cols];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(
          products.values(), (row + i) * products.cols() + col, values, i * cols, cols);
    }
    return Matrix.wrap(rows, cols, values);
  }

  private Functions learned(boolean doubleCentred) {
    int c = products.cols() - width;
    LogitFunctions logits =
        new LogitFunctions(
            samples,
            Arrays.copyOfRange(mean, width, width + c),
            block(0, width, width, c),
            block(width, c, width, c));
    return logits.of(
        doubleCentred,
        combinations -> {
          throw new IllegalStateException("the samples of streamed moments are gone");
        });
  }

  private static double trace(Matrix square) {
    double sum = 0;
    for (int i = 0; i < square.rows(); i++) {
      sum += square.get(i, i);
    }
    return sum;
  }

  @Override
  public double samples() {
    return samples;
  }

  @Override
  public int width() {
    return width;
  }

  private SpectralSketch solveSketch() {
    double norm = centredNorm();
    Matrix own = block(0, width, 0, width);
    return new SpectralSketch(
        LinearAlgebra.best().operator(own, 1 / samples),
        samples,
        Arrays.copyOf(mean, width),
        trace(own) / samples,
        OptionalDouble.of(norm),
        classMeans.sums());
  }

  @Override
  public Optional<SpectralSketch> sketch() {
    return method.isExact(Math.min(samples, width)) ? Optional.empty() : Optional.of(sketch.get());
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

  @Override
  public double centredNorm() {
    double norm = Math.sqrt(block(0, width, 0, width).squaredNorm()) / samples;
    Spectrum.requireFinite(norm, () -> products);
    if (norm == 0) {
      throw new UndefinedMeasurementException(
          "features do not vary, or so little that their squares vanish in double precision");
    }
    return norm;
  }

  @Override
  public ClassMeans classMeans() {
    return classMeans;
  }

  @Override
  public Functions classFunctions() {
    return Functions.ofClasses(classMeans);
  }

  @Override
  public Functions learnedFunctions() {
    return learned.get();
  }

  @Override
  public Functions centredLearnedFunctions() {
    return centredLearned.get();
  }
}
