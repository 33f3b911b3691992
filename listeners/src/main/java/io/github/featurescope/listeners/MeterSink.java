package io.github.featurescope.listeners;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.LongSupplier;

/**
 * Shows the last probe of a run as meters, wherever {@link RunMeters} is bound.
 *
 * <p>Gauges read the same event that the run log writes, so both hold one number, and a recorded
 * run shows what it showed while it was live. A metric without a value is NaN. All meters of the
 * run are removed when it ends.
 */
final class MeterSink implements RunSink {

  private final RunMeters meters;
  private final RunState state = new RunState();

  MeterSink(RunMeters meters) {
    this.meters = meters;
  }

  RunState state() {
    return state;
  }

  @Override
  public void heartbeat(LongSupplier lastIteration) {
    state.heartbeat(lastIteration);
  }

  @Override
  public void event(ObjectNode happened) {
    switch (happened.path("event").asText()) {
      case "start" -> {
        state.started(happened);
        meters.begin(this, happened);
      }
      case "probe" -> {
        state.probed(happened);
        double seconds = happened.at("/cost/seconds").asDouble();
        meters.each(this, run -> run.probed(seconds));
      }
      case "stream" -> state.streamed(happened);
      case "failure" -> {
        state.failed(happened);
        meters.each(this, RegisteredRun::failed);
      }
      default -> {}
    }
  }

  @Override
  public void close() {
    meters.end(this);
  }
}
