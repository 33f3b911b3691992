package io.github.featurescope.probes;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * First and second moments of features and logits, and class means, of samples that stream past.
 *
 * <p>Memory is O((p + C)² + Cp), whatever the number of samples, and a batch of m adds O(m(p + C)²)
 * work: so a million samples can be measured in blocks, or the batches of training as they go by.
 * Every batch is centred by its own mean before it is squared, and merged by the formula of Chan,
 * Golub and LeVeque (1983); over samples that are all remembered, values equal those of one
 * snapshot of all of them, to rounding.
 *
 * <p>With forgetting, a sample that is m samples old weighs exp(−m/memory). What is measured then
 * is a blend of the networks of the last few batches, not one network: where features move within
 * the memory, their movement adds to the spread within it. Weights count as samples; their {@link
 * #samples()} stays below the memory, so choose at least 5p for features of width p, since spectra
 * of few samples are biased.
 *
 * <p>Thread-safe. Source of the moments' use: all of what {@link #measurable()} lists is a function
 * of second moments.
 */
public final class RunningMoments {

  private static final List<Measurement<?>> MEASURABLE =
      List.of(
          SpectralAlignment.UNCENTRED,
          SpectralAlignment.CENTRED,
          Richness.DLR,
          KernelTargetAlignment.CENTRED,
          RidgeQuality.RIDGE,
          Participation.RATIO);

  private final int width;
  private final int classes;
  private final double memory;
  private final double[] mean;
  private final double[] products;
  private final double[][] classMeans;
  private final double[] classWeights;
  private double weight;
  private long seen;

  private RunningMoments(int width, int classes, double memory) {
    if (width < 1 || classes < 1) {
      throw new IllegalArgumentException(
          "moments of "
              + width
              + " features and "
              + classes
              + " logits: there must be one of each");
    }
    this.width = width;
    this.classes = classes;
    this.memory = memory;
    int size = width + classes;
    this.mean = new double[size];
    this.products = new double[Matrix.capacity(size, size)];
    this.classMeans = new double[classes][width];
    this.classWeights = new double[classes];
  }

  /**
   * Begins to add up samples that all count the same.
   *
   * @param width p, at least 1
   * @param classes C, at least 1
   * @return moments of no samples
   */
  public static RunningMoments of(int width, int classes) {
    return new RunningMoments(width, classes, Double.POSITIVE_INFINITY);
  }

  /**
   * Begins to add up samples that are forgotten exponentially.
   *
   * @param width p, at least 1
   * @param classes C, at least 1
   * @param memory samples after which a sample's weight has fallen to 1/e, at least 1
   * @return moments of no samples
   */
  public static RunningMoments forgetting(int width, int classes, double memory) {
    if (!(memory >= 1 && memory < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a memory of " + memory + " samples: choose a finite number of at least 1");
    }
    return new RunningMoments(width, classes, memory);
  }

  /**
   * Lists what can be measured of moments alone.
   *
   * @return an unmodifiable list
   */
  public static List<Measurement<?>> measurable() {
    return MEASURABLE;
  }

  /**
   * Adds samples.
   *
   * @param features [m, p]
   * @param logits [m, C]
   * @param givenLabels [m], each in [0, C)
   * @throws InvalidSnapshotException if shapes, labels or values do not fit; nothing is added then
   */
  public synchronized void add(Matrix features, Matrix logits, int[] givenLabels) {
    int m = features.rows();
    Snapshot.ofInnerLayer(features, logits, givenLabels).build();
    if (features.cols() != width || logits.cols() != classes) {
      throw new InvalidSnapshotException(
          "features of width "
              + features.cols()
              + " and "
              + logits.cols()
              + " logits, expected "
              + width
              + " and "
              + classes
              + ": add samples of one layer and head only");
    }
    double kept = Math.exp(-m / memory);
    double before = weight * kept;
    double after = before + m;
    Matrix block = Matrix.joinColumns(features, logits);
    double[] blockMean = block.columnMeans();
    double[] gram = LinearAlgebra.best().gram(block.lessColumns(blockMean)).values();
    int size = mean.length;
    double[] shift = new double[size];
    Arrays.setAll(shift, j -> blockMean[j] - mean[j]);
    for (int i = 0, at = 0; i < size; i++) {
      double factor = shift[i] * (before * m / after);
      for (int j = 0; j < size; j++, at++) {
        products[at] = kept * products[at] + gram[at] + factor * shift[j];
      }
    }
    for (int j = 0; j < size; j++) {
      mean[j] += shift[j] * (m / after);
    }
    addClasses(features, givenLabels, kept);
    weight = after;
    seen += m;
  }

  /**
   * Adds samples whose logits are a linear function of the features.
   *
   * @param features [m, p]
   * @param weights of the head, [C, p]
   * @param bias of the head, [C]
   * @param givenLabels [m], each in [0, C)
   * @throws InvalidSnapshotException if shapes, labels or values do not fit; nothing is added then
   */
  public void add(Matrix features, Matrix weights, double[] bias, int[] givenLabels) {
    if (weights.rows() != bias.length || weights.cols() != features.cols()) {
      throw new InvalidSnapshotException(
          "a head of "
              + weights.rows()
              + " x "
              + weights.cols()
              + " weights and "
              + bias.length
              + " biases on features of width "
              + features.cols()
              + ": expected [C, p] and [C]");
    }
    Matrix products = features.timesTranspose(weights);
    double[] logits = products.values();
    for (int at = 0; at < logits.length; at++) {
      logits[at] += bias[at % bias.length];
    }
    add(features, products, givenLabels);
  }

  private void addClasses(Matrix features, int[] labels, double kept) {
    for (int c = 0; c < classes; c++) {
      classWeights[c] *= kept;
    }
    double[] values = features.values();
    for (int i = 0, at = 0; i < labels.length; i++) {
      double[] classMean = classMeans[labels[i]];
      double share = 1 / ++classWeights[labels[i]];
      for (int j = 0; j < width; j++, at++) {
        classMean[j] += share * (values[at] - classMean[j]);
      }
    }
  }

  /**
   * Returns what the samples weigh together.
   *
   * @return their number, or with forgetting a number below the memory plus one batch
   */
  public synchronized double samples() {
    return weight;
  }

  /**
   * Returns how many samples were added, forgotten ones too.
   *
   * @return at least 0
   */
  public synchronized long seen() {
    return seen;
  }

  /**
   * Measures what has been added so far.
   *
   * @param measurements some of {@link #measurable()}
   * @return the report; a quantity without a value is absent, with the reason
   * @throws IllegalArgumentException if a measurement needs the samples themselves
   * @throws UndefinedMeasurementException if there are no samples yet
   */
  public Report report(List<? extends Measurement<?>> measurements) {
    for (Measurement<?> measurement : measurements) {
      if (!(measurement instanceof MomentMeasurement<?>)) {
        throw new IllegalArgumentException(
            measurement.getClass().getSimpleName()
                + " needs the samples themselves; of moments there are RunningMoments.measurable()");
      }
    }
    return Report.of(moments(), classes, measurements);
  }

  private synchronized SecondMoments moments() {
    if (weight == 0) {
      throw new UndefinedMeasurementException("no samples have been added yet");
    }
    double[] means = new double[classes * width];
    int[] present = IntStream.range(0, classes).filter(c -> classWeights[c] > 0).toArray();
    for (int k = 0; k < present.length; k++) {
      for (int j = 0; j < width; j++) {
        means[k * width + j] = classMeans[present[k]][j] - mean[j];
      }
    }
    ClassMeans known =
        ClassMeans.known(
            present,
            Arrays.stream(present).mapToDouble(c -> classWeights[c]).toArray(),
            Matrix.wrap(present.length, width, Arrays.copyOf(means, present.length * width)));
    return new StreamedMoments(
        weight, mean.clone(), Matrix.wrap(mean.length, mean.length, products.clone()), known);
  }
}
