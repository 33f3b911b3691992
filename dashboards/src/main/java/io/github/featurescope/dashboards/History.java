package io.github.featurescope.dashboards;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the events of runs in a bounded space and lets any number of readers follow them.
 *
 * <p>A reader owns nothing but the id of the last event it has seen, so a slow one costs no memory.
 * The bound is {@link #MAX_EVENTS} events and {@link #MAX_BYTES} bytes of JSON, whichever is
 * reached first; then every second event of the older three quarters is left out, apart from those
 * that were marked to stay, so that a long run grows coarser in its past and keeps its shape.
 */
final class History {

  static final int MAX_EVENTS = 4096;
  static final long MAX_BYTES = 32L << 20;

  /** One event, numbered from 1. */
  record Entry(long id, String run, Frame frame, boolean stays) {}

  private final int maxEvents;
  private final long maxBytes;
  // Ids of an earlier process on the same port must not be taken for ids of this one.
  private final String token = UUID.randomUUID().toString().substring(0, 8) + "-";
  private final Object lock = new Object();
  private ArrayList<Entry> entries = new ArrayList<>();
  private long bytes;
  private long last;
  private boolean closed;

  History() {
    this(MAX_EVENTS, MAX_BYTES);
  }

  History(int maxEvents, long maxBytes) {
    this.maxEvents = maxEvents;
    this.maxBytes = maxBytes;
  }

  /**
   * Appends an event of a run and wakes who waits.
   *
   * @param json one line of UTF-8
   */
  void append(String run, byte[] json, boolean stays) {
    synchronized (lock) {
      last++;
      entries.add(new Entry(last, run, Frame.of(token + last, json), stays));
      bytes += json.length;
      while ((entries.size() > maxEvents || bytes > maxBytes) && thin()) {
        // again until it fits or nothing can be left out any more
      }
      lock.notifyAll();
    }
  }

  /** Leaves out all events of a run; ids stay as they are. */
  void forget(String run) {
    synchronized (lock) {
      ArrayList<Entry> kept = new ArrayList<>(entries);
      kept.removeIf(entry -> entry.run().equals(run));
      entries = kept;
      bytes = entries.stream().mapToLong(entry -> entry.frame().size()).sum();
    }
  }

  /** Returns the id of the newest event, 0 before the first. */
  long last() {
    synchronized (lock) {
      return last;
    }
  }

  /** Returns all events kept. */
  List<Entry> all() {
    synchronized (lock) {
      return List.copyOf(entries);
    }
  }

  /** The number of the last event that a browser says it has seen; 0 where it is none of these. */
  long seen(@Nullable String lastEventId) {
    if (lastEventId == null || !lastEventId.startsWith(token)) {
      return 0;
    }
    try {
      long id = Long.parseLong(lastEventId.substring(token.length()));
      return id < 0 || id > last() ? 0 : id;
    } catch (NumberFormatException ignored) {
      return 0; // not an id of ours: from the beginning
    }
  }

  /** Returns events after one id and up to another: at least one where there is one. */
  List<Entry> between(long after, long upTo, int atMostBytes) {
    synchronized (lock) {
      int from = firstAfter(after);
      int end = from;
      long size = 0;
      while (end < entries.size() && entries.get(end).id() <= upTo) {
        size += entries.get(end).frame().size();
        if (end > from && size > atMostBytes) {
          break;
        }
        end++;
      }
      return List.copyOf(entries.subList(from, end));
    }
  }

  /** Waits for an event after {@code id} or for the end; says whether either came in time. */
  boolean await(long id, long millis) throws InterruptedException {
    return await(() -> last > id || closed, millis);
  }

  /** Waits, but not beyond the end. */
  void awaitClose(long millis) throws InterruptedException {
    await(() -> closed, millis);
  }

  private boolean await(BooleanSupplier come, long millis) throws InterruptedException {
    long deadline = System.nanoTime() + millis * 1_000_000;
    synchronized (lock) {
      while (!come.getAsBoolean()) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return false;
        }
        lock.wait(left);
      }
      return true;
    }
  }

  boolean isClosed() {
    synchronized (lock) {
      return closed;
    }
  }

  void close() {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
    }
  }

  private int firstAfter(long id) {
    int low = 0;
    int high = entries.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries.get(middle).id() <= id) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean thin() {
    int older = entries.size() * 3 / 4;
    ArrayList<Entry> kept = new ArrayList<>(entries.size());
    boolean leaveOut = false;
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      boolean candidate = i < older && !entry.stays();
      if (candidate && leaveOut) {
        bytes -= entry.frame().size();
      } else {
        kept.add(entry);
      }
      leaveOut = candidate && !leaveOut;
    }
    boolean shorter = kept.size() < entries.size();
    entries = kept;
    return shorter;
  }
}
