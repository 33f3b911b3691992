package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Finds programs that some tests want, and runs them. */
public final class Programs {

  private static final long PATIENCE_MILLIS = 60_000;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** What a program said and how it ended. */
  public record Outcome(int code, String said) {}

  private Programs() {}

  /** The path of a program, or the test is skipped with a word. */
  public static String find(String name, String debianPackage) {
    for (String path : System.getenv("PATH").split(File.pathSeparator)) {
      Path file = Path.of(path, name);
      if (Files.isExecutable(file)) {
        return file.toString();
      }
    }
    return Assumptions.abort(
        "skipped: no '" + name + "' on the PATH; install Debian's " + debianPackage);
  }

  public static Outcome run(Path input, String... command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(List.of(command))
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), said);
  }

  /** What a server answers. */
  static String answer(URI address) throws IOException, InterruptedException {
    return HTTP.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** Waits until a server that is just being started answers. */
  static void awaitReady(URI address) throws InterruptedException {
    long end = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (!isReady(address)) {
      assertThat(System.currentTimeMillis()).as(address + " answers").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static boolean isReady(URI address) throws InterruptedException {
    try {
      HttpRequest request = HttpRequest.newBuilder(address).build();
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
