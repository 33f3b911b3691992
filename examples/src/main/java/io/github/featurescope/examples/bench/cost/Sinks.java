package io.github.featurescope.examples.bench.cost;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.dashboards.LiveServer;
import io.github.featurescope.listeners.FeatureScope;
import io.github.featurescope.listeners.Observation;
import io.github.featurescope.listeners.RunJson;
import io.github.featurescope.listeners.RunLog;
import io.github.featurescope.listeners.RunMeters;
import io.github.featurescope.listeners.RunSink;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The receivers of a probe, each of them alone. */
public final class Sinks implements AutoCloseable {

  private final Observation observation;
  private final Path folder;
  private final RunSink log;
  private final RunSink meters;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final LiveServer server = LiveServer.builder().port(0).start();
  private final RunSink page = server.sink();

  private Sinks(FeatureScope scope) {
    this.observation = scope.latest().orElseThrow();
    try {
      this.folder = Files.createTempDirectory("featurescope-cost");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a temporary folder", e);
    }
    this.log = RunLog.appendTo(folder.resolve("run.jsonl"));
    RunMeters binder = RunMeters.create();
    binder.bindTo(registry);
    this.meters = binder.sink();
    ObjectNode start = RunJson.start(scope.info());
    log.event(start);
    meters.event(start);
    page.event(start);
  }

  /**
   * Opens a run log, a Prometheus registry and a live page without viewers.
   *
   * @param scope that has probed
   * @return what its last probe can be given to
   */
  public static Sinks of(FeatureScope scope) {
    return new Sinks(scope);
  }

  /**
   * Writes the probe as an event, which all sinks share.
   *
   * @return the event
   */
  public ObjectNode event() {
    return RunJson.probe(observation);
  }

  /**
   * Appends to the run log.
   *
   * @param event of the probe
   */
  public void log(ObjectNode event) {
    log.event(event);
  }

  /**
   * Sets the meters.
   *
   * @param event of the probe
   */
  public void meters(ObjectNode event) {
    meters.event(event);
  }

  /**
   * Sends to the live page.
   *
   * @param event of the probe
   */
  public void page(ObjectNode event) {
    page.event(event);
  }

  @Override
  public void close() {
    log.close();
    meters.close();
    page.close();
    server.close();
    registry.close();
    try {
      Files.deleteIfExists(folder.resolve("run.jsonl"));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
