package io.github.featurescope.probes;

import java.util.Arrays;

/**
 * Remembers what a model said about the same samples at successive looks, to tell wrong labels.
 *
 * <p>Keeps sums, no look itself: O(nC) memory however many looks there are. Give it looks from the
 * first epoch on, not one from before training, when predictions are chance. Not thread-safe.
 */
public final class SampleHistory {

  /** ELR's β for CIFAR-10. */
  private static final double ELR_DECAY = 0.7;

  private final int[] given;
  private final int classes;
  private final WrongEvents wrongEvents;
  private final ForgettingEvents forgettingEvents;
  private final AreaUnderMargin areaUnderMargin;
  private final AveragedPrediction early;
  private final AveragedPrediction recent;
  private final NoiseRateWatch noiseRate;
  private final double[] loss;
  private final double[] lossSums;
  private final int[] changes;
  private int[] predictions;
  private int looks;

  private SampleHistory(int[] given, int classes) {
    int n = given.length;
    this.given = given;
    this.classes = classes;
    this.wrongEvents = WrongEvents.of(given);
    this.forgettingEvents = ForgettingEvents.of(given);
    this.areaUnderMargin = AreaUnderMargin.of(given);
    this.early = AveragedPrediction.early(n, classes);
    this.recent = AveragedPrediction.decaying(n, classes, ELR_DECAY);
    this.noiseRate = NoiseRateWatch.of(given);
    this.loss = new double[n];
    this.lossSums = new double[n];
    this.changes = new int[n];
    this.predictions = new int[n];
  }

  /**
   * Starts a history.
   *
   * @param given the labels that training sees, [n], n at least 1, each in 0..C-1
   * @param classes C, at least 2
   * @return a history without looks
   * @throws IllegalArgumentException if there are no samples, fewer than two classes, or a label
   *     without a class
   */
  public static SampleHistory of(int[] given, int classes) {
    if (given.length == 0 || classes < 2) {
      throw new IllegalArgumentException(
          given.length + " samples of " + classes + " classes: at least 1 and 2 are needed");
    }
    for (int i = 0; i < given.length; i++) {
      if (given[i] < 0 || given[i] >= classes) {
        throw new IllegalArgumentException(
            "label " + given[i] + " of sample " + i + ": labels are 0 to " + (classes - 1));
      }
    }
    return new SampleHistory(given.clone(), classes);
  }

  /**
   * Takes one look at the samples.
   *
   * @param logits before the softmax, [n, C], the same samples in the same order every time; finite
   * @throws IllegalArgumentException if the shape is another than before
   * @throws InvalidSnapshotException if a value is not finite; nothing is remembered of it then
   */
  public void observe(Matrix logits) {
    SampleCounts.requireSize(given.length, logits.rows());
    if (logits.cols() != classes) {
      throw new IllegalArgumentException(
          "a look at " + logits.cols() + " classes, but the history is of " + classes);
    }
    logits.requireFinite("logits");
    Matrix probabilities = Softmax.ofRows(logits);
    int[] predicted = logits.argMaxOfRows();
    wrongEvents.observe(predicted);
    forgettingEvents.observe(predicted);
    areaUnderMargin.observe(logits);
    early.observe(probabilities);
    recent.observe(probabilities);
    noiseRate.observe(predicted, early.view());
    for (int i = 0; i < given.length; i++) {
      loss[i] = Softmax.crossEntropy(logits, i, given[i]);
      lossSums[i] += loss[i];
      changes[i] += looks > 0 && predicted[i] != predictions[i] ? 1 : 0;
    }
    predictions = predicted;
    looks++;
  }

  /**
   * Returns the number of samples.
   *
   * @return n, at least 1
   */
  public int samples() {
    return given.length;
  }

  /**
   * Returns the number of classes.
   *
   * @return C, at least 2
   */
  public int classes() {
    return classes;
  }

  /**
   * Returns the number of looks taken.
   *
   * @return at least 0
   */
  public int looks() {
    return looks;
  }

  /**
   * Returns the labels that training sees.
   *
   * @return [n], a copy
   */
  public int[] given() {
    return given.clone();
  }

  /**
   * Returns the wrong events (IDO, arXiv 2505.00812).
   *
   * @return [n], each from 0 to the number of looks
   */
  public int[] wrongEvents() {
    return wrongEvents.counts();
  }

  /**
   * Returns the forgetting events (Toneva et al., arXiv 1812.05159).
   *
   * @return [n], each from 0 to the number of looks, which never learned samples have
   */
  public int[] forgettingEvents() {
    return forgettingEvents.counts();
  }

  /**
   * Returns the area under the margin (AUM, arXiv 2001.10528).
   *
   * @return [n], in logits
   */
  public double[] areaUnderMargin() {
    return areaUnderMargin.means();
  }

  /**
   * Returns the cross-entropy of the given labels at the last look.
   *
   * @return [n], in nats; zeros before the first look
   */
  public double[] loss() {
    return loss.clone();
  }

  /**
   * Returns the mean cross-entropy of the given labels over all looks.
   *
   * @return [n], in nats; zeros before the first look
   */
  public double[] meanLoss() {
    return Arrays.stream(lossSums).map(sum -> sum / Math.max(1, looks)).toArray();
  }

  /**
   * Counts how often the predicted class changed from one look to the next (Label Wave, arXiv
   * 2502.07551, by sample).
   *
   * @return [n], each from 0 to the number of looks less one
   */
  public int[] predictionChanges() {
    return changes.clone();
  }

  /**
   * Returns the averaged prediction of ELR (arXiv 2007.00151) with β = 0.7: of the last few looks.
   *
   * @return [n, C], rows sum to 1; zeros before the first look
   */
  public Matrix recentPrediction() {
    return recent.values();
  }

  /**
   * Returns the averaged prediction in which look t counts 1/t, which remembers what the model made
   * of the samples before it fitted wrong labels.
   *
   * @return [n, C], rows sum to 1; zeros before the first look
   */
  public Matrix earlyPrediction() {
    return early.values();
  }

  /**
   * Returns how much speaks against the given labels: the margin by which the early prediction
   * prefers another class.
   *
   * @return [n], in [−1, 1]; above 0 where another class is preferred; zeros before the first look
   */
  public double[] suspicion() {
    double[] values = early.view().values();
    double[] margins = new double[given.length];
    for (int i = 0; i < margins.length; i++) {
      margins[i] = -AreaUnderMargin.margin(values, i * classes, classes, given[i]);
    }
    return margins;
  }

  /**
   * Returns the class other than the given one that the early prediction prefers: the label to
   * suggest if the given one is wrong.
   *
   * @return [n], never the given label
   */
  public int[] suggested() {
    double[] values = early.view().values();
    int[] best = new int[given.length];
    for (int i = 0; i < best.length; i++) {
      best[i] = given[i] == 0 ? 1 : 0;
      for (int c = 0; c < classes; c++) {
        if (c != given[i] && values[i * classes + c] > values[i * classes + best[i]]) {
          best[i] = c;
        }
      }
    }
    return best;
  }

  /**
   * Returns the estimated share of wrong labels, taken when what samples share has been learned and
   * single samples hardly.
   *
   * @return the estimate with its bounds; it settles after some two to five epochs
   * @throws UndefinedMeasurementException if there was no look yet
   */
  public NoiseRate noiseRate() {
    return noiseRate.estimate();
  }
}
