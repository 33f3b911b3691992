package io.github.featurescope.dashboards;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Short ways to ask a server. */
final class Http {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private Http() {}

  static HttpResponse<String> get(LiveServer server, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.uri() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  /** The status of a request written by hand, for what a proper client refuses to send. */
  static int rawStatus(LiveServer server, String... lines) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      // The first line alone: a stream of events does not end.
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      return Integer.parseInt(String.valueOf(answer.readLine()).split(" ", 3)[1]);
    }
  }

  /** The whole answer to a request written by hand; of one that is cut off, what came. */
  static String raw(LiveServer server, String... lines) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(30_000);
      String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
      byte[] bytes = request.getBytes(StandardCharsets.UTF_8);
      try {
        for (int from = 0; from < bytes.length; from += 4_096) {
          socket.getOutputStream().write(bytes, from, Math.min(4_096, bytes.length - from));
          if (socket.getInputStream().available() > 0) {
            break; // it has heard enough
          }
        }
        socket.getInputStream().transferTo(answer);
      } catch (SocketException ignored) {
        // it has hung up
      }
    }
    return answer.toString(StandardCharsets.UTF_8);
  }
}
