package io.github.featurescope.examples.data;

import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Wrong labels put into a data set on purpose.
 *
 * <p>Symmetric and pair noise of rate r flip exactly round(r·n) of n labels, drawn without
 * replacement from all samples regardless of class: the share of wrong labels is r and not merely r
 * on average. Symmetric noise flips to one of the C-1 other classes, each as likely (some papers
 * include the own class, so that only r·(C-1)/C are wrong); pair noise to the class (c + 1) mod C.
 * Asymmetric noise draws each given label on its own from the row of the true class in a transition
 * matrix. Equal seeds give equal labels on every platform.
 */
public final class LabelNoise implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final String KINDS = "none, symmetric:RATE, pair:RATE or asymmetric:FILE";

  private final Kind kind;
  private final double rate;
  private final @Nullable TransitionMatrix matrix;

  private LabelNoise(Kind kind, double rate, @Nullable TransitionMatrix matrix) {
    this.kind = kind;
    this.rate = rate;
    this.matrix = matrix;
  }

  /**
   * Leaves every label as it is.
   *
   * @return no noise
   */
  public static LabelNoise none() {
    return new LabelNoise(Kind.NONE, 0, null);
  }

  /**
   * Flips labels to any other class.
   *
   * @param rate share of wrong labels, in [0, 1]
   * @return the noise
   * @throws DataException if the rate is outside [0, 1] or NaN
   */
  public static LabelNoise symmetric(double rate) {
    return new LabelNoise(Kind.SYMMETRIC, requireRate(rate, Double.toString(rate)), null);
  }

  /**
   * Flips labels to the next class, the last to the first.
   *
   * @param rate share of wrong labels, in [0, 1]
   * @return the noise
   * @throws DataException if the rate is outside [0, 1] or NaN
   */
  public static LabelNoise pair(double rate) {
    return new LabelNoise(Kind.PAIR, requireRate(rate, Double.toString(rate)), null);
  }

  /**
   * Draws labels by a transition matrix from a file.
   *
   * @param csv C lines of C comma-separated probabilities; line c is the distribution of the given
   *     label where c is true
   * @return the noise
   * @throws DataException if the file is missing or its matrix is not square and row-stochastic
   */
  public static LabelNoise asymmetric(Path csv) {
    return new LabelNoise(Kind.ASYMMETRIC, 0, TransitionMatrix.read(csv));
  }

  /**
   * Draws labels by a transition matrix.
   *
   * @param name how {@link #toString()} names the matrix
   * @param probabilities [C, C]; row c is the distribution of the given label where c is true
   * @return the noise
   * @throws DataException if the matrix is not square and row-stochastic
   */
  public static LabelNoise asymmetric(String name, double[][] probabilities) {
    return new LabelNoise(Kind.ASYMMETRIC, 0, TransitionMatrix.of(name, probabilities));
  }

  /**
   * Understands the text that {@link #toString()} writes.
   *
   * @param text {@code none}, {@code symmetric:0.4}, {@code pair:0.4} or {@code asymmetric:FILE}
   * @return the noise
   * @throws DataException if the kind is unknown, or the rate or the matrix cannot be used
   */
  public static LabelNoise parse(String text) {
    int colon = text.indexOf(':');
    String kind = (colon < 0 ? text : text.substring(0, colon)).strip();
    String value = colon < 0 ? "" : text.substring(colon + 1).strip();
    if (kind.equals("none") && colon < 0) {
      return none();
    }
    if (kind.equals("symmetric")) {
      return symmetric(parseRate(value, text));
    }
    if (kind.equals("pair")) {
      return pair(parseRate(value, text));
    }
    if (kind.equals("asymmetric") && !value.isEmpty()) {
      return asymmetric(path(value, text));
    }
    throw new DataException("label noise '" + text + "' is not understood: give " + KINDS);
  }

  private static Path path(String value, String text) {
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new DataException("label noise '" + text + "': no file can have this name", e);
    }
  }

  private static double parseRate(String value, String text) {
    try {
      return requireRate(Double.parseDouble(value), text);
    } catch (NumberFormatException e) {
      throw new DataException(
          "label noise '" + text + "': '" + value + "' is not a rate; give a number in [0, 1]", e);
    }
  }

  private static double requireRate(double rate, String text) {
    if (!(rate >= 0 && rate <= 1)) {
      throw new DataException(
          "label noise '" + text + "': the rate is outside [0, 1]; give 0.4 for 40 % wrong labels");
    }
    return rate + 0.0; // -0.0 becomes 0.0
  }

  /**
   * Makes given labels.
   *
   * @param truth true labels, each in 0..classes-1
   * @param classes number of classes, C
   * @param seed seed of the choice
   * @return the given labels beside a copy of the true ones
   * @throws DataException if a label is outside 0..classes-1, there are fewer than two classes to
   *     flip between, or the transition matrix is for another number of classes
   */
  public NoisyLabels apply(int[] truth, int classes, long seed) {
    Random random = Seeds.random(seed, Seeds.Stream.NOISE);
    int[] given = truth.clone();
    requireLabels(given, classes);
    if (matrix != null) {
      matrix.draw(given, classes, random);
    } else if (rate > 0) {
      if (classes < 2) {
        throw new DataException(
            "label noise '" + this + "' on " + classes + " class: there is none to flip to");
      }
      int[] order = Seeds.permutation(given.length, random);
      long wrong = Math.round(rate * given.length);
      for (int i = 0; i < wrong; i++) {
        int step = kind == Kind.PAIR ? 1 : 1 + random.nextInt(classes - 1);
        given[order[i]] = (given[order[i]] + step) % classes;
      }
    }
    return new NoisyLabels(given, truth.clone());
  }

  private static void requireLabels(int[] labels, int classes) {
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new DataException(
            "label "
                + labels[i]
                + " of sample "
                + i
                + " is outside 0.."
                + (classes - 1)
                + "; state the number of classes");
      }
    }
  }

  /**
   * Tells whether labels stay as they are.
   *
   * @return whether this is none, or a rate of 0
   */
  public boolean isNone() {
    return matrix == null && rate == 0;
  }

  /** Returns the text that {@link #parse(String)} understands. */
  @Override
  public String toString() {
    return switch (kind) {
      case NONE -> "none";
      case SYMMETRIC -> "symmetric:" + plain(rate);
      case PAIR -> "pair:" + plain(rate);
      case ASYMMETRIC -> "asymmetric:" + matrix;
    };
  }

  private static String plain(double rate) {
    return BigDecimal.valueOf(rate).stripTrailingZeros().toPlainString();
  }

  private enum Kind {
    NONE,
    SYMMETRIC,
    PAIR,
    ASYMMETRIC
  }
}
