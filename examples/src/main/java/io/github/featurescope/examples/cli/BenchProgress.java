package io.github.featurescope.examples.cli;

import io.github.featurescope.examples.bench.cost.CostProgress;
import java.io.PrintWriter;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar for each part of a benchmark where there is a terminal, else a line a step. */
final class BenchProgress implements CostProgress, AutoCloseable {

  /** System property that the launcher sets to true where stderr is a terminal. */
  private static final String TERMINAL = "featurescope.terminal";

  private final PrintWriter err;
  private @Nullable ProgressBar bar;

  private BenchProgress(PrintWriter err) {
    this.err = err;
  }

  static BenchProgress on(PrintWriter err) {
    return new BenchProgress(err);
  }

  @Override
  public void begin(String part, int steps) {
    close();
    if (Boolean.getBoolean(TERMINAL) && steps > 0) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(part)
              .setInitialMax(steps)
              .setStyle(ProgressBarStyle.UNICODE_BLOCK)
              .setConsumer(new ConsoleProgressBarConsumer(System.err))
              .build();
    }
  }

  @Override
  public void step(String what) {
    ProgressBar shown = bar;
    if (shown == null) {
      err.println(what);
      err.flush();
    } else {
      shown.setExtraMessage(what);
      shown.step();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
