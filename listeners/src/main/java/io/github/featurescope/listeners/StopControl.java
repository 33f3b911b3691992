package io.github.featurescope.listeners;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what may have to be restored, says stop once, and restores.
 *
 * <p>The first verdict that noise is memorised is final: the moment that it names as best is the
 * one to restore, whatever is trained or said afterwards. Parameters are changed only where no
 * iteration is under way: at the end of an epoch of {@code fit} when nothing follows, or on demand
 * outside of {@code fit}.
 */
final class StopControl {

  private static final Logger logger = LoggerFactory.getLogger(StopControl.class);

  private final Training training;
  private final boolean acts;
  private final @Nullable Keep keep;
  private Consumer<Throwable> failures = failure -> {};
  private boolean failureLogged;
  private volatile boolean gated;
  private volatile boolean everGated;
  private boolean gaveUp;
  private boolean closed;
  private Verdict.@Nullable Moment best;
  private volatile Verdict.@Nullable Moment stopped;
  private volatile Verdict.@Nullable Moment restored;

  private StopControl(Training training, boolean acts, @Nullable Keep keep) {
    this.training = training;
    this.acts = acts;
    this.keep = keep;
  }

  /**
   * Makes the control of one run.
   *
   * @throws IllegalArgumentException if candidates cannot be kept where they should
   */
  static StopControl of(Stopping stopping, Training training) {
    if (!stopping.acts()) {
      return new StopControl(training, false, null);
    }
    Keep keep = stopping.folder().<Keep>map(FolderKeep::in).orElseGet(MemoryKeep::new);
    return new StopControl(training, true, keep);
  }

  /** Keeps with a keep of one's own. */
  static StopControl acting(Training training, Keep keep) {
    return new StopControl(training, true, keep);
  }

  synchronized void onFailure(Consumer<Throwable> told) {
    failures = told;
  }

  /** Hears a verdict while the model is as it was judged. */
  synchronized void judged(Verdict.Moment now, Verdict verdict) {
    Keep store = keep;
    if (store == null || stopped != null || restored != null) {
      return;
    }
    best = verdict.best();
    List<Verdict.Moment> wanted = new ArrayList<>(verdict.candidates());
    if (best != null && !wanted.contains(best)) {
      wanted.add(best);
    }
    if (verdict.state() == Verdict.State.MEMORISING_NOISE) {
      stopped = now;
      wanted = best == null ? List.of() : List.of(best);
    }
    List<Verdict.Moment> retained = List.copyOf(wanted);
    guarded("keep the parameters", () -> store.retain(retained));
    if (retained.contains(now)) {
      guarded("keep the parameters", () -> store.put(now, training.state()));
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  /** Whatever goes wrong, training is not to die of it. */
  private boolean guarded(String what, Work work) {
    try {
      work.run();
      return true;
    } catch (Throwable e) {
      if (!failureLogged) {
        failureLogged = true;
        logger.warn("cannot {}; training goes on, further failures are only counted", what, e);
      }
      failures.accept(e);
      return false;
    }
  }

  boolean acts() {
    return acts;
  }

  /** When training was told to stop, or null. */
  Verdict.@Nullable Moment stopped() {
    return stopped;
  }

  /** What the model was put back to, or null. */
  Verdict.@Nullable Moment restored() {
    return restored;
  }

  /** This epoch's batches come through a gate, so that nothing is trained after a stop. */
  void gateUsed() {
    gated = true;
    everGated = true;
  }

  /**
   * Restores at the end of an epoch of {@code fit}, if training is over; {@code fit} adds one to
   * the epochs afterwards, also after each empty epoch that may follow.
   */
  synchronized void epochEnded() {
    Verdict.Moment back = restored;
    if (back != null && training.iterationsDone() == back.iteration()) {
      training.state().count(back.epoch() - 1, back.iteration());
    } else if (gated) {
      restoreIfStopped(true);
    }
    gated = false; // another fit may follow that is not stopped by a gate
  }

  /** Restores when a {@code fit} that was told to stop is about to return. */
  synchronized void fitEnds(boolean epochStillToBeCounted) {
    restoreIfStopped(epochStillToBeCounted);
  }

  private void restoreIfStopped(boolean epochStillToBeCounted) {
    if (stopped != null && restored == null && best != null && !gaveUp) {
      gaveUp = !guarded("restore the best parameters", () -> restore(epochStillToBeCounted));
    }
  }

  /**
   * Restores on demand; waits until no {@code fit} in another thread is under way.
   *
   * @throws IllegalStateException with the reason if it cannot be done
   */
  Verdict.Moment restoreBest() {
    if (keep == null) {
      throw new IllegalStateException(
          "nothing was kept, since this scope only advises; start it with"
              + " stopping(Stopping.act())");
    }
    if (Thread.holdsLock(training.model())) {
      throw new IllegalStateException(
          "fit is under way in this thread; restore when it has returned");
    }
    synchronized (training.model()) {
      synchronized (this) {
        try {
          return restore(false);
        } catch (IOException e) {
          throw new IllegalStateException("cannot restore the parameters: " + e, e);
        }
      }
    }
  }

  private Verdict.Moment restore(boolean epochStillToBeCounted) throws IOException {
    Verdict.Moment to = best;
    if (to == null) {
      throw new IllegalStateException(
          "no moment has been named as best yet; that takes an epoch or more and its probe");
    }
    ModelState state = training.state();
    Map<String, INDArray> kept = Objects.requireNonNull(keep).get(to, state);
    if (kept == null) {
      throw new IllegalStateException(
          "the parameters of epoch "
              + to.epoch()
              + ", iteration "
              + to.iteration()
              + (closed
                  ? ", were let go of when the scope was closed; restore before that"
                  : ", are not there; see the first failure to keep them"));
    }
    state.restore(kept);
    state.count(epochStillToBeCounted ? to.epoch() - 1 : to.epoch(), to.iteration());
    restored = to;
    logger.info(
        "the model is back at epoch {}, iteration {}; start another scope to watch it train on",
        to.epoch(),
        to.iteration());
    return to;
  }

  /** Restores what is still to be restored, and lets go of the rest. */
  void close() {
    Verdict.Moment told = stopped;
    if (told != null && !everGated && training.iterationsDone() > told.iteration()) {
      logger.warn(
          "training went on after it was told to stop at epoch {}, iteration {}; end it with a"
              + " gate or a termination condition",
          told.epoch(),
          told.iteration());
    }
    if (told != null && restored == null && best != null) {
      if (Thread.holdsLock(training.model())) {
        logger.warn("closed within fit: the best parameters are not restored");
      } else {
        guarded("restore the best parameters", this::restoreBest);
      }
    }
    Keep store = keep;
    if (store != null) {
      synchronized (this) {
        Verdict.Moment last = best;
        closed = true;
        guarded("let go of the kept parameters", () -> store.close(last));
      }
    }
  }
}
