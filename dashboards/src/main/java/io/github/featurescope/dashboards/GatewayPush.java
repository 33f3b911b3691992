package io.github.featurescope.dashboards;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.listeners.RunMeters;
import io.github.featurescope.listeners.RunSink;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.exporter.pushgateway.PushGateway;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Pushes a run to a Pushgateway after each probe, and deletes its group at the end: a Pushgateway
 * keeps what it has for ever.
 */
final class GatewayPush implements PushSink {

  /** How long closing waits beyond the hold: two attempts that time out, and the deletion. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final BiFunction<ObjectNode, PrometheusMeterRegistry, PushGateway> gateways;
  private final PushLog log;
  private final Duration every;
  private final @Nullable Duration hold;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final RunSink meters;
  private final Semaphore due = new Semaphore(0);
  private final CountDownLatch hurry = new CountDownLatch(1);
  private final Thread atExit = new Thread(this::deleteAtExit, "featurescope-push-exit");
  private @Nullable Thread worker;
  private volatile @Nullable PushGateway gateway;
  private volatile boolean ending;
  private boolean deleted;
  private volatile boolean reached;

  /**
   * Describes a push.
   *
   * @param gateways makes the gateway of a run from its start event
   * @param every the longest time between two pushes
   * @param hold how long the last numbers stay before they are deleted; null to keep them
   */
  GatewayPush(
      BiFunction<ObjectNode, PrometheusMeterRegistry, PushGateway> gateways,
      PushLog log,
      Duration every,
      @Nullable Duration hold) {
    this.gateways = gateways;
    this.log = log;
    this.every = every;
    this.hold = hold;
    RunMeters binder = RunMeters.create();
    binder.bindTo(registry);
    this.meters = binder.sink();
  }

  @Override
  public void heartbeat(LongSupplier lastIteration) {
    meters.heartbeat(lastIteration);
  }

  @Override
  public void event(ObjectNode event) {
    meters.event(event);
    String kind = event.path("event").asText();
    if (kind.equals("start") && worker == null) {
      begin(event.deepCopy());
    } else if (kind.equals("probe") || kind.equals("failure")) {
      due.release();
    }
  }

  private void begin(ObjectNode start) {
    Thread thread = new Thread(() -> work(start), "featurescope-push");
    thread.setDaemon(true);
    worker = thread;
    if (hold != null) {
      Runtime.getRuntime().addShutdownHook(atExit);
    }
    thread.start();
  }

  private void work(ObjectNode start) {
    try {
      PushGateway to = gateways.apply(start, registry);
      gateway = to;
      while (!ending) {
        if (due.tryAcquire(every.toMillis(), TimeUnit.MILLISECONDS)) {
          due.drainPermits(); // what came while the last push was under way is one
        }
        if (!ending) {
          push(to);
        }
      }
      push(to);
      if (hold != null && reached) {
        boolean somethingToSee = !log.lastFailed();
        if (somethingToSee) {
          hurry.await(hold.toMillis(), TimeUnit.MILLISECONDS);
        }
        delete(to);
      }
    } catch (InterruptedException ignored) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) { // such as an address that cannot be
      log.failed(e);
    }
  }

  private synchronized void push(PushGateway to) {
    if (deleted) {
      return; // what comes after the deletion would stay
    }
    try {
      to.push();
      reached = true;
      log.sent();
    } catch (ConnectException e) {
      log.failed(e);
    } catch (IOException | RuntimeException e) {
      reached = true; // it may have taken the push and answered too late
      log.failed(e);
    }
  }

  private synchronized void delete(PushGateway to) {
    deleted = true;
    try {
      to.delete();
    } catch (IOException | RuntimeException e) {
      log.failed(e);
    }
  }

  /** A run that is ended by Ctrl-C must not stand in the gateway for ever. */
  private void deleteAtExit() {
    PushGateway to = gateway;
    ending = true;
    hurry.countDown();
    if (to != null && reached) {
      delete(to);
    }
  }

  @Override
  public void close() {
    Thread thread = worker;
    if (thread != null) {
      ending = true;
      due.release();
      boolean interrupted = false;
      try {
        thread.join(PATIENCE.plus(hold == null ? Duration.ZERO : hold).toMillis());
      } catch (InterruptedException ignored) {
        interrupted = true;
        hurry.countDown(); // the group goes at once
        joinBriefly(thread);
      }
      forgetExit();
      log.ended();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    meters.close();
    registry.close();
  }

  private static void joinBriefly(Thread thread) {
    try {
      thread.join(TimeUnit.SECONDS.toMillis(2));
    } catch (InterruptedException ignored) {
      // twice is an order
    }
  }

  private void forgetExit() {
    try {
      if (hold != null) {
        Runtime.getRuntime().removeShutdownHook(atExit);
      }
    } catch (IllegalStateException ignored) {
      // on the way out already
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
