package io.github.featurescope.dashboards;

import java.util.ArrayList;
import java.util.List;

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

  /** One event as JSON text in UTF-8, without line breaks. */
  record Entry(long id, String run, byte[] json, boolean stays) {}

  private final int maxEvents;
  private final long maxBytes;
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

  /** Appends an event of a run and wakes the readers; returns its id, which counts from 1. */
  long append(String run, byte[] json, boolean stays) {
    synchronized (lock) {
      entries.add(new Entry(++last, run, json, stays));
      bytes += json.length;
      while ((entries.size() > maxEvents || bytes > maxBytes) && thin()) {
        // again until it fits or nothing can be left out any more
      }
      lock.notifyAll();
      return last;
    }
  }

  /** Leaves out all events of a run; ids stay as they are. */
  void forget(String run) {
    synchronized (lock) {
      ArrayList<Entry> kept = new ArrayList<>(entries);
      kept.removeIf(entry -> entry.run().equals(run));
      entries = kept;
      bytes = entries.stream().mapToLong(entry -> entry.json().length).sum();
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

  /** Waits for events after {@code id}; empty when none came in time or the history is closed. */
  List<Entry> await(long id, int atMost, long millis) throws InterruptedException {
    long deadline = System.nanoTime() + millis * 1_000_000;
    synchronized (lock) {
      while (last <= id && !closed) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return List.of();
        }
        lock.wait(left);
      }
      int from = firstAfter(id);
      return List.copyOf(entries.subList(from, Math.min(entries.size(), from + atMost)));
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
        bytes -= entry.json().length;
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
