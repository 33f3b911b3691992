package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A small HTTP server that keeps what it is sent, and answers when it is let. */
final class Receiver implements AutoCloseable {

  private static final long PATIENCE_MILLIS = 30_000;

  record Request(String method, String path, String type, String encoding, byte[] body) {}

  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch answers;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  private Receiver(boolean answering) throws IOException {
    answers = new CountDownLatch(answering ? 0 : 1);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::receive);
    server.start();
  }

  static Receiver answering() throws IOException {
    return new Receiver(true);
  }

  static Receiver silent() throws IOException {
    return new Receiver(false);
  }

  private void receive(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    requests.add(
        new Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
            String.valueOf(exchange.getRequestHeaders().getFirst("Content-Encoding")),
            body));
    try {
      answers.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.sendResponseHeaders(exchange.getRequestMethod().equals("DELETE") ? 202 : 200, -1);
    exchange.close();
  }

  void answer() {
    answers.countDown();
  }

  List<Request> requests() {
    return requests;
  }

  List<Request> of(String method) {
    return requests.stream().filter(request -> request.method().equals(method)).toList();
  }

  Request await(Predicate<Request> wanted) throws InterruptedException {
    long end = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (requests.stream().noneMatch(wanted)) {
      assertThat(System.currentTimeMillis()).as("the request comes").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return requests.stream().filter(wanted).findFirst().orElseThrow();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  @Override
  public void close() {
    answer();
    server.stop(0);
    threads.shutdownNow();
  }
}
