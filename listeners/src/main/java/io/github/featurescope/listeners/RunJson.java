package io.github.featurescope.listeners;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.probes.Measurement;
import io.github.featurescope.probes.Report;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is seen of a run as JSON events, the one form in which run log, meters and live page
 * know it.
 */
public final class RunJson {

  /** Version of the event format. */
  public static final int SCHEMA = 1;

  /** Samples in one event of suspicious ones. */
  public static final int SUSPECTS = 24;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private RunJson() {}

  /**
   * Writes the event that begins a run.
   *
   * @param info what is fixed about the run
   * @return an object with {@code "event": "start"}
   */
  public static ObjectNode start(RunInfo info) {
    ObjectNode event = event("start");
    event.put("schema", SCHEMA);
    event.put("run", info.run());
    event.put("time", info.time().toString());
    event.put("featurescope", info.version());
    ObjectNode model = event.putObject("model");
    model.put("name", info.modelName());
    model.put("kind", info.model().modelKind());
    model.put("head", info.model().head());
    model.put("featureLayer", info.model().featureLayer());
    model.put("width", info.model().width());
    model.put("classes", info.model().classes());
    model.put("parameters", info.model().parameters());
    event.set("probeSets", MAPPER.valueToTree(info.probeSets()));
    event.set("layers", MAPPER.valueToTree(info.layers()));
    event.put("schedule", info.schedule());
    event.put("budget", info.budget());
    event.set("settings", MAPPER.valueToTree(info.settings()));
    return event;
  }

  /**
   * Writes a probe.
   *
   * @param observation everything that is known after it
   * @return an object with {@code "event": "probe"}
   */
  public static ObjectNode probe(Observation observation) {
    ObjectNode event = event("probe");
    event.put("time", observation.time().toString());
    event.put("elapsed", observation.elapsed());
    event.put("iteration", observation.iteration());
    event.put("epoch", observation.epoch());
    event.put("score", finite(observation.score()));
    ObjectNode sets = event.putObject("sets");
    for (Map.Entry<String, Report> set : observation.reports().entrySet()) {
      sets.set(set.getKey(), report(set.getValue()));
    }
    if (!observation.layers().isEmpty()) {
      ObjectNode layers = event.putObject("layers");
      observation.layers().forEach((layer, report) -> layers.set(layer, report(report)));
    }
    event.set("changes", MAPPER.valueToTree(observation.changes()));
    event.set("stage", MAPPER.valueToTree(observation.stage()));
    event.set("signalNoise", MAPPER.valueToTree(observation.signalNoise()));
    event.set("noiseRate", MAPPER.valueToTree(observation.noiseRate()));
    event.set("signs", MAPPER.valueToTree(observation.signs()));
    event.set("verdict", MAPPER.valueToTree(observation.verdict()));
    event.set("cost", MAPPER.valueToTree(observation.cost()));
    return event;
  }

  /**
   * Writes what riding on training has seen.
   *
   * @param stream the report of the stream
   * @return an object with {@code "event": "stream"}; its report stands where a probe's would
   */
  public static ObjectNode stream(StreamReport stream) {
    ObjectNode event = event("stream");
    event.put("time", stream.time().toString());
    event.put("elapsed", stream.elapsed());
    event.put("iteration", stream.iteration());
    event.put("epoch", stream.epoch());
    event.putObject("sets").set(Riding.STREAM, report(stream.report()));
    event.put("seen", stream.seen());
    event.put("batches", stream.batches());
    event.put("leftOut", stream.leftOut());
    event.put("seconds", stream.seconds());
    event.put("share", stream.share());
    return event;
  }

  /**
   * Writes the most suspicious samples of a moment.
   *
   * @param time when they were ranked
   * @param epoch epochs done
   * @param iteration iterations done
   * @param suspects all samples that are watched
   * @return an object with {@code "event": "suspects"} and at most {@link #SUSPECTS} samples
   */
  public static ObjectNode suspects(Instant time, int epoch, long iteration, SuspectList suspects) {
    ObjectNode event = event("suspects");
    event.put("time", time.toString());
    event.put("iteration", iteration);
    event.put("epoch", epoch);
    event.put("watched", suspects.entries().size());
    event.put("likely", suspects.entries().stream().filter(e -> e.probability() >= 0.5).count());
    event.set("noiseRate", MAPPER.valueToTree(suspects.noiseRate()));
    event.set("samples", MAPPER.valueToTree(suspects.entries().stream().limit(SUSPECTS).toList()));
    return event;
  }

  /**
   * Writes a failure.
   *
   * @param failure what happened
   * @return an object with {@code "event": "failure"}
   */
  public static ObjectNode failure(ProbeFailure failure) {
    ObjectNode event = event("failure");
    event.put("time", failure.time().toString());
    event.put("iteration", failure.iteration());
    event.put("epoch", failure.epoch());
    event.put("set", failure.set());
    event.put("message", failure.cause().toString());
    return event;
  }

  /**
   * Writes the event that ends a run.
   *
   * @param end how it ended
   * @return an object with {@code "event": "end"}
   */
  public static ObjectNode end(RunEnd end) {
    ObjectNode event = event("end");
    event.put("time", end.time().toString());
    event.put("elapsed", end.elapsed());
    event.put("iterations", end.iterations());
    event.put("epochs", end.epochs());
    event.put("probes", end.probes());
    event.put("skipped", end.skipped());
    event.put("failures", end.failures());
    event.put("verdict", end.verdict().name());
    event.set("stopped", MAPPER.valueToTree(end.stopped()));
    event.set("restored", MAPPER.valueToTree(end.restored()));
    return event;
  }

  /**
   * Writes a report; each measurement stands under its key, or at the top where it has none.
   *
   * @param report what was measured on one snapshot
   * @return an object; all numbers in it are finite
   */
  public static ObjectNode report(Report report) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("n", report.samples());
    node.put("p", report.width());
    node.put("classes", report.classes());
    for (Map.Entry<Measurement<?>, Record> result : report.results().entrySet()) {
      ObjectNode values = MAPPER.valueToTree(result.getValue());
      String key = result.getKey().key();
      if (key.isEmpty()) {
        node.setAll(values);
      } else {
        node.set(key, values);
      }
    }
    report
        .spectrumAccuracy()
        .ifPresent(accuracy -> node.set("spectrumAccuracy", MAPPER.valueToTree(accuracy)));
    if (!report.undefined().isEmpty()) {
      node.set("undefined", MAPPER.valueToTree(report.undefined()));
    }
    return node;
  }

  /**
   * Looks a value up.
   *
   * @param node where to begin
   * @param path keys, separated by dots
   * @return the value, or a missing node
   */
  public static JsonNode at(JsonNode node, String path) {
    return node.at("/" + path.replace('.', '/'));
  }

  /**
   * Looks a value up in the report of a layer, whose name may hold dots and slashes.
   *
   * @param event a probe event
   * @param layer name of the layer
   * @param path keys in the report, separated by dots
   * @return the value, or a missing node
   */
  public static JsonNode ofLayer(JsonNode event, String layer, String path) {
    return at(event.path("layers").path(layer), path);
  }

  private static ObjectNode event(String kind) {
    return MAPPER.createObjectNode().put("event", kind);
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
