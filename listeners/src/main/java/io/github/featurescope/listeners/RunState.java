package io.github.featurescope.listeners;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the meters of one run read: its last event, and what follows from it.
 *
 * <p>Written by the thread that trains, read by any.
 */
final class RunState {

  private static final String OF_STREAM = "sets." + Riding.STREAM + ".";

  private volatile @Nullable ObjectNode last;
  private volatile @Nullable ObjectNode concluded;
  private volatile @Nullable ObjectNode stream;
  private volatile double lastProbe = Double.NaN;
  private volatile double lastEvent = Double.NaN;
  private volatile @Nullable LongSupplier heartbeat;

  void heartbeat(LongSupplier lastIteration) {
    heartbeat = lastIteration;
  }

  void started(ObjectNode start) {
    lastEvent = seconds(start, lastEvent);
  }

  void probed(ObjectNode probe) {
    lastEvent = seconds(probe, lastEvent);
    lastProbe = lastEvent;
    last = probe;
    concluded = probe;
  }

  /** It says nothing of the other sets, whose last probe still stands. */
  void streamed(ObjectNode event) {
    lastEvent = seconds(event, lastEvent);
    stream = event;
  }

  /** It says where the run is: what is measured is NaN then, what was concluded stays. */
  void failed(ObjectNode failure) {
    lastEvent = seconds(failure, lastEvent);
    last = failure;
  }

  /** A value of the last event in seconds of Unix time, with the precision of its milliseconds. */
  private static double seconds(ObjectNode event, double otherwise) {
    try {
      return Instant.parse(event.path("time").asText()).toEpochMilli() / 1e3;
    } catch (DateTimeException ignored) {
      return otherwise;
    }
  }

  double number(String path) {
    ObjectNode event = path.startsWith(OF_STREAM) && stream != null ? stream : last;
    return event == null ? Double.NaN : number(RunJson.at(event, path));
  }

  double ofLayer(String layer, String path) {
    ObjectNode event = last;
    return event == null ? Double.NaN : number(RunJson.ofLayer(event, layer, path));
  }

  /** Of the last probe that succeeded: a failed one says nothing, and takes no conclusion back. */
  double is(String path, String name) {
    ObjectNode event = concluded;
    return event == null ? Double.NaN : RunJson.at(event, path).asText().equals(name) ? 1 : 0;
  }

  double lastProbe() {
    return lastProbe;
  }

  /** The trainer's own heartbeat where it has one; a record of a run has its events alone. */
  double lastIteration() {
    LongSupplier beat = heartbeat;
    return beat == null ? lastEvent : beat.getAsLong() / 1e3;
  }

  double epochsSinceBest() {
    ObjectNode now = last;
    ObjectNode judged = concluded;
    return now == null || judged == null
        ? Double.NaN
        : number(now.path("epoch")) - number(judged.at("/verdict/best/epoch"));
  }

  /** 1 also before the first probe and where no spectrum is measured: nothing speaks against it. */
  double spectrumValid(String set) {
    ObjectNode event = set.equals(Riding.STREAM) ? stream : last;
    if (event == null) {
      return 1;
    }
    JsonNode report = event.path("sets").path(set);
    if (!report.isObject() || report.path("undefined").has("centred")) {
      return 0;
    }
    for (JsonNode eigenvalue : report.at("/centred/eigenvalues")) {
      if (!Double.isFinite(number(eigenvalue))) {
        return 0;
      }
    }
    return 1;
  }

  private static double number(JsonNode value) {
    return value.isNumber() ? value.doubleValue() : Double.NaN;
  }
}
