package io.github.featurescope.examples.cli;

import io.github.featurescope.dashboards.RecordedRun;
import io.github.featurescope.dashboards.Replay;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar of a replay where there is a terminal. */
final class ReplayProgress implements Replay.Progress, AutoCloseable {

  /** System property that the launcher sets to true where stderr is a terminal. */
  private static final String TERMINAL = "featurescope.terminal";

  private final @Nullable ProgressBar bar;

  private ReplayProgress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  static ReplayProgress on(PrintStream err, int events) {
    if (!Boolean.getBoolean(TERMINAL)) {
      return new ReplayProgress(null);
    }
    return new ReplayProgress(
        new ProgressBarBuilder()
            .setTaskName("replaying")
            .setInitialMax(events)
            .setUnit(" events", 1)
            .setStyle(ProgressBarStyle.UNICODE_BLOCK)
            .setConsumer(new ConsoleProgressBarConsumer(err))
            .build());
  }

  @Override
  public void shown(RecordedRun.Event event) {
    if (bar != null) {
      bar.setExtraMessage(
          event.json().path("epoch").isNumber() ? "epoch " + event.json().path("epoch") : "");
      bar.step();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
