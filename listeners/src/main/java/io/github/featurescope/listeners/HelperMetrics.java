package io.github.featurescope.listeners;

import static io.github.featurescope.listeners.HelperMetric.gauge;

import io.micrometer.core.instrument.Meter;
import java.util.List;

/** What is said of a run beside what is measured on its model. */
final class HelperMetrics {

  private static final List<String> NO_TAGS = List.of();

  static final HelperMetric VERDICT =
      gauge(
          MetricCatalogue.VERDICT,
          "Verdict",
          null,
          List.of("state"),
          "verdict.state",
          "{0, 1}",
          "1 for the state of the verdict, 0 for the others: undecided, learning_signal, onset,"
              + " memorising_noise, clean.",
          "The one line to alert on: state memorising_noise at 1.");

  static final HelperMetric STAGE =
      gauge(
          MetricCatalogue.STAGE,
          "Stage",
          null,
          List.of("state"),
          "stage",
          "{0, 1}",
          "1 for the stage of the theory, 0 for the others; all 0 where no wrong label is known.",
          "The truth that the verdict may not see, where labels were spoilt on purpose.");

  static final HelperMetric FAILURES =
      new HelperMetric(
          MetricCatalogue.FAILURES,
          "Failed probes",
          Meter.Type.COUNTER,
          null,
          NO_TAGS,
          "failure events",
          "[0, ∞)",
          "Probes that failed; training went on.",
          "Should stay at 0; the run log says what failed.");

  static final HelperMetric DURATION =
      new HelperMetric(
          MetricCatalogue.DURATION,
          "Duration of probes",
          Meter.Type.TIMER,
          Metric.SECONDS,
          NO_TAGS,
          "cost.seconds",
          "[0, ∞)",
          "Wall time of a probe over all probe sets: count, sum and recent maximum.",
          "Its rate is the share of the wall time that probing takes.");

  static final HelperMetric LAST_PROBE =
      gauge(
          "featurescope.last.probe.timestamp",
          "Time of the last probe",
          Metric.SECONDS,
          NO_TAGS,
          "time of the last probe event",
          "[0, ∞)",
          "Unix time of the last probe that succeeded.",
          "Stands still where probes fail, or are skipped to keep the budget.");

  static final HelperMetric LAST_ITERATION =
      gauge(
          "featurescope.last.iteration.timestamp",
          "Time of the last iteration",
          Metric.SECONDS,
          NO_TAGS,
          "time of the last event (the log keeps no iterations)",
          "[0, ∞)",
          "Unix time at which the model finished its last iteration, of the last event in a replay"
              + " or a push by events; that of the start before the first.",
          "The trainer's heartbeat: stands still where it is stuck, or done but not closed.");

  static final HelperMetric SINCE_BEST =
      gauge(
          "featurescope.epochs.since.best.epoch",
          "Epochs since the best",
          null,
          NO_TAGS,
          "epoch − verdict.best.epoch",
          "[0, ∞)",
          "Epochs done since the verdict's best epoch; NaN before there is one.",
          "Grows without end once noise is memorised: alert on it instead of on minutes.");

  static final HelperMetric SPECTRUM_VALID =
      gauge(
          "featurescope.spectrum.valid",
          "Spectrum is finite",
          null,
          List.of("set"),
          "centred.eigenvalues",
          "{0, 1}",
          "0 after a probe that failed or whose spectrum is undefined or not finite, else 1; never"
              + " NaN, on which no alert fires.",
          "0 says that the features have diverged or collapsed to a constant.");

  static final HelperMetric BUDGET =
      gauge(
          "featurescope.probe.budget",
          "Budget of probing",
          Metric.RATIO,
          NO_TAGS,
          "budget of the start event",
          "(0, 10]",
          "The share of the training time that probing may cost; no series where none is set.",
          "The cost of probing should stay below it.");

  static final HelperMetric CLASSES =
      gauge(
          "featurescope.classes",
          "Classes",
          null,
          NO_TAGS,
          "model.classes of the start event",
          "[2, ∞)",
          "Number C of classes of the model's head.",
          "About C − 1 features dominate a network that has learned its classes and nothing else.");

  static final HelperMetric INFO =
      gauge(
          "featurescope.run.info",
          "Run",
          null,
          List.of("version", "architecture", "head"),
          "start event",
          "{1}",
          "1, with FeatureScope's version, the kind of the model and the layer of its head as"
              + " labels.",
          "Join it on model and run to name things in a table.");

  static final List<HelperMetric> ALL =
      List.of(
          VERDICT,
          STAGE,
          SINCE_BEST,
          SPECTRUM_VALID,
          LAST_PROBE,
          LAST_ITERATION,
          FAILURES,
          DURATION,
          BUDGET,
          CLASSES,
          INFO);

  private HelperMetrics() {}
}
