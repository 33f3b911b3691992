package io.github.featurescope.dashboards;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Finds programs that some tests want, and runs them. */
final class Programs {

  /** What a program said and how it ended. */
  record Outcome(int code, String said) {}

  private Programs() {}

  /** The path of a program, or the test is skipped with a word. */
  static String find(String name, String debianPackage) {
    for (String path : System.getenv("PATH").split(File.pathSeparator)) {
      Path file = Path.of(path, name);
      if (Files.isExecutable(file)) {
        return file.toString();
      }
    }
    return Assumptions.abort(
        "skipped: no '" + name + "' on the PATH; install Debian's " + debianPackage);
  }

  static Outcome run(Path input, String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(List.of(command))
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), said);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
