package io.github.featurescope.dashboards;

import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what was sent and what was not, and says so once. */
final class PushLog {

  private static final Logger logger = LoggerFactory.getLogger(PushLog.class);

  private final String receiver;
  private final AtomicLong pushes = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private volatile boolean lastFailed;

  private PushLog(String receiver) {
    this.receiver = receiver;
  }

  static PushLog of(URI receiver) {
    // Without its user information, which may hold a password.
    return new PushLog(
        receiver.getScheme() + "://" + receiver.getHost() + ":" + receiver.getPort());
  }

  void sent() {
    pushes.incrementAndGet();
    lastFailed = false;
  }

  void failed(Throwable cause) {
    lastFailed = true;
    if (failures.getAndIncrement() == 0) {
      logger.warn(
          "the run's meters could not be sent to {} ({}); training goes on, further failures are"
              + " only counted",
          receiver,
          cause.toString());
    }
  }

  void ended() {
    if (failures.get() > 1) {
      logger.warn(
          "{} of {} attempts to send the run's meters to {} failed",
          failures.get(),
          failures.get() + pushes.get(),
          receiver);
    }
  }

  boolean lastFailed() {
    return lastFailed;
  }

  long pushes() {
    return pushes.get();
  }

  long failures() {
    return failures.get();
  }
}
