package io.github.featurescope.listeners;

import io.github.featurescope.probes.PredictionChanges;
import io.github.featurescope.probes.Report;
import io.github.featurescope.probes.WrongLabelFit;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way through: when a probe is due, looks, draws conclusions and tells the sinks.
 *
 * <p>Nothing that happens in here reaches training: failures are counted and logged once.
 */
final class RunWatch {

  private static final Logger logger = LoggerFactory.getLogger(RunWatch.class);
  private static final int CHANGES_WINDOW = 3;

  private final Prober prober;
  private final ProbeSchedule schedule;
  private final List<RunSink> sinks;
  private final Clock clock;
  private final VerdictEngine verdicts;
  private final ArrayDeque<Double> changeShares = new ArrayDeque<>();
  private final long startNanos = System.nanoTime();

  private int @Nullable [] lastPredictions;
  private @Nullable Stage stage;
  private volatile @Nullable Observation latest;
  private long iteration;
  private int epoch;
  private long probeNanos;
  private long lastProbeNanos;
  private int probes;
  private int skipped;
  private final AtomicInteger failures = new AtomicInteger();
  private boolean failureLogged;
  private boolean sinkFailureLogged;
  private boolean everDue;

  RunWatch(
      Prober prober,
      ProbeSchedule schedule,
      List<RunSink> sinks,
      Clock clock,
      VerdictEngine verdicts) {
    this.prober = prober;
    this.schedule = schedule;
    this.sinks = List.copyOf(sinks);
    this.clock = clock;
    this.verdicts = verdicts;
  }

  /** Probes before training, where an error may still reach the caller. */
  void begin(RunInfo info, long iterationsDone, int epochsDone) {
    this.iteration = iterationsDone;
    this.epoch = epochsDone;
    long begun = System.nanoTime();
    Prober.Sight sight = prober.look();
    tell(sink -> sink.started(info));
    conclude(sight, Double.NaN, begun, true);
  }

  void iterationDone(long done, int epochsDone, Model model) {
    iteration = done;
    epoch = epochsDone;
    if (schedule.dueAfterIteration(done)) {
      probe(model);
    }
  }

  void epochDone(int done, Model model) {
    epoch = done;
    if (schedule.dueAfterEpoch()) {
      probe(model);
    }
  }

  private void probe(Model model) {
    everDue = true;
    long begun = System.nanoTime();
    double training = (begun - startNanos - probeNanos) * 1e-9;
    if (!schedule.affords(probeNanos * 1e-9, lastProbeNanos * 1e-9, training)) {
      skipped++;
      return;
    }
    MemoryWorkspace before = Nd4j.getMemoryManager().getCurrentWorkspace();
    try {
      conclude(prober.look(), model.score(), begun, false);
    } catch (Throwable e) { // whatever it is, training is not to die of it
      closeWorkspacesSince(before);
      account(begun);
      fail(e);
    }
  }

  /** A forward pass that failed may have left DL4J's workspaces open, which would break fit. */
  @SuppressWarnings("ReferenceEquality") // this very workspace
  private static void closeWorkspacesSince(@Nullable MemoryWorkspace before) {
    for (int guard = 0; guard < 64; guard++) {
      MemoryWorkspace current = Nd4j.getMemoryManager().getCurrentWorkspace();
      if (current == null || current == before) {
        return;
      }
      current.notifyScopeLeft();
    }
  }

  private void conclude(Prober.Sight sight, double score, long begun, boolean beforeTraining) {
    Map<String, Report> reports = sight.reports();
    Observation.Changes changes = changes(sight.predictions().get(ProbeSet.TRAIN));
    Report train = reports.get(ProbeSet.TRAIN);
    Optional<WrongLabelFit.Result> wrong =
        train == null ? Optional.empty() : train.find(WrongLabelFit.WRONG_LABELS);
    if (wrong.isPresent()) {
      stage = Stage.read(wrong.get(), stage);
    }
    Verdict.Moment now = new Verdict.Moment(epoch, iteration);
    Verdict verdict = beforeTraining ? verdicts.beforeTraining(now) : verdicts.judge(now, reports);
    probes++;
    Observation.Cost cost = account(begun);
    Observation observation =
        new Observation(
            clock.instant(),
            (System.nanoTime() - startNanos) * 1e-9,
            iteration,
            epoch,
            score,
            reports,
            sight.layers(),
            changes,
            stage,
            verdict,
            cost);
    latest = observation;
    tell(sink -> sink.observed(observation));
  }

  private Observation.@Nullable Changes changes(int @Nullable [] predictions) {
    int[] before = lastPredictions;
    lastPredictions = predictions;
    if (before == null || predictions == null) {
      return null;
    }
    PredictionChanges moved = PredictionChanges.between(before, predictions);
    double share = moved.share();
    changeShares.add(share);
    if (changeShares.size() > CHANGES_WINDOW) {
      changeShares.remove();
    }
    double average = changeShares.stream().mapToDouble(Double::doubleValue).average().orElse(share);
    return new Observation.Changes(moved.count(), share, average);
  }

  private Observation.Cost account(long begun) {
    long now = System.nanoTime();
    lastProbeNanos = now - begun;
    probeNanos += lastProbeNanos;
    double training = Math.max(1e-9, (now - startNanos - probeNanos) * 1e-9);
    double total = probeNanos * 1e-9;
    return new Observation.Cost(lastProbeNanos * 1e-9, total, total / training, probes, skipped);
  }

  private void fail(Throwable cause) {
    failures.incrementAndGet();
    String set = cause instanceof Prober.ProbeException probe ? probe.set() : null;
    Throwable root =
        cause instanceof Prober.ProbeException && cause.getCause() != null
            ? cause.getCause()
            : cause;
    if (!failureLogged) {
      failureLogged = true;
      logger.warn(
          "a probe failed at epoch {}, iteration {}; training goes on, further failures are only"
              + " counted",
          epoch,
          iteration,
          cause);
    }
    ProbeFailure failure = new ProbeFailure(clock.instant(), iteration, epoch, set, root);
    tell(sink -> sink.failed(failure));
  }

  private void tell(Consumer<RunSink> word) {
    for (RunSink sink : sinks) {
      try {
        word.accept(sink);
      } catch (Throwable e) { // a sink's trouble is not training's
        failures.incrementAndGet();
        if (!sinkFailureLogged) {
          sinkFailureLogged = true;
          logger.warn("{} failed; training goes on, further failures are only counted", sink, e);
        }
      }
    }
  }

  /** Says goodbye to the sinks. */
  void end() {
    if (!everDue) {
      logger.warn(
          "the run ended before a probe was due ({}); fit(DataSet) has no epochs: use"
              + " ProbeSchedule.everyIterations there",
          schedule);
    }
    Verdict.State state =
        latest().map(last -> last.verdict().state()).orElse(Verdict.State.UNDECIDED);
    double elapsed = (System.nanoTime() - startNanos) * 1e-9;
    RunEnd end =
        new RunEnd(clock.instant(), elapsed, iteration, epoch, probes, failures.get(), state);
    tell(sink -> sink.ended(end));
    tell(RunSink::close);
  }

  Optional<Observation> latest() {
    return Optional.ofNullable(latest);
  }

  int failures() {
    return failures.get();
  }
}
