package io.github.featurescope.examples.optim;

import io.github.featurescope.examples.InputException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.preprocessor.CompositeDataSetPreProcessor;

/** What is done during training so that the network generalises; several at once if wanted. */
public final class Regularisation {

  private final EnumMap<Kind, Double> values;

  private Regularisation(EnumMap<Kind, Double> values) {
    this.values = values;
  }

  /** The choices, with what their number means. */
  public enum Kind {
    /** Sharpness-aware minimisation; the radius ρ. */
    SAM(0.05, Double.POSITIVE_INFINITY),
    /** Label-noise SGD; the share of labels that are flipped in a batch. */
    LABEL_NOISE(0.1, 1),
    /** Mixup; the parameter α of the Beta distribution. */
    MIXUP(1, Mixup.MOST_ALPHA),
    /** The weight of a penalty ½ w ‖W‖² on weights. */
    L2(5e-4, Double.POSITIVE_INFINITY);

    private final double usual;
    private final double most;

    Kind(double usual, double most) {
      this.usual = usual;
      this.most = most;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Leaves training as it is.
   *
   * @return none
   */
  public static Regularisation none() {
    return new Regularisation(new EnumMap<>(Kind.class));
  }

  /**
   * Understands the text that {@link #toString()} writes.
   *
   * @param text {@code none}, or names of {@link Kind}s separated by commas, each with a number
   *     after a colon or at its usual one, such as {@code sam:0.05,mixup}
   * @return the choice
   * @throws InputException if a name is not known or stands twice, or a number cannot be used
   */
  public static Regularisation parse(String text) {
    EnumMap<Kind, Double> values = new EnumMap<>(Kind.class);
    if (!text.strip().equals("none")) {
      for (String part : text.split(",", -1)) {
        int colon = part.indexOf(':');
        Kind kind = kind((colon < 0 ? part : part.substring(0, colon)).strip());
        double value = colon < 0 ? kind.usual : number(kind, part.substring(colon + 1).strip());
        if (values.put(kind, value) != null) {
          throw new InputException("--regulariser " + text + ": " + kind + " stands there twice");
        }
      }
    }
    return new Regularisation(values);
  }

  private static Kind kind(String name) {
    for (Kind kind : Kind.values()) {
      if (kind.toString().equalsIgnoreCase(name)) {
        return kind;
      }
    }
    throw new InputException(
        "--regulariser '" + name + "' is not known; choose of sam, label-noise, mixup and l2");
  }

  private static double number(Kind kind, String text) {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new InputException(
          "--regulariser " + kind + ": '" + text + "' is not a number; try " + kind.usual, e);
    }
    if (!(value > 0 && value <= kind.most) || Double.isInfinite(value)) {
      throw new InputException(
          "--regulariser "
              + kind
              + ":"
              + text
              + ": give a number above 0"
              + (Double.isInfinite(kind.most) ? "" : " and at most " + kind.most)
              + "; the usual one is "
              + kind.usual);
    }
    return value;
  }

  /**
   * Returns the weight of the L2 penalty.
   *
   * @return 0 if there is none
   */
  public double l2() {
    return values.getOrDefault(Kind.L2, 0.0);
  }

  /**
   * Returns the radius of sharpness-aware minimisation.
   *
   * @return ρ, or 0 if it is not asked for
   */
  public double sam() {
    return values.getOrDefault(Kind.SAM, 0.0);
  }

  /**
   * Makes what changes each batch before it is trained on: first label noise, then mixup.
   *
   * @param seed of the flips and the mixing
   * @return the preprocessor, or null if batches stay as they are
   */
  public @Nullable DataSetPreProcessor batches(long seed) {
    List<DataSetPreProcessor> all = new ArrayList<>();
    Double rate = values.get(Kind.LABEL_NOISE);
    if (rate != null) {
      all.add(BatchLabelNoise.of(rate, seed));
    }
    Double alpha = values.get(Kind.MIXUP);
    if (alpha != null) {
      all.add(Mixup.of(alpha, seed));
    }
    return all.isEmpty()
        ? null
        : new CompositeDataSetPreProcessor(all.toArray(DataSetPreProcessor[]::new));
  }

  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(",").setEmptyValue("none");
    for (Map.Entry<Kind, Double> one : values.entrySet()) {
      text.add(one.getKey() + ":" + BigDecimal.valueOf(one.getValue()).toPlainString());
    }
    return text.toString();
  }
}
