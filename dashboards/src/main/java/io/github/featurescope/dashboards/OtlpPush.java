package io.github.featurescope.dashboards;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.listeners.RunMeters;
import io.github.featurescope.listeners.RunSink;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Sends a run by OTLP at regular times, and its last numbers at the end. */
final class OtlpPush implements PushSink {

  /** How long closing waits: an attempt that is under way and times out, and the last. */
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  private final PushLog log;
  private final OtlpMeterRegistry registry;
  private final RunSink meters;

  /**
   * Describes a push.
   *
   * @param sender sends and may fail
   * @param registries makes a registry that sends by what it is given
   */
  OtlpPush(
      PushLog log,
      OtlpMetricsSender sender,
      Function<OtlpMetricsSender, OtlpMeterRegistry> registries) {
    this.log = log;
    // Micrometer would log every failure.
    this.registry = registries.apply(request -> send(sender, request));
    RunMeters binder = RunMeters.create();
    binder.bindTo(registry);
    this.meters = binder.sink();
  }

  private void send(OtlpMetricsSender sender, OtlpMetricsSender.Request request) {
    try {
      sender.send(request);
      log.sent();
    } catch (Exception e) {
      log.failed(e);
    }
  }

  @Override
  public void heartbeat(LongSupplier lastIteration) {
    meters.heartbeat(lastIteration);
  }

  @Override
  public void event(ObjectNode event) {
    meters.event(event);
  }

  @Override
  public void close() {
    // The registry sends a last time when it is closed, while the meters still stand.
    Thread last = new Thread(registry::close, "featurescope-otlp-end");
    last.setDaemon(true);
    last.start();
    boolean interrupted = join(last);
    meters.close();
    log.ended();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean join(@Nullable Thread thread) {
    try {
      if (thread != null) {
        thread.join(PATIENCE.toMillis());
      }
      return false;
    } catch (InterruptedException ignored) {
      return true;
    }
  }

  @Override
  public long pushes() {
    return log.pushes();
  }

  @Override
  public long failures() {
    return log.failures();
  }
}
