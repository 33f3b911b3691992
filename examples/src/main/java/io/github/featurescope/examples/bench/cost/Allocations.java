package io.github.featurescope.examples.bench.cost;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** What threads have allocated on the heap. */
final class Allocations {

  private Allocations() {}

  /** Returns the bytes of all threads that live, or 0 where this JVM does not count them. */
  static long soFar() {
    if (ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
        && threads.isThreadAllocatedMemorySupported()) {
      return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
          .filter(bytes -> bytes > 0)
          .sum();
    }
    return 0;
  }
}
