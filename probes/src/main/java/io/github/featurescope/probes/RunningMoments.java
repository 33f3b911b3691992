package io.github.featurescope.probes;

import java.util.List;

/**
 * First and second moments of features and logits, and class means, of samples that stream past.
 *
 * <p>Memory is O((p + C)² + Cp), whatever the number of samples, and a batch of m adds O(m(p + C)²)
 * work: so a million samples can be measured in blocks, or the batches of training as they go by.
 * Every block is centred before it is squared, by the mean of what came before or by its own, and
 * merged by the formula of Chan, Golub and LeVeque (1983); over samples that are all remembered,
 * values equal those of one snapshot of all of them, to rounding.
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

  // Rows enough for one product of matrices to be worth its start, few enough for the cache.
  private static final int MOST_ROWS = 1024;
  private static final int LEAST_ROWS = 64;
  private static final int BLOCK_VALUES = 1 << 22;

  private final int width;
  private final int classes;
  private final double memory;
  private final MomentBlock block;
  private final RunningProducts products;
  private RunningMeans means;

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
    Matrix.capacity(size, size);
    int rows = Math.max(LEAST_ROWS, Math.min(MOST_ROWS, BLOCK_VALUES / size));
    this.means = new RunningMeans(width, classes);
    this.block = new MomentBlock(width, classes, rows);
    this.products = LinearAlgebra.best().runningProducts(size, rows);
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
  public void add(Matrix features, Matrix logits, int[] givenLabels) {
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
    add(MomentRows.of(features, logits), givenLabels);
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

  /**
   * Adds samples in single precision, as networks have them, without a copy in double.
   *
   * @param features row-major, [m × p]
   * @param logits row-major, [m × C]
   * @param givenLabels [m], each in [0, C)
   * @throws InvalidSnapshotException if sizes, labels or values do not fit; nothing is added then
   */
  public void add(float[] features, float[] logits, int[] givenLabels) {
    if (features.length % width != 0 || logits.length % classes != 0) {
      throw new InvalidSnapshotException(
          features.length
              + " values are no rows of "
              + width
              + " features, or "
              + logits.length
              + " no rows of "
              + classes
              + " logits: add samples of one layer and head only");
    }
    add(MomentRows.of(features, width, logits, classes), givenLabels);
  }

  private synchronized void add(MomentRows rows, int[] labels) {
    int m = labels.length;
    rows.requireRows(m);
    if (m == 0) {
      throw new InvalidSnapshotException("features: no samples; add at least one");
    }
    Snapshot.requireLabels("labels", labels, classes);
    // A later part may turn out to hold NaN when earlier ones are in.
    RunningMeans before = m > block.capacity() ? means.copy() : means;
    if (before != means) {
      products.mark();
    }
    try {
      for (int at = 0; at < m; at += block.capacity()) {
        double kept = at == 0 ? Math.exp(-m / memory) : 1;
        int count = Math.min(block.capacity(), m - at);
        boolean follows = means.weight() * kept >= count;
        block.fill(rows, at, count, labels, follows ? means.mean() : null, products);
        merge(kept, follows);
      }
    } catch (InvalidSnapshotException e) {
      if (before != means) {
        products.reset();
        means = before;
      }
      throw e;
    }
  }

  private void merge(double kept, boolean follows) {
    double m = block.count();
    double before = means.weight() * kept;
    double[] off = block.offPivot();
    products.add(kept, block.count());
    if (follows) {
      products.addOuter(-m * (m / (before + m)), off);
    } else {
      products.addOuter(-m, off);
      products.addOuter(before * (m / (before + m)), block.shift(means.mean()));
    }
    means.merge(block, kept);
  }

  /**
   * Returns what the samples weigh together.
   *
   * @return their number, or with forgetting a number below the memory plus one batch
   */
  public synchronized double samples() {
    return means.weight();
  }

  /**
   * Returns how many samples were added, forgotten ones too.
   *
   * @return at least 0
   */
  public synchronized long seen() {
    return means.seen();
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
    return report(measurements, SpectrumMethod.AUTOMATIC);
  }

  /**
   * Measures what has been added so far, by a chosen way to the spectrum.
   *
   * @param measurements some of {@link #measurable()}
   * @param method how to come by the spectrum
   * @return the report; a quantity without a value is absent, with the reason
   * @throws IllegalArgumentException if a measurement needs the samples themselves
   * @throws UndefinedMeasurementException if there are no samples yet
   */
  public Report report(List<? extends Measurement<?>> measurements, SpectrumMethod method) {
    for (Measurement<?> measurement : measurements) {
      if (!(measurement instanceof MomentMeasurement<?>)) {
        throw new IllegalArgumentException(
            measurement.getClass().getSimpleName()
                + " needs the samples themselves; of moments there are RunningMoments.measurable()");
      }
    }
    return Report.of(moments(method), classes, measurements);
  }

  private synchronized SecondMoments moments(SpectrumMethod method) {
    if (means.weight() == 0) {
      throw new UndefinedMeasurementException("no samples have been added yet");
    }
    return new StreamedMoments(
        means.weight(), means.mean().clone(), products.sum(), means.classMeans(), method);
  }
}
