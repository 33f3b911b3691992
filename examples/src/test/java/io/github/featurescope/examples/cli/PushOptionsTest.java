package io.github.featurescope.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushOptionsTest {

  @TempDir private Path folder;

  private CommandLineTest.Answer train(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "train",
                "--epochs=1",
                "--train-size=100",
                "--test-size=50",
                "--probe-size=60",
                "--width=0.0625",
                "--no-page",
                "--out=" + folder.resolve("run")));
    args.addAll(List.of(more));
    return CommandLineTest.run(args.toArray(String[]::new));
  }

  @Test
  void sendsTheRunWhereItIsTold() throws IOException {
    List<String> requests = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try {
      String address = "http://127.0.0.1:" + server.getAddress().getPort();

      CommandLineTest.Answer answer =
          train(
              "--push=" + address, "--push-hold=0", "--otlp=" + address + "/v1/metrics", "--job=j");

      assertThat(answer.code()).as(answer.err()).isZero();
      assertThat(requests).contains("POST /v1/metrics");
      assertThat(requests)
          .anyMatch(request -> request.startsWith("PUT /metrics/job/j/"))
          .anyMatch(request -> request.startsWith("DELETE /metrics/job/j/"));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aReceiverThatIsDeadSpoilsNothing() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }

    CommandLineTest.Answer answer = train("--push=http://127.0.0.1:" + port);

    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out()).contains("  1/1 ").contains("report ");
    assertThat(folder.resolve("run/model.zip")).exists();
  }

  @Test
  void whatIsNoAddressIsRefusedBeforeTraining() {
    CommandLineTest.Answer answer = train("--push=localhost:9091");

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("--push localhost:9091").contains("http://localhost:9091");
    assertThat(folder.resolve("run")).doesNotExist();
  }
}
