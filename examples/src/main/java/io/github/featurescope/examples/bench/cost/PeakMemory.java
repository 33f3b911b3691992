package io.github.featurescope.examples.bench.cost;

import java.lang.management.ManagementFactory;
import org.bytedeco.javacpp.Pointer;

/**
 * The most memory that is in use at a time: on the heap what survives collections that go on all
 * the while, off the heap what the process occupies beyond a heap that is touched whole.
 */
final class PeakMemory implements AutoCloseable {

  private static final long MILLISECONDS = 10;

  private final long heapSize = Runtime.getRuntime().maxMemory();
  private final Thread onHeap = new Thread(this::collect, "peak of the heap");
  private final Thread offHeap = new Thread(this::look, "peak off the heap");
  private volatile boolean ended;
  private volatile long mostHeap;
  private volatile long mostOffHeap;

  private PeakMemory() {}

  /** Begins to look; the process is slowed down by it. */
  static PeakMemory begin() {
    PeakMemory peak = new PeakMemory();
    for (Thread thread : new Thread[] {peak.onHeap, peak.offHeap}) {
      thread.setDaemon(true);
      thread.start();
    }
    return peak;
  }

  private void collect() {
    while (!ended) {
      mostHeap = Math.max(mostHeap, heap());
      pause();
    }
  }

  private void look() {
    while (!ended) {
      mostOffHeap = Math.max(mostOffHeap, outside());
      pause();
    }
  }

  private void pause() {
    try {
      Thread.sleep(MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ended = true;
    }
  }

  /** Returns the bytes on the heap that something still holds. */
  static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private long outside() {
    return Pointer.physicalBytes() - heapSize;
  }

  /** Ends looking, and returns bytes on and off the heap. */
  long[] end() {
    close();
    return new long[] {Math.max(mostHeap, heap()), Math.max(mostOffHeap, outside())};
  }

  @Override
  public void close() {
    ended = true;
    try {
      onHeap.join();
      offHeap.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
