package io.github.featurescope.listeners;

import io.github.featurescope.adapters.StepReader;
import io.github.featurescope.probes.InvalidSnapshotException;
import io.github.featurescope.probes.Report;
import io.github.featurescope.probes.SampleHistory;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way through: when a probe is due, looks, draws conclusions and tells the sinks.
 *
 * <p>Training waits for the look alone, unless the answer is needed at once or no core is free: the
 * rest is done by the {@link Follower}. Nothing that happens in here reaches training: failures are
 * counted and logged once. Training may be in another thread than whoever opens and closes the
 * scope.
 */
final class RunWatch {

  private static final Logger logger = LoggerFactory.getLogger(RunWatch.class);

  /** An epoch is worth waiting for what is still being measured, but not for ever. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Prober prober;
  private final DoubleSupplier lastScore;
  private final ProbeSchedule schedule;
  private final Announcer announcer;
  private final Clock clock;
  private final Conclusions conclusions;
  private final StopControl stops;
  private final Follower follower;
  private final Thrift thrift;
  private final ProbeCost cost = new ProbeCost(System::nanoTime);
  private final long startNanos = System.nanoTime();

  private @Nullable Ride ride;
  private SuspectSource suspects = new SuspectSource(null, List.of());
  private volatile @Nullable Observation latest;
  private volatile long lastIterationMillis;
  private long iteration;
  private int epoch;
  private boolean failureLogged;
  private long due;
  private List<String> leftOut = List.of();
  private boolean trained;
  private volatile boolean ended;
  private volatile @Nullable Thread trainer;

  RunWatch(
      Prober prober,
      DoubleSupplier lastScore,
      ProbeSchedule schedule,
      Announcer announcer,
      Clock clock,
      StopControl stops,
      Conclusions conclusions,
      Follower follower) {
    this.prober = prober;
    this.thrift = new Thrift(prober.measurements());
    this.lastScore = lastScore;
    this.schedule = schedule;
    this.announcer = announcer;
    this.clock = clock;
    this.lastIterationMillis = clock.millis();
    this.stops = stops;
    this.conclusions = conclusions;
    this.follower = follower;
    stops.onFailure(this::keepingFailed);
  }

  /** Replaces verdicts, for tests of what follows from them. */
  void script(BiFunction<Verdict.Moment, Verdict, Verdict> replaced) {
    conclusions.script(replaced);
  }

  /** Says which samples are ranked, and how their classes are called. */
  void suspects(SuspectSource ranked) {
    suspects = ranked;
  }

  /** Takes training's own activations too; before training begins. */
  void ride(Riding riding, StepReader reader, int classes) {
    ride =
        new Ride(
            riding,
            reader,
            classes,
            follower,
            new RideCost(cost),
            stream -> announcer.tell(s -> s.streamed(stream), () -> RunJson.stream(stream)),
            e -> announcer.note("riding on training", e));
  }

  /** What rides on training, or null. */
  @Nullable Ride ride() {
    return ended || stops.restored() != null ? null : ride;
  }

  /** A look at the model that is still to be concluded from. */
  private record Look(Verdict.Moment at, Instant time, double elapsed, double score, long waited) {}

  /** Concludes from a look at the model before training. */
  synchronized void begin(RunInfo info, Prober.Sight sight, long lookNanos) {
    iteration = info.iterationsDone();
    epoch = info.epochsDone();
    announcer.each(sink -> sink.heartbeat(() -> lastIterationMillis));
    announcer.tell(sink -> sink.started(info), () -> RunJson.start(info));
    Look look = look(new Verdict.Moment(epoch, iteration), Double.NaN, lookNanos);
    conclude(look, sight, thrift.everything(), System.nanoTime(), true);
    if (!follower.isInline()) {
      prober.readReplica();
    }
    cost.trainingBegins();
  }

  synchronized void iterationDone(long done, int epochsDone) {
    lastIterationMillis = clock.millis();
    trainer = Thread.currentThread();
    if (ended || stops.restored() != null) {
      return;
    }
    trained = true;
    iteration = done;
    epoch = epochsDone;
    if (ride != null) {
      ride.iterationDone(new Verdict.Moment(epoch, iteration), clock.instant(), elapsed());
    }
    if (schedule.dueAfterIteration(done)) {
      probe(0);
    }
  }

  synchronized void epochDone(int done) {
    if (ended || stops.restored() != null) {
      return;
    }
    epoch = done;
    if (schedule.dueAfterEpoch()) {
      probe(PATIENCE_NANOS);
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

  private void probe(long patienceNanos) {
    due++;
    int pending = follower.pending();
    Double budget = schedule.budget();
    Thrift.Choice choice =
        thrift.choose(
            seconds -> cost.affords(schedule, pending, seconds),
            budget == null ? Double.POSITIVE_INFINITY : budget * cost.trained() / due);
    if (choice == null) {
      cost.skip();
      return;
    }
    long asked = System.nanoTime();
    boolean full = follower.isFull(patienceNanos);
    long begun = System.nanoTime();
    cost.waitedForBeside(begun - asked);
    if (full) {
      cost.drop();
      return;
    }
    Verdict.Moment at = new Verdict.Moment(epoch, iteration);
    sayWhatIsLeftOut(at, choice);
    MemoryWorkspace before = Nd4j.getMemoryManager().getCurrentWorkspace();
    try {
      Prober.Capture capture = prober.capture();
      Look look = look(at, lastScore.getAsDouble(), System.nanoTime() - begun);
      cost.waited(look.waited());
      follower.give(() -> conclude(look, capture, choice));
    } catch (Throwable e) { // whatever it is, training is not to die of it
      closeWorkspacesSince(before);
      cost.waited(System.nanoTime() - begun);
      Instant time = clock.instant();
      follower.give(() -> fail(at, time, e));
    }
  }

  private Look look(Verdict.Moment at, double score, long waited) {
    return new Look(at, clock.instant(), elapsed(), score, waited);
  }

  /** Seconds since watching began. */
  private double elapsed() {
    return (System.nanoTime() - startNanos) * 1e-9;
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

  private void sayWhatIsLeftOut(Verdict.Moment at, Thrift.Choice choice) {
    List<String> now = thrift.leftOut(choice);
    if (!now.equals(leftOut)) {
      leftOut = now;
      logger.info(
          now.isEmpty()
              ? "from epoch {}, iteration {} on, probes measure all that was chosen again ({})"
              : "from epoch {}, iteration {} on, probes leave out {} to keep the budget ({})",
          now.isEmpty()
              ? new Object[] {at.epoch(), at.iteration(), schedule}
              : new Object[] {at.epoch(), at.iteration(), now, schedule});
    }
  }

  private void conclude(Look look, Prober.Capture capture, Thrift.Choice choice) {
    long begun = System.nanoTime();
    MemoryWorkspace before = Nd4j.getMemoryManager().getCurrentWorkspace();
    try {
      conclude(look, prober.measure(capture, choice.measurements()), choice, begun, false);
    } catch (Throwable e) { // whatever it is, training is not to die of it
      closeWorkspacesSince(before);
      book(System.nanoTime() - begun);
      fail(look.at(), look.time(), e);
    }
  }

  private void conclude(
      Look look, Prober.Sight sight, Thrift.Choice choice, long begun, boolean beforeTraining) {
    Conclusions.Conclusion drawn = conclusions.draw(sight, look.at(), beforeTraining);
    long taken = System.nanoTime() - begun;
    book(taken);
    Observation observation =
        new Observation(
            look.time(),
            look.elapsed(),
            look.at().iteration(),
            look.at().epoch(),
            look.score(),
            withStream(sight.reports()),
            sight.layers(),
            drawn.changes(),
            drawn.stage(),
            drawn.signalNoise(),
            drawn.noiseRate(),
            drawn.signs(),
            drawn.verdict(),
            cost.probed(
                follower.isInline() ? look.waited() + taken : look.waited(),
                look.waited() + taken,
                Thrift.byName(sight.reports().values()),
                thrift.leftOut(choice)));
    latest = observation;
    long told = System.nanoTime();
    stops.judged(look.at(), drawn.verdict());
    announcer.tell(sink -> sink.observed(observation), () -> RunJson.probe(observation));
    tellSuspects(look);
    long telling = System.nanoTime() - told;
    book(telling);
    cost.lengthen(telling);
    thrift.learn(choice, (look.waited() + taken + telling) * 1e-9, sight.reports().values());
  }

  /** The last report of the stream stands beside those of the sets. */
  private Map<String, Report> withStream(Map<String, Report> reports) {
    Report stream = ride == null ? null : ride.latest();
    if (stream == null) {
      return reports;
    }
    Map<String, Report> all = new LinkedHashMap<>(reports);
    all.put(Riding.STREAM, stream);
    return all;
  }

  /** After the probe itself, so that whoever hears of single samples knows the moment. */
  private void tellSuspects(Look look) {
    if (!announcer.anyWantsSuspects()) {
      return;
    }
    try {
      Optional<SuspectList> list =
          conclusions.readSuspects(
              history -> SuspectList.of(history, suspects.ids(), suspects.classNames()));
      list.ifPresent(
          ranked ->
              announcer.tell(
                  sink -> sink.suspected(ranked),
                  () ->
                      RunJson.suspects(
                          look.time(), look.at().epoch(), look.at().iteration(), ranked)));
    } catch (RuntimeException e) {
      announcer.note("the ranking of samples", e);
    }
  }

  /** Books time spent on a look after it was taken. */
  private void book(long nanos) {
    if (follower.isInline()) {
      cost.waited(nanos);
    } else {
      cost.beside(nanos);
    }
  }

  /** Waits for looks that are not concluded from; what they say comes after, in another thread. */
  <T> Optional<T> readSuspects(Function<SampleHistory, T> reading) {
    follower.await();
    return conclusions.readSuspects(reading);
  }

  private void fail(Verdict.Moment at, Instant time, Throwable cause) {
    announcer.count();
    try {
      report(at, time, cause);
    } catch (Throwable e) {
      // Where memory has run out, saying so may fail as well; it is counted.
    }
  }

  private void report(Verdict.Moment at, Instant time, Throwable cause) {
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
          at.epoch(),
          at.iteration(),
          explained ? ": " + cause.getMessage() : "",
          explained ? null : cause);
    }
    tellFailure(at, time, set, root);
  }

  private void tellFailure(Verdict.Moment at, Instant time, @Nullable String set, Throwable cause) {
    ProbeFailure failure = new ProbeFailure(time, at.iteration(), at.epoch(), set, cause);
    announcer.tell(sink -> sink.failed(failure), () -> RunJson.failure(failure));
  }

  private void keepingFailed(Throwable cause) {
    announcer.count();
    tellFailure(new Verdict.Moment(epoch, iteration), clock.instant(), null, cause);
  }

  StopControl stops() {
    return stops;
  }

  /**
   * Says goodbye to the sinks, once all looks are concluded from; if a sink ends the run, that is
   * after it has heard the present look and those that wait.
   */
  void end() {
    ended = true;
    follower.refuse();
    if (follower.isMine()) {
      follower.give(this::finish);
    } else {
      follower.close();
      finish();
    }
  }

  private synchronized void finish() {
    follower.close();
    if (due == 0 && trained) {
      logger.warn(
          "the run ended before a probe was due ({}); fit(DataSet) has no epochs: use"
              + " ProbeSchedule.everyIterations there",
          schedule);
    } else if (due > 0 && cost.skipped() > 0 && cost.probes() == 1) {
      logger.warn(
          "all {} probes that were due were skipped to keep the budget ({}); allow more, or probe"
              + " fewer samples",
          cost.skipped(),
          schedule);
    }
    if (cost.dropped() > 0) {
      logger.warn(
          "{} probes were left out since those before were still being measured; probe less often,"
              + " measure less, or watch synchronously",
          cost.dropped());
    }
    Verdict.State state =
        Optional.ofNullable(latest)
            .map(last -> last.verdict().state())
            .orElse(Verdict.State.UNDECIDED);
    RunEnd end =
        new RunEnd(
            clock.instant(),
            elapsed(),
            iteration,
            epoch,
            cost.probes(),
            cost.skipped(),
            announcer.failures(),
            state,
            stops.stopped(),
            stops.restored());
    announcer.tell(sink -> sink.ended(end), () -> RunJson.end(end));
    announcer.each(RunSink::close);
  }

  /** Returns what the last look said, once it is concluded from. */
  Optional<Observation> latest() {
    long asked = System.nanoTime();
    follower.await();
    if (Thread.currentThread().equals(trainer) && !follower.isInline()) {
      cost.waitedForBeside(System.nanoTime() - asked);
    }
    return Optional.ofNullable(latest);
  }

  int failures() {
    follower.await();
    return announcer.failures();
  }
}
