package io.github.featurescope.listeners;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.probes.InvalidSnapshotException;
import io.github.featurescope.probes.PredictionChanges;
import io.github.featurescope.probes.Report;
import io.github.featurescope.probes.SampleHistory;
import io.github.featurescope.probes.SignalNoiseShare;
import io.github.featurescope.probes.Snapshot;
import io.github.featurescope.probes.UndefinedMeasurementException;
import io.github.featurescope.probes.WrongLabelFit;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way through: when a probe is due, looks, draws conclusions and tells the sinks.
 *
 * <p>Nothing that happens in here reaches training: failures are counted and logged once. Training
 * may be in another thread than whoever opens and closes the scope.
 */
final class RunWatch {

  private static final Logger logger = LoggerFactory.getLogger(RunWatch.class);
  private static final int CHANGES_WINDOW = 3;

  private final Prober prober;
  private final DoubleSupplier lastScore;
  private final ProbeSchedule schedule;
  private final List<RunSink> sinks;
  private final Clock clock;
  private final VerdictEngine verdicts = VerdictEngine.create();
  private final SignReader signReader = SignReader.create();
  private final @Nullable SampleHistory followed;
  private final StopControl stops;
  private final ArrayDeque<Double> changeShares = new ArrayDeque<>();
  private final long startNanos = System.nanoTime();
  private long beganNanos = startNanos;

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
  private boolean trained;
  private boolean ended;
  private BiFunction<Verdict.Moment, Verdict, Verdict> script = (now, verdict) -> verdict;
  private SuspectSource suspects = new SuspectSource(null, List.of());

  RunWatch(
      Prober prober,
      DoubleSupplier lastScore,
      ProbeSchedule schedule,
      List<RunSink> sinks,
      Clock clock,
      StopControl stops,
      @Nullable SampleHistory followed) {
    this.prober = prober;
    this.lastScore = lastScore;
    this.schedule = schedule;
    this.sinks = List.copyOf(sinks);
    this.clock = clock;
    this.stops = stops;
    this.followed = followed;
    stops.onFailure(this::keepingFailed);
  }

  /** Replaces verdicts, for tests of what follows from them. */
  void script(BiFunction<Verdict.Moment, Verdict, Verdict> replaced) {
    script = replaced;
  }

  /** Says which samples are ranked, and how their classes are called. */
  void suspects(SuspectSource ranked) {
    suspects = ranked;
  }

  /** Concludes from a look at the model before training. */
  synchronized void begin(RunInfo info, Prober.Sight sight, long lookNanos) {
    iteration = info.iterationsDone();
    epoch = info.epochsDone();
    tell(sink -> sink.started(info), () -> RunJson.start(info));
    conclude(sight, Double.NaN, System.nanoTime() - lookNanos, true);
    // What came before training is no part of its cost, but says what a probe takes.
    probeNanos = 0;
    beganNanos = System.nanoTime();
  }

  synchronized void iterationDone(long done, int epochsDone) {
    if (ended || stops.restored() != null) {
      return;
    }
    trained = true;
    iteration = done;
    epoch = epochsDone;
    if (schedule.dueAfterIteration(done)) {
      probe();
    }
  }

  synchronized void epochDone(int done) {
    if (ended || stops.restored() != null) {
      return;
    }
    epoch = done;
    if (schedule.dueAfterEpoch()) {
      probe();
    }
  }

  /** The model is one of several replicas that train in parallel; said once. */
  synchronized void replicated() {
    logger.info(
        "copies of the watched model train in other threads, as under ParallelWrapper: the watched"
            + " one alone is probed, at its own iterations, and differs from the copies between"
            + " averagings");
    if (schedule.needsEpochs()) {
      logger.warn(
          "ParallelWrapper announces no epochs, so a probe '{}' never comes due; use"
              + " ProbeSchedule.everyIterations (an epoch of b batches is b / workers iterations)",
          schedule);
    }
  }

  private void probe() {
    everDue = true;
    long begun = System.nanoTime();
    double training = (begun - beganNanos - probeNanos) * 1e-9;
    if (!schedule.affords(probeNanos * 1e-9, lastProbeNanos * 1e-9, training)) {
      skipped++;
      return;
    }
    MemoryWorkspace before = Nd4j.getMemoryManager().getCurrentWorkspace();
    try {
      conclude(prober.look(), lastScore.getAsDouble(), begun, false);
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
    Snapshot trained = sight.snapshots().get(ProbeSet.TRAIN);
    Observation.Changes changes = changes(trained == null ? null : trained.predictions());
    Report train = reports.get(ProbeSet.TRAIN);
    Optional<WrongLabelFit.Result> wrong =
        train == null ? Optional.empty() : train.find(WrongLabelFit.WRONG_LABELS);
    if (wrong.isPresent()) {
      Stage read = Stage.read(wrong.get(), stage);
      // A random network that leans to one side by chance has learned nothing.
      stage = read != null && beforeTraining ? Stage.INITIAL : read;
    }
    Verdict.Moment now = new Verdict.Moment(epoch, iteration);
    Signs signs = beforeTraining ? null : signReader.read(sight.snapshots(), reports);
    if (!beforeTraining && followed != null && sight.followed() != null) {
      followed.observe(sight.followed());
    }
    Verdict verdict =
        script.apply(
            now, signs == null ? verdicts.beforeTraining(now) : verdicts.judge(now, signs));
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
            signalNoise(trained, sight.snapshots().get(ProbeSet.HELD_OUT)),
            trainingHistory().map(SampleHistory::noiseRate).orElse(null),
            signs,
            verdict,
            cost);
    latest = observation;
    long told = System.nanoTime();
    stops.judged(now, verdict);
    tell(sink -> sink.observed(observation), () -> RunJson.probe(observation));
    tellSuspects();
    long telling = System.nanoTime() - told;
    probeNanos += telling;
    lastProbeNanos += telling;
  }

  private static SignalNoiseShare.@Nullable Result signalNoise(
      @Nullable Snapshot training, @Nullable Snapshot heldOut) {
    if (training == null || heldOut == null) {
      return null;
    }
    try {
      return SignalNoiseShare.measure(training, heldOut);
    } catch (UndefinedMeasurementException e) {
      return null;
    }
  }

  /** What the probes say of each training sample; there is none before the first epoch. */
  Optional<SampleHistory> trainingHistory() {
    return Optional.ofNullable(signReader.history(ProbeSet.TRAIN));
  }

  /**
   * Reads the same of the samples that are followed, or else of the training samples that are
   * probed, while no probe changes it.
   */
  synchronized <T> Optional<T> readSuspects(Function<SampleHistory, T> reading) {
    SampleHistory history = followed == null ? trainingHistory().orElse(null) : followed;
    return history == null || history.looks() == 0
        ? Optional.empty()
        : Optional.of(reading.apply(history));
  }

  /** After the probe itself, so that whoever hears of single samples knows the moment. */
  private void tellSuspects() {
    try {
      if (sinks.stream().noneMatch(RunSink::wantsSuspects)) {
        return;
      }
      Optional<SuspectList> list =
          readSuspects(history -> SuspectList.of(history, suspects.ids(), suspects.classNames()));
      list.ifPresent(
          ranked ->
              tell(
                  sink -> sink.suspected(ranked),
                  () -> RunJson.suspects(clock.instant(), epoch, iteration, ranked)));
    } catch (RuntimeException e) {
      noteSinkFailure("the ranking of samples", e);
    }
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

  /** Books a look; what the sinks take is booked after they were told, and so shows next time. */
  private Observation.Cost account(long begun) {
    long now = System.nanoTime();
    lastProbeNanos = now - begun;
    probeNanos += lastProbeNanos;
    double training = (now - beganNanos - probeNanos) * 1e-9;
    double total = probeNanos * 1e-9;
    double share = training > 0 ? total / training : 0;
    return new Observation.Cost(lastProbeNanos * 1e-9, total, share, probes, skipped);
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
      // Values that cannot be measured, as of a network that diverged, are no defect to be traced.
      boolean explained = root instanceof InvalidSnapshotException;
      logger.warn(
          "a probe failed at epoch {}, iteration {}; training goes on, further failures are only"
              + " counted{}",
          epoch,
          iteration,
          explained ? ": " + cause.getMessage() : "",
          explained ? null : cause);
    }
    tellFailure(set, root);
  }

  private void tellFailure(@Nullable String set, Throwable cause) {
    ProbeFailure failure = new ProbeFailure(clock.instant(), iteration, epoch, set, cause);
    tell(sink -> sink.failed(failure), () -> RunJson.failure(failure));
  }

  private void keepingFailed(Throwable cause) {
    failures.incrementAndGet();
    tellFailure(null, cause);
  }

  StopControl stops() {
    return stops;
  }

  /** Tells every sink in types and, from one and the same event, in JSON. */
  private void tell(Consumer<RunSink> word, Supplier<ObjectNode> written) {
    each(word);
    try {
      ObjectNode event = written.get();
      each(sink -> sink.event(event));
    } catch (RuntimeException e) {
      noteSinkFailure("the run's events", e);
    }
  }

  private void each(Consumer<RunSink> word) {
    for (RunSink sink : sinks) {
      try {
        word.accept(sink);
      } catch (Throwable e) { // a sink's trouble is not training's
        noteSinkFailure(sink, e);
      }
    }
  }

  private void noteSinkFailure(Object what, Throwable e) {
    failures.incrementAndGet();
    if (!sinkFailureLogged) {
      sinkFailureLogged = true;
      logger.warn("{} failed; training goes on, further failures are only counted", what, e);
    }
  }

  /** Says goodbye to the sinks. */
  synchronized void end() {
    ended = true;
    if (!everDue && trained) {
      logger.warn(
          "the run ended before a probe was due ({}); fit(DataSet) has no epochs: use"
              + " ProbeSchedule.everyIterations there",
          schedule);
    } else if (everDue && skipped > 0 && probes == 1) {
      logger.warn(
          "all {} probes that were due were skipped to keep the budget ({}); allow more, or probe"
              + " fewer samples",
          skipped,
          schedule);
    }
    Verdict.State state =
        latest().map(last -> last.verdict().state()).orElse(Verdict.State.UNDECIDED);
    double elapsed = (System.nanoTime() - startNanos) * 1e-9;
    RunEnd end =
        new RunEnd(
            clock.instant(),
            elapsed,
            iteration,
            epoch,
            probes,
            skipped,
            failures.get(),
            state,
            stops.stopped(),
            stops.restored());
    tell(sink -> sink.ended(end), () -> RunJson.end(end));
    each(RunSink::close);
  }

  Optional<Observation> latest() {
    return Optional.ofNullable(latest);
  }

  int failures() {
    return failures.get();
  }
}
