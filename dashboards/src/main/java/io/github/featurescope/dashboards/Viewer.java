package io.github.featurescope.dashboards;

import io.javalin.http.sse.SseClient;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/**
 * Streams the history to one browser from a thread of its own.
 *
 * <p>Only this thread ever waits for the browser. Jetty gives up a write that makes no progress for
 * its idle time; {@link #isStalled(long)} tells much earlier where events keep coming.
 */
final class Viewer implements Runnable {

  static final long HEARTBEAT_MILLIS = 15_000;

  /** A write during which more than this many events came marks a browser too slow to keep. */
  static final int MAX_LAG = 256;

  private static final int BATCH = 32;
  private static final long IDLE = Long.MAX_VALUE;

  private final SseClient client;
  private final History history;
  private final String token;
  private long cursor;
  private volatile long writingSince = IDLE;
  private volatile boolean dropped;

  Viewer(SseClient client, History history, String token, long cursor) {
    this.client = client;
    this.history = history;
    this.token = token;
    this.cursor = cursor;
  }

  @Override
  public void run() {
    try {
      OutputStream out = client.ctx().res().getOutputStream();
      write(out, cursor == 0 ? "retry: 1500\nevent: reset\ndata: {}\n\n" : "retry: 1500\n\n");
      while (!history.isClosed() && !client.terminated() && !dropped) {
        List<History.Entry> batch = history.await(cursor, BATCH, HEARTBEAT_MILLIS);
        if (batch.isEmpty()) {
          write(out, ": still here\n\n");
        }
        for (History.Entry entry : batch) {
          String json = new String(entry.json(), StandardCharsets.UTF_8);
          write(out, "id: " + token + "-" + entry.id() + "\nevent: run\ndata: " + json + "\n\n");
          cursor = entry.id();
        }
      }
    } catch (IOException | RuntimeException ignored) {
      // the browser went away, which is its right
    } catch (InterruptedException ignored) {
      Thread.currentThread().interrupt();
    } finally {
      client.close();
    }
  }

  /** Whether more than {@link #MAX_LAG} events came while one write waited for the browser. */
  boolean isStalled(long newest) {
    long since = writingSince;
    return since != IDLE && newest - since > MAX_LAG;
  }

  /** Cuts the connection, which also ends a write that waits. */
  void drop() {
    dropped = true;
    ServletContextRequest.getServletContextRequest(client.ctx().req())
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint()
        .close();
  }

  private void write(OutputStream out, String text) throws IOException {
    writingSince = cursor;
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
    writingSince = IDLE;
  }
}
