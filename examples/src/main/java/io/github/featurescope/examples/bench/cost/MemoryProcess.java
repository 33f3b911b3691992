package io.github.featurescope.examples.bench.cost;

import java.nio.file.Path;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** What a JVM of its own does to find out how much memory something takes. */
public final class MemoryProcess {

  /** What precedes the answer on its line. */
  static final String ANSWER = "featurescope-memory ";

  static final String HEAP = "1g";

  private static final int ITERATIONS = 20;

  private MemoryProcess() {}

  /**
   * Trains a little, or streams, and prints the most bytes in use on and off the heap.
   *
   * @param args {@code run SUBJECT WATCHER TRAIN PROBED FOLDER}, the folder of data or an empty
   *     text, or {@code stream SAMPLES WIDTH CLASSES}
   */
  public static void main(String[] args) {
    long[] bytes =
        args[0].equals("run")
            ? run(
                Subject.valueOf(args[1]),
                Watcher.valueOf(args[2]),
                Integer.parseInt(args[3]),
                Integer.parseInt(args[4]),
                args[5].isEmpty() ? null : Path.of(args[5]))
            : stream(
                Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
    System.out.println(ANSWER + bytes[0] + " " + bytes[1]);
    System.exit(0);
  }

  private static long[] run(
      Subject subject, Watcher watcher, int train, int probed, @Nullable Path folder) {
    TrainingRun run =
        TrainingRun.of(subject, BenchImages.in(folder).of(subject, train).images(), probed);
    PeakMemory peak = PeakMemory.begin();
    run.time(watcher, 2, ITERATIONS);
    return peak.end();
  }

  /** Beyond what the samples themselves take. */
  private static long[] stream(int samples, int width, int classes) {
    Stream stream = Stream.of(width, classes);
    stream.pass(Stream.BLOCK);
    long heap = PeakMemory.heap();
    long before = Pointer.physicalBytes();
    PeakMemory peak = PeakMemory.begin();
    stream.pass(samples);
    long[] bytes = peak.end();
    return new long[] {bytes[0] - heap, bytes[1] + Runtime.getRuntime().maxMemory() - before};
  }
}
