package io.github.featurescope.dashboards;

import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/**
 * Streams the history to one browser from a thread of its own.
 *
 * <p>Only this thread ever waits for the browser. Jetty gives up a write that makes no progress for
 * its idle time; {@link #isStalled(long)} tells much earlier where events keep coming.
 */
final class Viewer {

  static final long HEARTBEAT_MILLIS = 15_000;

  /** A write during which more than this many events came marks a browser too slow to keep. */
  static final int MAX_LAG = 256;

  private static final int BATCH = 32;
  private static final long IDLE = Long.MAX_VALUE;
  private static final byte[] END = {'\n', '\n'};

  private final AsyncContext request;
  private final EndPoint connection;
  private final History history;
  private final String token;
  private long cursor;
  private volatile long writingSince = IDLE;
  private volatile boolean dropped;

  Viewer(AsyncContext request, History history, String token, long cursor) {
    this.request = request;
    // Asked for now, because a request that has ended no longer knows its connection.
    this.connection =
        ServletContextRequest.getServletContextRequest(request.getRequest())
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint();
    this.history = history;
    this.token = token;
    this.cursor = cursor;
  }

  /** Sends events until the history closes or the browser goes. */
  void stream() {
    try {
      OutputStream out = request.getResponse().getOutputStream();
      write(out, cursor == 0 ? "retry: 1500\nevent: reset\ndata: {}\n\n" : "retry: 1500\n\n");
      while (!dropped) {
        List<History.Entry> batch = history.await(cursor, BATCH, HEARTBEAT_MILLIS);
        if (batch.isEmpty()) {
          if (history.isClosed()) {
            break; // only now, so that the end of the run is still told
          }
          write(out, ": still here\n\n");
        }
        for (History.Entry entry : batch) {
          write(out, entry);
          cursor = entry.id();
        }
      }
      request.complete();
    } catch (IOException | IllegalStateException ignored) {
      // The browser went away, which is its right.
      connection.close();
    } catch (InterruptedException ignored) {
      Thread.currentThread().interrupt();
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
    connection.close();
  }

  /** The JSON goes out as it is kept: with many viewers copies of it would be what they cost. */
  private void write(OutputStream out, History.Entry entry) throws IOException {
    String head = "id: " + token + "-" + entry.id() + "\nevent: run\ndata: ";
    writingSince = history.last();
    out.write(head.getBytes(StandardCharsets.UTF_8));
    out.write(entry.json());
    out.write(END);
    out.flush();
    writingSince = IDLE;
  }

  private void write(OutputStream out, String text) throws IOException {
    // Counted from now, since a browser that has just come may be far behind and yet read fast.
    writingSince = history.last();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
    writingSince = IDLE;
  }
}
