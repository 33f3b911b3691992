package io.github.featurescope.examples.bench.cost;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** What a time depends on, without anything that names the machine or its owner. */
final class Machine {

  private Machine() {}

  /** Lists facts from name to value. */
  static Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    Runtime runtime = Runtime.getRuntime();
    Nd4j.getExecutioner(); // loads what is asked for its threads below
    facts.put("processor", processor());
    facts.put("cores", String.valueOf(runtime.availableProcessors()));
    facts.put(
        "OpenMP threads",
        String.valueOf(NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads()));
    facts.put("OMP_WAIT_POLICY", System.getenv().getOrDefault("OMP_WAIT_POLICY", "not set"));
    facts.put(
        "Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    facts.put("largest heap", Math.round(runtime.maxMemory() / 1e6) + " MB");
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return facts;
  }

  private static String processor() {
    Path known = Path.of("/proc/cpuinfo");
    if (Files.isReadable(known)) {
      try (Stream<String> lines = Files.lines(known, StandardCharsets.UTF_8)) {
        return lines
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("unknown");
      } catch (IOException e) {
        return "unknown";
      }
    }
    return "unknown";
  }
}
