package io.github.featurescope.examples.training;

import io.github.featurescope.listeners.Observation;
import io.github.featurescope.listeners.ProbeFailure;
import io.github.featurescope.listeners.ProbeSet;
import io.github.featurescope.listeners.RunInfo;
import io.github.featurescope.listeners.RunSink;
import io.github.featurescope.listeners.Stage;
import io.github.featurescope.listeners.Verdict;
import io.github.featurescope.probes.KernelTargetAlignment;
import io.github.featurescope.probes.LabelFit;
import io.github.featurescope.probes.Report;
import io.github.featurescope.probes.Richness;
import io.github.featurescope.probes.SpectralAlignment;
import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Prints one line a probe for people, and a progress bar where there is a terminal. */
final class ConsoleSink implements RunSink {

  /** System property that the launcher sets to true where stderr is a terminal. */
  private static final String TERMINAL = "featurescope.terminal";

  private final PrintStream out;
  private final int epochs;
  private final @Nullable ProgressBar bar;

  ConsoleSink(PrintStream out, PrintStream err, int epochs) {
    this.out = out;
    this.epochs = epochs;
    this.bar =
        !Boolean.getBoolean(TERMINAL)
            ? null
            : new ProgressBarBuilder()
                .setTaskName("training")
                .setInitialMax(epochs)
                .setUnit(" epochs", 1)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setConsumer(new ConsoleProgressBarConsumer(err))
                .build();
  }

  @Override
  public void started(RunInfo info) {
    out.println(" epoch  test acc  fit given  stage    D_eff   D_LR    KTA  changes  verdict");
  }

  @Override
  public void observed(Observation observation) {
    Report train = observation.reports().get(ProbeSet.TRAIN);
    if (train == null) {
      return;
    }
    Report aligned = observation.reports().getOrDefault(ProbeSet.HELD_OUT, train);
    out.println(
        String.format(
            Locale.ROOT,
            "%3d/%-3d %s  %s  %-7s  %s  %s  %s  %s  %s",
            observation.epoch(),
            epochs,
            percent(RunSummary.accuracy(observation).orElse(null)),
            percent(train.find(LabelFit.FIT).map(LabelFit.Result::given).orElse(null)),
            stage(observation.stage()),
            number(
                "%5.1f",
                train
                    .find(SpectralAlignment.CENTRED)
                    .map(SpectralAlignment.Result::effectiveDimension)
                    .orElse(null)),
            number(
                "%5.3f", train.find(Richness.DLR).map(Richness.Result::doubleCentred).orElse(null)),
            number(
                "%5.3f",
                aligned
                    .find(KernelTargetAlignment.CENTRED)
                    .map(KernelTargetAlignment.Result::kernelTargetAlignment)
                    .orElse(null)),
            percent(observation.changes() == null ? null : observation.changes().share()),
            verdict(observation.verdict())));
    if (bar != null) {
      bar.stepTo(observation.epoch());
    }
  }

  private static String percent(@Nullable Double share) {
    return share == null ? "      –" : String.format(Locale.ROOT, "%5.1f %%", 100 * share);
  }

  private static String number(String format, @Nullable Double value) {
    return value == null ? "    –" : String.format(Locale.ROOT, format, value);
  }

  private static String stage(@Nullable Stage stage) {
    if (stage == null) {
      return "–";
    }
    return switch (stage) {
      case INITIAL -> "initial";
      case STAGE_ONE -> "I";
      case STAGE_TWO -> "II";
    };
  }

  private static String verdict(Verdict verdict) {
    return switch (verdict.state()) {
      case UNDECIDED -> "undecided";
      case LEARNING_SIGNAL -> "learning signal";
      case CLEAN -> "clean";
      case ONSET -> "onset of memorisation";
      case MEMORISING_NOISE ->
          "MEMORISING NOISE since epoch "
              + verdict.since().epoch()
              + (verdict.best() == null ? "" : ", best was " + verdict.best().epoch());
    };
  }

  @Override
  public void failed(ProbeFailure failure) {
    out.println("a probe failed: " + failure.cause().getMessage());
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
