package io.github.featurescope.examples.bench.cost;

import io.github.featurescope.examples.training.Preset;
import io.github.featurescope.listeners.FeatureScope;
import io.github.featurescope.listeners.ProbeSet;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.nn.api.Model;
import org.jspecify.annotations.Nullable;

/** One model, watched by one of the watchers with the sinks that a run usually has. */
final class Watch implements AutoCloseable {

  private final AtomicInteger probes;
  private final @Nullable FeatureScope scope;

  private Watch(AtomicInteger probes, @Nullable FeatureScope scope) {
    this.probes = probes;
    this.scope = scope;
  }

  /**
   * Begins to watch.
   *
   * @param watcher who does
   * @param model freshly built
   * @param set what FeatureScope probes, each epoch
   * @param iterations of an epoch, after which StatsListener reports
   * @param log where FeatureScope writes its run log
   */
  static Watch begin(Watcher watcher, Model model, ProbeSet set, int iterations, Path log) {
    AtomicInteger probes = new AtomicInteger();
    Preset preset = watcher.preset();
    if (preset != null) {
      FeatureScope scope =
          FeatureScope.watch(model)
              .probeSet(set)
              .measurements(preset.measurements())
              .runLog(log)
              .meterRegistry(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
              .onObservation(observation -> probes.incrementAndGet())
              .start();
      probes.set(0); // the one before training is timed apart
      return new Watch(probes, scope);
    }
    if (watcher == Watcher.STATS) {
      Statistics.attach(model, iterations, probes);
    }
    return new Watch(probes, null);
  }

  /** Waits for what is still being measured. */
  void finish() {
    if (scope != null) {
      scope.latest();
      if (scope.failures() > 0) {
        throw new IllegalStateException(
            scope.failures() + " probes or sinks failed; the log of the run says why");
      }
    }
  }

  /** Returns how many probes or reports there were in training. */
  int probes() {
    return probes.get();
  }

  @Override
  public void close() {
    if (scope != null) {
      scope.close();
    }
  }
}
