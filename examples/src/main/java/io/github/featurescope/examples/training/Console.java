package io.github.featurescope.examples.training;

import io.github.featurescope.listeners.RunSink;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/** What a run says on a terminal. */
public final class Console {

  private Console() {}

  /**
   * Makes a sink that prints one line a probe and a progress bar.
   *
   * @param out for the lines
   * @param err for the bar
   * @param epochs of the run
   * @return the sink
   */
  public static RunSink sink(PrintStream out, PrintStream err, int epochs) {
    return new ConsoleSink(out, err, epochs);
  }

  /**
   * Writes the end of a run in two sentences.
   *
   * @param summary of the run
   * @return text for people
   */
  public static String closing(RunSummary summary) {
    Map.Entry<Integer, Double> best = summary.bestTest();
    if (best == null) {
      return "No epoch was probed: " + summary.whyNothingWasSeen() + ".";
    }
    double last = summary.testAccuracy().getOrDefault(summary.lastEpoch(), Double.NaN);
    Integer turned = summary.turnedAt();
    return String.format(
        Locale.ROOT,
        "Test accuracy was best at epoch %d (%.1f %%) and ended at %.1f %%. %s%s",
        best.getKey(),
        100 * best.getValue(),
        100 * last,
        turned == null
            ? "Nothing spoke of memorisation."
            : "The verdict turned to memorisation at epoch " + turned + ".",
        summary.failures().isEmpty() ? "" : " " + summary.failures() + ".");
  }
}
