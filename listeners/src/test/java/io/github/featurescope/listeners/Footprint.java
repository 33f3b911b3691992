package io.github.featurescope.listeners;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;

/**
 * What this process holds.
 *
 * @param heap bytes in use after collections
 * @param offHeap bytes that JavaCPP and direct buffers hold
 * @param outside bytes resident beyond the JVM's own heap, classes and compiled code: ND4J's
 *     arrays, native libraries, thread stacks; 0 where the system does not tell
 * @param files open file descriptors; 0 where the system does not tell
 * @param threads live threads
 */
record Footprint(long heap, long offHeap, long outside, long files, int threads) {

  /** Measures after what can be freed is freed. */
  static Footprint now() {
    long heap = Long.MAX_VALUE;
    // ND4J frees arrays in a thread of its own, and holds what it has not come to yet.
    for (int round = 0, settled = 0; round < 300 && settled < 5; round++) {
      System.gc();
      pause();
      long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      settled = used > 0.995 * heap ? settled + 1 : 0;
      heap = Math.min(heap, used);
    }
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return new Footprint(
        heap,
        Pointer.totalBytes() + direct,
        outsideTheHeap(),
        openFiles(),
        ManagementFactory.getThreadMXBean().getThreadCount());
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Adds up what is resident above 4 GB, below which the JVM puts a heap of at most 2 GB: the
   * heap's pages become resident as they are first used, however little it holds.
   */
  private static long outsideTheHeap() {
    Path maps = Path.of("/proc/self/smaps");
    if (!Files.isReadable(maps)) {
      return 0;
    }
    long resident = 0;
    boolean heap = false;
    try {
      for (String line : Files.readAllLines(maps)) {
        int dash = line.indexOf('-');
        if (dash > 0 && line.substring(0, dash).matches("[0-9a-f]+")) {
          heap = Long.parseUnsignedLong(line.substring(0, dash), 16) >>> 32 == 0;
        } else if (!heap && line.startsWith("Rss:")) {
          resident += 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return resident - ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed();
  }

  private static long openFiles() {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return 0;
    }
    try (Stream<Path> open = Files.list(descriptors)) {
      return open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "heap %.2f MB, off heap %.3f MB, resident beyond heap, classes and code %.1f MB, %d files, %d threads",
        heap / 1e6,
        offHeap / 1e6,
        outside / 1e6,
        files,
        threads);
  }
}
