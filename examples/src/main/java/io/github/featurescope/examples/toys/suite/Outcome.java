package io.github.featurescope.examples.toys.suite;

import io.github.featurescope.examples.toys.Claim;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What came of a claim.
 *
 * @param claim what was claimed
 * @param values measured, one a seed; NaN where a run diverged
 * @param troubles what kept seeds from being measured; mostly empty
 */
public record Outcome(Claim claim, List<Double> values, List<String> troubles) {

  /** Takes lists by copy. */
  public Outcome {
    values = List.copyOf(values);
    troubles = List.copyOf(troubles);
  }

  /**
   * Judges.
   *
   * @return whether the claim holds of every seed
   */
  public Verdict verdict() {
    boolean holds =
        troubles.isEmpty() && values.stream().allMatch(value -> claim.bound().holds(value));
    if (claim.reproduces()) {
      return holds ? Verdict.HOLDS : Verdict.FAILS;
    }
    return Verdict.DOES_NOT_REPRODUCE;
  }

  /**
   * Says it in a line.
   *
   * @return verdict, claim, smallest and largest value, bound, what the prototypes saw
   */
  public String line() {
    StringBuilder line =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "  %-18s %s: %s, must be %s; prototype saw %s",
                verdict().text,
                claim.text(),
                measured(),
                claim.bound(),
                claim.seen()));
    if (!claim.reproduces()) {
      line.append("; ").append(claim.failing());
    }
    troubles.forEach(trouble -> line.append("; ").append(trouble));
    return line.toString();
  }

  /**
   * Returns the range over seeds.
   *
   * @return such as "3.7 to 6.8"
   */
  public String measured() {
    double[] sorted =
        values.stream().mapToDouble(v -> v).filter(v -> !Double.isNaN(v)).sorted().toArray();
    if (sorted.length == 0) {
      return "nothing";
    }
    String least = number(sorted[0]);
    String most = number(sorted[sorted.length - 1]);
    return least.equals(most) ? least : least + " to " + most;
  }

  private static String number(double value) {
    return value == 0 ? "0" : String.format(Locale.ROOT, "%.4g", value);
  }

  static Outcome of(Claim claim, double[] values, List<String> troubles) {
    return new Outcome(claim, Arrays.stream(values).boxed().toList(), troubles);
  }

  /** Whether a claim holds. */
  public enum Verdict {
    /** For every seed. */
    HOLDS("holds"),
    /** Not for every seed, though it should. */
    FAILS("FAILS"),
    /** Known not to: reported, not counted as a failure. */
    DOES_NOT_REPRODUCE("does not reproduce");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }
  }
}
