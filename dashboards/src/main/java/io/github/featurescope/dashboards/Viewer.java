package io.github.featurescope.dashboards;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/**
 * Streams the history to one browser, one write at a time and no thread of its own.
 *
 * <p>Nobody waits for a browser: the next write is made when the last has gone. Jetty gives up one
 * that makes no progress for its idle time; {@link #isStalled(long)} tells much earlier where
 * events keep coming.
 */
final class Viewer extends IteratingCallback {

  /** A write during which more than this many events came marks a browser too slow to keep. */
  static final int MAX_LAG = 256;

  private static final int BATCH_BYTES = 1 << 16;
  private static final long IDLE = Long.MAX_VALUE;

  private final Viewers viewers;
  private final History history;
  private final Response response;
  private final Callback done;
  private final EndPoint connection;
  private final Wire wire;
  private final Consumer<Viewer> gone;
  private boolean opened;
  private boolean ended;
  private long cursor;
  private volatile long writingSince = IDLE;
  private volatile boolean beating;

  /**
   * Makes a stream that begins when it is iterated.
   *
   * @param seen the id of the last event that the browser knows
   * @param gone is told when the browser is
   */
  Viewer(
      Viewers viewers,
      History history,
      Response response,
      Callback done,
      Wire wire,
      long seen,
      Consumer<Viewer> gone) {
    this.viewers = viewers;
    this.history = history;
    this.response = response;
    this.done = done;
    this.connection = response.getRequest().getConnectionMetaData().getConnection().getEndPoint();
    this.wire = wire;
    this.cursor = seen;
    this.gone = gone;
  }

  /** Sends a sign of life if there is nothing else to send. */
  void beat() {
    beating = true;
    iterate();
  }

  @Override
  protected Action process() {
    if (ended) {
      return Action.SUCCEEDED;
    }
    if (!opened) {
      opened = true;
      boolean anew = cursor == 0;
      return write(
          wire.opening(anew ? "retry: 1500\nevent: reset\ndata: {}\n\n" : "retry: 1500\n\n"));
    }
    boolean last = viewers.isEnding(); // asked before, so that the end of the run is still told
    List<History.Entry> batch = history.between(cursor, viewers.released(), BATCH_BYTES);
    if (!batch.isEmpty()) {
      cursor = batch.get(batch.size() - 1).id();
      return write(wire.frames(batch.stream().map(History.Entry::frame).toList()));
    }
    if (last) {
      ended = true;
      return write(wire.end());
    }
    if (beating) {
      return write(wire.text(": still here\n\n"));
    }
    return Action.IDLE;
  }

  private Action write(ByteBuffer bytes) {
    beating = false;
    // Counted from now, since a browser that has just come may be far behind and yet read fast.
    writingSince = history.last();
    response.write(ended, bytes, this);
    return Action.SCHEDULED;
  }

  @Override
  protected void onSuccess() {
    writingSince = IDLE;
  }

  @Override
  protected void onCompleteSuccess() {
    gone.accept(this);
    done.succeeded();
  }

  /** The browser went away, which is its right. */
  @Override
  protected void onCompleteFailure(Throwable cause) {
    gone.accept(this);
    connection.close();
    done.failed(cause);
  }

  /** Whether more than {@link #MAX_LAG} events came while one write waited for the browser. */
  boolean isStalled(long newest) {
    long since = writingSince;
    return since != IDLE && newest - since > MAX_LAG;
  }

  /** Cuts the connection, which also ends a write that waits. */
  void drop() {
    connection.close();
  }
}
