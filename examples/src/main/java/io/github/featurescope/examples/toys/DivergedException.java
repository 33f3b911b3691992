package io.github.featurescope.examples.toys;

/** Says that a run ended because a number ceased to be finite: at which step, and with what. */
public final class DivergedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int step;
  private final transient Trajectory before;

  DivergedException(int step, String what, Trajectory before) {
    super("diverged at step " + step + ": " + what + "; " + last(before));
    this.step = step;
    this.before = before;
  }

  private static String last(Trajectory before) {
    return before.size() == 0
        ? "before the first row"
        : "the last healthy row: " + before.row(before.size() - 1);
  }

  /**
   * Returns when it happened.
   *
   * @return the step whose number was not finite
   */
  public int step() {
    return step;
  }

  /**
   * Returns what was recorded until then.
   *
   * @return healthy rows only
   */
  public Trajectory before() {
    return before;
  }
}
