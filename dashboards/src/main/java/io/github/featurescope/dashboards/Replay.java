package io.github.featurescope.dashboards;

import io.github.featurescope.listeners.RunSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Plays recorded runs as if they happened now, such as on a live page.
 *
 * <pre>{@code
 * RecordedRun run = RecordedRun.read(Path.of("runs/a"));
 * Replay.atSpeed(10).add(run, List.of(page.sink(), meters.sink())).play(event -> {});
 * }</pre>
 *
 * <p>Several runs begin together. Events are handed over as they were recorded, with their times.
 */
public final class Replay {

  private record Cue(Duration after, RecordedRun.Event event, List<RunSink> sinks) {}

  private final double speed;
  private final List<Cue> cues = new ArrayList<>();

  private Replay(double speed) {
    this.speed = speed;
  }

  /** Hears how far a replay has come. */
  @FunctionalInterface
  public interface Progress {

    /**
     * Hears of an event that has been shown.
     *
     * @param event that very one
     */
    void shown(RecordedRun.Event event);
  }

  /**
   * Begins to describe a replay.
   *
   * @param speed how many recorded seconds pass in one; infinite for all at once
   * @return a replay of no run yet
   * @throws IllegalArgumentException if the speed is not above 0
   */
  public static Replay atSpeed(double speed) {
    if (!(speed > 0)) {
      throw new IllegalArgumentException("speed " + speed + ": choose above 0, such as 10");
    }
    return new Replay(speed);
  }

  /**
   * Adds a run.
   *
   * @param run what was recorded
   * @param sinks hear its events; they are not closed
   * @return this replay
   */
  public Replay add(RecordedRun run, List<? extends RunSink> sinks) {
    for (RecordedRun.Event event : run.events()) {
      Duration after = Duration.between(run.events().get(0).time(), event.time());
      cues.add(new Cue(after, event, List.copyOf(sinks)));
    }
    cues.sort(Comparator.comparing(Cue::after)); // stable: a run keeps its order
    return this;
  }

  /**
   * Returns how many events will be shown.
   *
   * @return a count
   */
  public int events() {
    return cues.size();
  }

  /**
   * Returns how long the replay takes.
   *
   * @return from its first event to its last; zero at infinite speed
   */
  public Duration length() {
    return cues.isEmpty() ? Duration.ZERO : scaled(cues.get(cues.size() - 1).after());
  }

  private Duration scaled(Duration recorded) {
    return Duration.ofMillis(Math.round(recorded.toMillis() / speed));
  }

  /**
   * Plays; returns after the last event.
   *
   * @param progress hears of each event after it was shown
   * @throws InterruptedException if the thread is interrupted, which ends the replay
   */
  public void play(Progress progress) throws InterruptedException {
    long begun = System.nanoTime();
    for (Cue cue : cues) {
      long wait = scaled(cue.after()).toNanos() - (System.nanoTime() - begun);
      if (wait > 0) {
        TimeUnit.NANOSECONDS.sleep(wait);
      }
      cue.sinks().forEach(sink -> sink.event(cue.event().json()));
      progress.shown(cue.event());
    }
  }
}
