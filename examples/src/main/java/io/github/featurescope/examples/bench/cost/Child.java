package io.github.featurescope.examples.bench.cost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs something alone in a JVM of its own, whose memory nothing else has touched. */
final class Child {

  private Child() {}

  /**
   * Runs {@link MemoryProcess} and waits for what it says; it ends with this JVM.
   *
   * @param arguments of its main method
   * @return the numbers in its answer
   */
  static long[] run(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // All of the heap is touched at once, so that what the process grows by is not heap.
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Xms" + MemoryProcess.HEAP,
            "-Xmx" + MemoryProcess.HEAP,
            "-XX:+AlwaysPreTouch",
            "-cp",
            System.getProperty("java.class.path"),
            MemoryProcess.class.getName()));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      Thread ending = new Thread(process::destroyForcibly);
      Runtime.getRuntime().addShutdownHook(ending);
      try {
        return answer(process, String.join(" ", arguments));
      } finally {
        process.destroyForcibly();
        Runtime.getRuntime().removeShutdownHook(ending);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run a JVM of its own", e);
    }
  }

  private static long[] answer(Process process, String what) throws IOException {
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String[] parts =
        said.lines()
            .filter(line -> line.startsWith(MemoryProcess.ANSWER))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no answer from the process for " + what))
            .substring(MemoryProcess.ANSWER.length())
            .split(" ", -1);
    long[] numbers = new long[parts.length];
    for (int i = 0; i < parts.length; i++) {
      numbers[i] = Long.parseLong(parts[i]);
    }
    return numbers;
  }
}
