package io.github.featurescope.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.listeners.RunSink;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the live page of one training run, its events and its metrics.
 *
 * <p>The page is at {@code /}, the events so far at {@code /api/run}, the metric catalogue at
 * {@code /api/catalogue}, the stream of events at {@code /events} (server-sent events that resume
 * after {@code Last-Event-ID}), the scrape at {@code /metrics} and a sign of life at {@code
 * /healthz}.
 *
 * <p>Memory is bounded: at most 4,096 events and 32 MiB of their JSON are kept, the older ones at
 * half the density each time the bound is reached; browsers hold no queue. All threads are daemons.
 */
public final class LiveServer implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(LiveServer.class);

  private final History history = new History();
  private final EventJson events = EventJson.create();
  private final AtomicBoolean refusedOne = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final HttpFront front;

  private LiveServer(Builder builder) {
    front = HttpFront.start(builder, history);
  }

  /**
   * Starts to describe a server.
   *
   * @return a builder for 127.0.0.1 and any free port
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Shows an event to everybody who looks, now or later.
   *
   * <p>Neither waits for a browser nor throws; the event may be changed afterwards. Call it from
   * one thread at a time to keep the order.
   *
   * @param event an event of the run log
   */
  public void publish(ObjectNode event) {
    try {
      if (!closed.get()) {
        front.viewers().dropStalled(history.append(EventJson.bytes(event), events.stays(event)));
      }
    } catch (RuntimeException e) {
      if (!refusedOne.getAndSet(true)) {
        logger.warn("The live page leaves out an event, and will not report further ones.", e);
      }
    }
  }

  /**
   * Makes a sink that shows a run on this page; closing it leaves the server up.
   *
   * @return a sink for {@code FeatureScope.Builder.sink}
   */
  public RunSink sink() {
    return new LivePageSink(this);
  }

  /**
   * Returns the port it listens on.
   *
   * @return the port, also where 0 was asked for
   */
  public int port() {
    return front.port();
  }

  /**
   * Returns the address of the page.
   *
   * @return an http address that ends in a slash
   */
  public URI uri() {
    return front.uri();
  }

  /**
   * Returns how many browsers follow at the moment.
   *
   * @return a number from 0 up
   */
  public int viewers() {
    return front.viewers().size();
  }

  /**
   * Returns how many browsers were cut off because they stopped reading.
   *
   * @return a number from 0 up
   */
  public long droppedViewers() {
    return front.viewers().dropped();
  }

  /**
   * Stops serving as soon as the connected browsers know the last event, after a second at most; a
   * second call does nothing.
   */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      history.close();
      front.viewers().awaitEnd();
      front.close();
    }
  }

  /** Describes a server. */
  public static final class Builder {

    private String host = "127.0.0.1";
    private int port;
    private @Nullable JsonNode catalogue;
    private @Nullable MetricsRoute metrics;

    private Builder() {}

    /**
     * Sets the address to listen on.
     *
     * @param host a name or address of this machine; whoever reaches any other than a loopback
     *     address can read the run
     * @return this builder
     */
    public Builder host(String host) {
      if (host.isBlank()) {
        throw new IllegalArgumentException("The host is empty; leave it out for 127.0.0.1.");
      }
      this.host = host;
      return this;
    }

    /**
     * Sets the port to listen on.
     *
     * @param port 1 to 65535, or 0 for any free one
     * @return this builder
     */
    public Builder port(int port) {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException(
            "The port is " + port + "; choose 1 to 65535, or 0 for any free one.");
      }
      this.port = port;
      return this;
    }

    /**
     * Sets the metric catalogue from which the page takes its words.
     *
     * @param catalogue an array of metrics
     * @return this builder
     */
    public Builder catalogue(JsonNode catalogue) {
      this.catalogue = catalogue;
      return this;
    }

    /**
     * Serves a registry at {@code /metrics}, in Prometheus or OpenMetrics form as asked for.
     *
     * @param registry the registry
     * @return this builder
     */
    public Builder metrics(PrometheusMeterRegistry registry) {
      this.metrics = MetricsRoute.of(registry);
      return this;
    }

    /**
     * Serves a text in the Prometheus format at {@code /metrics}.
     *
     * @param scrape gives the text
     * @return this builder
     */
    public Builder metrics(Supplier<String> scrape) {
      this.metrics = MetricsRoute.of(scrape);
      return this;
    }

    /**
     * Starts the server.
     *
     * @return the running server
     * @throws PortInUseException if the port is taken or may not be opened
     */
    public LiveServer start() {
      if (!RequestGuard.isLoopback(host)) {
        logger.warn("The live page on {} can be read by whoever reaches that address.", host);
      }
      return new LiveServer(this);
    }

    String host() {
      return host;
    }

    int port() {
      return port;
    }

    @Nullable JsonNode catalogue() {
      return catalogue;
    }

    @Nullable MetricsRoute metrics() {
      return metrics;
    }
  }
}
