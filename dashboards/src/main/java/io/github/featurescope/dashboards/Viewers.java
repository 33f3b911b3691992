package io.github.featurescope.dashboards;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Holds the connected browsers, tells them together that there is something new, and drops those
 * that cannot follow.
 *
 * <p>One thread wakes them all, and not more than twice a second: with many viewers it is waking up
 * that takes time from the training. The first event after a quiet while goes out at once.
 */
final class Viewers {

  /** More browsers than this at once are refused. */
  static final int MAX_VIEWERS = 128;

  /** What comes within this time of the last waking waits for the next. */
  static final long PACE_MILLIS = 500;

  static final long HEARTBEAT_MILLIS = 15_000;

  private static final long PATIENCE_NANOS = 1_000_000_000L;

  private final Set<Viewer> connected = ConcurrentHashMap.newKeySet();
  private final AtomicLong dropped = new AtomicLong();
  private final History history;
  private volatile long released;
  private volatile boolean ending;
  private @Nullable Thread waker;

  Viewers(History history) {
    this.history = history;
  }

  int size() {
    return connected.size();
  }

  long dropped() {
    return dropped.get();
  }

  /** Up to which event browsers are told. */
  long released() {
    return released;
  }

  /** Whether all that there will be may be told. */
  boolean isEnding() {
    return ending;
  }

  /**
   * Streams to a browser that has seen the events up to an id.
   *
   * @return whether there was room for one more; else nothing was done
   */
  boolean connect(Response response, Callback done, Wire wire, @Nullable String lastEventId) {
    Viewer viewer;
    synchronized (this) {
      if (connected.size() >= MAX_VIEWERS) {
        return false;
      }
      if (waker == null) {
        released = history.last();
        ending = history.isClosed();
        waker = new Thread(this::wake, "featurescope-viewers");
        waker.setDaemon(true);
        waker.start();
      }
      long seen = history.seen(lastEventId);
      viewer = new Viewer(this, history, response, done, wire, seen, connected::remove);
      connected.add(viewer);
    }
    viewer.iterate();
    return true;
  }

  private void wake() {
    try {
      while (!ending) {
        boolean news = history.await(released, HEARTBEAT_MILLIS);
        boolean last = history.isClosed();
        released = history.last();
        ending = last;
        dropStalled();
        for (Viewer viewer : connected) {
          if (news) {
            viewer.iterate();
          } else {
            viewer.beat();
          }
        }
        history.awaitClose(PACE_MILLIS);
      }
    } catch (InterruptedException ignored) {
      Thread.currentThread().interrupt();
    }
  }

  private void dropStalled() {
    for (Viewer viewer : connected) {
      if (viewer.isStalled(released) && connected.remove(viewer)) {
        dropped.incrementAndGet();
        viewer.drop();
      }
    }
  }

  /** Waits until all have read the closed history, but not for long. */
  void awaitEnd() {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    try {
      while (!connected.isEmpty() && System.nanoTime() < deadline) {
        Thread.sleep(5);
      }
    } catch (InterruptedException ignored) {
      Thread.currentThread().interrupt();
    }
  }
}
