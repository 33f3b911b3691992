package io.github.featurescope.probes;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model says about a fixed set of n samples at one moment.
 *
 * <p>Immutable and detached: it owns plain arrays in double precision, whatever the model's type,
 * so no ND4J workspace reaches into it. It also keeps what its measurements share, up to five times
 * the memory of the features: drop it once it is measured.
 */
public final class Snapshot {

  private final Matrix features;
  private final Matrix logits;
  private final int[] givenLabels;
  private final @Nullable Matrix headWeights;
  private final int @Nullable [] trueLabels;
  private final long @Nullable [] sampleIds;
  private final SharedValues shared;

  private Snapshot(Builder builder) {
    this.features = builder.features;
    this.logits = builder.logits;
    this.givenLabels = builder.givenLabels.clone();
    this.headWeights = builder.headWeights;
    this.trueLabels = builder.trueLabels == null ? null : builder.trueLabels.clone();
    this.sampleIds = builder.sampleIds == null ? null : builder.sampleIds.clone();
    this.shared =
        new SharedValues(features, validate(), logits, givenLabels, headWeights, builder.method);
  }

  /**
   * Starts a snapshot from its four required parts.
   *
   * @param features input of the head, [n, p]
   * @param logits output of the head before the softmax, [n, C]
   * @param givenLabels the labels that training sees, right or wrong, [n], each in [0, C)
   * @param headWeights weights of the head without its bias, [C, p]
   * @return a builder
   */
  public static Builder builder(
      Matrix features, Matrix logits, int[] givenLabels, Matrix headWeights) {
    return new Builder(features, logits, givenLabels, headWeights);
  }

  /**
   * Starts a snapshot of a layer that does not feed the head, so that there are no weights to go
   * with its features.
   *
   * @param features output of the layer, [n, p]
   * @param logits output of the model before the softmax, [n, C]
   * @param givenLabels the labels that training sees, right or wrong, [n], each in [0, C)
   * @return a builder
   */
  public static Builder ofInnerLayer(Matrix features, Matrix logits, int[] givenLabels) {
    return new Builder(features, logits, givenLabels, null);
  }

  /** Returns the squared norm of every row of features on the way. */
  private double[] validate() {
    int n = features.rows();
    int c = logits.cols();
    if (n == 0) {
      throw new InvalidSnapshotException("features: no samples; a snapshot needs at least one");
    }
    if (features.cols() == 0) {
      throw new InvalidSnapshotException(
          "features: width 0; a snapshot needs at least one feature");
    }
    if (c == 0) {
      throw new InvalidSnapshotException("logits: no columns; a snapshot needs one a class");
    }
    requireRows("logits", logits.rows(), n);
    requireRows("labels", givenLabels.length, n);
    if (headWeights != null && (headWeights.rows() != c || headWeights.cols() != features.cols())) {
      throw new InvalidSnapshotException(
          "weights: shape ["
              + headWeights.rows()
              + ", "
              + headWeights.cols()
              + "], expected [C, p] = ["
              + c
              + ", "
              + features.cols()
              + "]; pass the head's weights without bias, one row a class");
    }
    requireLabels("labels", givenLabels, c);
    if (trueLabels != null) {
      requireRows("true labels", trueLabels.length, n);
      requireLabels("true labels", trueLabels, c);
    }
    if (sampleIds != null) {
      requireRows("sample ids", sampleIds.length, n);
    }
    double[] squaredNorms = features.squaredRowNorms();
    // Finite squares are of finite values; only where some are not is a second look needed.
    if (!Double.isFinite(Arrays.stream(squaredNorms).sum())) {
      features.requireFinite("features");
    }
    logits.requireFinite("logits");
    if (headWeights != null) {
      headWeights.requireFinite("weights");
    }
    return squaredNorms;
  }

  private static void requireRows(String name, int rows, int expected) {
    if (rows != expected) {
      throw new InvalidSnapshotException(
          name + ": " + rows + " rows, but features have " + expected + "; pass one row a sample");
    }
  }

  static void requireLabels(String name, int[] labels, int classes) {
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new InvalidSnapshotException(
            name
                + ": value "
                + labels[i]
                + " at row "
                + i
                + " is outside [0, "
                + classes
                + "); the logits have "
                + classes
                + " columns");
      }
    }
  }

  /**
   * Returns the number n of samples.
   *
   * @return n, at least 1
   */
  public int samples() {
    return features.rows();
  }

  /**
   * Returns the width p of the feature layer.
   *
   * @return p
   */
  public int width() {
    return features.cols();
  }

  /**
   * Returns the number C of classes.
   *
   * @return C
   */
  public int classes() {
    return logits.cols();
  }

  /**
   * Returns the input of the head.
   *
   * @return [n, p]
   */
  public Matrix features() {
    return features;
  }

  /**
   * Returns the output of the head before the softmax.
   *
   * @return [n, C]
   */
  public Matrix logits() {
    return logits;
  }

  /**
   * Returns the weights of the head without its bias.
   *
   * @return [C, p]
   * @throws UndefinedMeasurementException if the features are of a layer that does not feed the
   *     head
   */
  public Matrix headWeights() {
    if (headWeights == null) {
      throw new UndefinedMeasurementException(
          "the layer does not feed the head: there are no weights to go with its features");
    }
    return headWeights;
  }

  /**
   * Returns the labels that training sees, right or wrong.
   *
   * @return a copy, [n]
   */
  public int[] givenLabels() {
    return givenLabels.clone();
  }

  /**
   * Returns the true labels, known where the noise was injected.
   *
   * @return a copy, [n], or empty
   */
  public Optional<int[]> trueLabels() {
    return Optional.ofNullable(trueLabels).map(int[]::clone);
  }

  /**
   * Returns which samples these are.
   *
   * @return a copy, [n], or empty
   */
  public Optional<long[]> sampleIds() {
    return Optional.ofNullable(sampleIds).map(long[]::clone);
  }

  /**
   * Returns the class of the largest logit of each sample; the first of equals.
   *
   * @return [n]
   */
  public int[] predictions() {
    return logits.argMaxOfRows();
  }

  /**
   * Returns the spectrum of the features as they are: the form of the paper.
   *
   * <p>Solved on first use and kept. Safe for use by several threads, as all of the snapshot is.
   *
   * @return the eigenpairs of ΦᵀΦ/n
   * @throws UndefinedMeasurementException if the features overflow double precision when squared
   */
  public Spectrum spectrum() {
    return shared.uncentredSpectrum();
  }

  /**
   * Returns the spectrum of the features less their mean, which would hide the rest.
   *
   * @return the eigenpairs of the covariance (1/n, not 1/(n − 1))
   * @throws UndefinedMeasurementException if the features overflow double precision when squared
   */
  public Spectrum centredSpectrum() {
    return shared.centredSpectrum();
  }

  /** Returns what the measurements share, computed once. */
  SharedValues shared() {
    return shared;
  }

  /** Returns the given labels themselves: to read, never to write. */
  int[] labels() {
    return givenLabels;
  }

  @Override
  public String toString() {
    return "Snapshot[n=" + samples() + ", p=" + width() + ", C=" + classes() + "]";
  }

  /** Adds the optional parts of a snapshot. */
  public static final class Builder {
    private final Matrix features;
    private final Matrix logits;
    private final int[] givenLabels;
    private final @Nullable Matrix headWeights;
    private int @Nullable [] trueLabels;
    private long @Nullable [] sampleIds;
    private SpectrumMethod method = SpectrumMethod.AUTOMATIC;

    private Builder(
        Matrix features, Matrix logits, int[] givenLabels, @Nullable Matrix headWeights) {
      this.features = features;
      this.logits = logits;
      this.givenLabels = givenLabels;
      this.headWeights = headWeights;
    }

    /**
     * Adds the true labels.
     *
     * @param labels [n], each in [0, C)
     * @return this builder
     */
    public Builder trueLabels(int[] labels) {
      this.trueLabels = Arrays.copyOf(labels, labels.length);
      return this;
    }

    /**
     * Adds the samples' identities.
     *
     * @param ids [n]
     * @return this builder
     */
    public Builder sampleIds(long[] ids) {
      this.sampleIds = Arrays.copyOf(ids, ids.length);
      return this;
    }

    /**
     * Chooses how measurements come by the spectrum.
     *
     * @param method automatic unless set
     * @return this builder
     */
    public Builder spectrum(SpectrumMethod method) {
      this.method = Objects.requireNonNull(method);
      return this;
    }

    /**
     * Checks the parts and builds the snapshot.
     *
     * @return the snapshot
     * @throws InvalidSnapshotException if shapes, labels or values do not fit
     */
    public Snapshot build() {
      return new Snapshot(this);
    }
  }
}
