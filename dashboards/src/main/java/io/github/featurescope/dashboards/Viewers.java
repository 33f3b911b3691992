package io.github.featurescope.dashboards;

import jakarta.servlet.AsyncContext;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Holds the connected browsers and drops those that cannot follow. */
final class Viewers {

  /** More browsers than this at once are refused. */
  static final int MAX_VIEWERS = 128;

  private static final long PATIENCE_NANOS = 1_000_000_000L;

  private final Set<Viewer> connected = ConcurrentHashMap.newKeySet();
  private final AtomicLong dropped = new AtomicLong();
  private final History history;
  private final Executor executor;
  // Ids of an earlier process on the same port must not be taken for ids of this one.
  private final String token = UUID.randomUUID().toString().substring(0, 8);

  Viewers(History history, Executor executor) {
    this.history = history;
    this.executor = executor;
  }

  boolean isFull() {
    return connected.size() >= MAX_VIEWERS;
  }

  int size() {
    return connected.size();
  }

  long dropped() {
    return dropped.get();
  }

  /** Streams to a browser that has seen the events up to an id, from a thread of its own. */
  void connect(AsyncContext request, @Nullable String lastEventId) {
    Viewer viewer = new Viewer(request, history, token, seen(lastEventId));
    connected.add(viewer);
    Thread thread = new Thread(() -> stream(viewer), "featurescope-viewer");
    thread.setDaemon(true);
    thread.start();
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

  private void stream(Viewer viewer) {
    try {
      viewer.stream();
    } finally {
      connected.remove(viewer);
    }
  }

  /** Drops the browsers that stopped reading; returns at once. */
  @SuppressWarnings("ModifyCollectionInEnhancedForLoop") // a concurrent set allows it
  void dropStalled(long newest) {
    for (Viewer viewer : connected) {
      if (viewer.isStalled(newest) && connected.remove(viewer)) {
        dropped.incrementAndGet();
        executor.execute(viewer::drop);
      }
    }
  }

  private long seen(@Nullable String lastEventId) {
    if (lastEventId == null || !lastEventId.startsWith(token + "-")) {
      return 0;
    }
    try {
      return Math.max(0, Long.parseLong(lastEventId.substring(token.length() + 1)));
    } catch (NumberFormatException ignored) {
      return 0; // not an id of ours: from the beginning
    }
  }
}
