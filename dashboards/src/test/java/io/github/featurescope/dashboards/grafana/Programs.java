package io.github.featurescope.dashboards.grafana;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Programs that not every machine has. */
final class Programs {

  /** What a program said and how it ended. */
  record Answer(int code, String said) {}

  private Programs() {}

  /** A program, or the test is skipped with a word. */
  static String find(String name) {
    for (String path : System.getenv("PATH").split(File.pathSeparator)) {
      Path file = Path.of(path, name);
      if (Files.isExecutable(file)) {
        return file.toString();
      }
    }
    return Assumptions.abort("skipped: no '" + name + "' on the PATH; install Debian's prometheus");
  }

  static Answer run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), said);
  }
}
