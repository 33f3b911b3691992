package io.github.featurescope.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Drives a headless Chromium over its debugging protocol. */
final class Chromium implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path profile;
  private final WebSocket socket;
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();

  private Chromium(Process process, Path profile, URI debugger) {
    this.process = process;
    this.profile = profile;
    this.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(debugger, new Reader()).join();
  }

  /** The browser on the PATH, if there is one. */
  static Optional<Path> find() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Chromium start(Path program) throws Exception {
    Path profile = Files.createTempDirectory("featurescope-chromium");
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "about:blank"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("log.txt").toFile())
            .start();
    Path portFile = profile.resolve("DevToolsActivePort");
    await(() -> Files.isRegularFile(portFile) && Files.readString(portFile).contains("\n"));
    String port = Files.readAllLines(portFile).get(0);
    HttpRequest list =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
    CompletableFuture<String> debugger = new CompletableFuture<>();
    await(
        () -> {
          String body = HttpClient.newHttpClient().send(list, BodyHandlers.ofString()).body();
          for (JsonNode target : MAPPER.readTree(body)) {
            if (target.path("type").asText().equals("page")) {
              return debugger.complete(target.path("webSocketDebuggerUrl").asText());
            }
          }
          return false;
        });
    return new Chromium(process, profile, URI.create(debugger.join()));
  }

  void open(URI address) {
    call("Page.navigate", MAPPER.createObjectNode().put("url", address.toString()));
  }

  /** The size of the window in CSS pixels. */
  void resize(int width, int height) {
    call(
        "Emulation.setDeviceMetricsOverride",
        MAPPER
            .createObjectNode()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", width < 700));
  }

  /** Begins to collect what the console says of errors, and forgets what it has said. */
  void watchConsole() {
    call("Runtime.enable", MAPPER.createObjectNode());
    call("Log.enable", MAPPER.createObjectNode());
    call("Log.clear", MAPPER.createObjectNode());
    complaints.clear();
  }

  /** The errors in the console since it is watched. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** What a JavaScript expression is worth. */
  JsonNode evaluate(String expression) {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            MAPPER
                .createObjectNode()
                .put("expression", expression)
                .put("returnByValue", true)
                .put("awaitPromise", true));
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + answer.path("exceptionDetails"));
    }
    return answer.path("result").path("value");
  }

  /** Waits until a JavaScript expression about the document is true. */
  void awaitTrue(String expression) throws Exception {
    // A document that is just being replaced has no element yet.
    await(() -> evaluate("document.documentElement !== null && " + expression).asBoolean());
  }

  /** A picture of the page from its top, as high as asked for. */
  void screenshot(Path file, int width, int height) throws IOException {
    ObjectNode parameters = MAPPER.createObjectNode().put("captureBeyondViewport", true);
    ObjectNode clip = parameters.putObject("clip").put("x", 0).put("y", 0);
    clip.put("width", width).put("height", height).put("scale", 1);
    JsonNode answer = call("Page.captureScreenshot", parameters);
    Files.write(file, Base64.getDecoder().decode(answer.path("data").asText()));
  }

  private JsonNode call(String method, ObjectNode parameters) {
    int id = ids.incrementAndGet();
    ObjectNode message = MAPPER.createObjectNode().put("id", id).put("method", method);
    message.set("params", parameters);
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    socket.sendText(message.toString(), true).join();
    return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() throws IOException {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process
        .onExit()
        .orTimeout(10, TimeUnit.SECONDS)
        .exceptionally(e -> process.destroyForcibly())
        .join();
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException ignored) {
      // the browser's last writes; the folder is a temporary one
    }
  }

  /** A condition that may throw. */
  interface Condition {
    boolean holds() throws Exception;
  }

  /** Waits for a condition, with patience rather than a time that is tested. */
  static void await(Condition condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Waited " + PATIENCE_SECONDS + " s in vain.");
      }
      Thread.sleep(20);
    }
  }

  private void listen(String method, JsonNode told) {
    switch (method) {
      case "Runtime.exceptionThrown" -> complaints.add(told.path("exceptionDetails").toString());
      case "Runtime.consoleAPICalled" -> {
        if (told.path("type").asText().equals("error")) {
          complaints.add(told.path("args").toString());
        }
      }
      case "Log.entryAdded" -> {
        if (told.at("/entry/level").asText().equals("error")) {
          complaints.add(told.at("/entry/text").asText() + " " + told.at("/entry/url").asText());
        }
      }
      default -> {}
    }
  }

  private final class Reader implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          JsonNode message = MAPPER.readTree(text.toString());
          CompletableFuture<JsonNode> answer = answers.remove(message.path("id").asInt());
          if (answer != null) {
            answer.complete(message.path("result"));
          }
          listen(message.path("method").asText(), message.path("params"));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        text.setLength(0);
      }
      webSocket.request(1);
      return null;
    }
  }
}
