package io.github.featurescope.dashboards;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Reads server-sent events as a browser would. */
final class EventReader implements AutoCloseable {

  /** One event of the stream. */
  record Sent(String id, String event, String data) {}

  private final InputStream stream;
  private final BufferedReader lines;

  private EventReader(InputStream stream) {
    this.stream = stream;
    this.lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  static EventReader open(LiveServer server, String lastEventId) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.uri() + "events"))
            .header("Accept", "text/event-stream");
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    return new EventReader(
        HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream()).body());
  }

  /** The next event; comments and retry times are passed over. */
  Sent next() throws IOException {
    String id = "";
    String event = "";
    String data = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("event: ")) {
        event = line.substring(7);
      } else if (line.startsWith("data: ")) {
        data = line.substring(6);
      } else if (line.isEmpty() && !data.isEmpty()) {
        return new Sent(id, event, data);
      }
    }
    throw new IOException("The stream has ended.");
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
