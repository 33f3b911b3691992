package io.github.featurescope.dashboards;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.listeners.RunMeters;
import io.github.featurescope.listeners.RunSink;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends a run by OTLP at regular times, and its last numbers at the end. */
final class OtlpPush implements PushSink {

  /** How long closing waits: an attempt that is under way and times out, and the last. */
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  private final PushLog log;
  private final Supplier<OtlpMeterRegistry> registries;
  private final RunMeters binder = RunMeters.create();
  private final RunSink meters = binder.sink();
  private @Nullable OtlpMeterRegistry registry;

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
    this.registries = () -> registries.apply(request -> send(sender, request));
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
    // A registry sends from its birth on, and a sink may be made long before its run.
    if (registry == null && event.path("event").asText().equals("start")) {
      registry = registries.get();
      binder.bindTo(registry);
    }
    meters.event(event);
  }

  @Override
  public void close() {
    OtlpMeterRegistry sending = registry;
    boolean interrupted = false;
    if (sending != null) {
      // It sends a last time when it is closed, while the meters still stand.
      Thread last = new Thread(sending::close, "featurescope-otlp-end");
      last.setDaemon(true);
      last.start();
      interrupted = join(last);
    }
    meters.close();
    log.ended();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean join(Thread thread) {
    try {
      thread.join(PATIENCE.toMillis());
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
