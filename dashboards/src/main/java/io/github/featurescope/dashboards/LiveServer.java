package io.github.featurescope.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.listeners.RunSink;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the live page of training runs, their events and their metrics.
 *
 * <p>The page is at {@code /}, the events so far at {@code /api/run}, the metric catalogue at
 * {@code /api/catalogue}, the stream of events at {@code /events} (server-sent events that resume
 * after {@code Last-Event-ID}), pictures of samples at {@code /api/picture?run=NAME&id=ID}, the
 * scrape at {@code /metrics} and a sign of life at {@code /healthz}. Every event but those before a
 * start carries the name of its run, so that several runs share one page.
 *
 * <p>It listens on loopback. On any other address it takes a token, without which no request is
 * answered: {@code Authorization: Bearer TOKEN} from programs, {@code ?token=TOKEN} once from a
 * browser, which then keeps it in a cookie. The connection is not encrypted: beyond a network that
 * you trust, put a proxy with TLS before it, or use an SSH tunnel.
 *
 * <p>Memory is bounded: at most 4,096 events and 32 MiB of their JSON are kept, the older ones at
 * half the density each time the bound is reached, and at most 32 runs; browsers hold no queue. All
 * threads are daemons.
 */
public final class LiveServer implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(LiveServer.class);

  private final History history = new History();
  private final EventJson events = EventJson.create();
  private final Runs runs = Runs.create(this::forget);
  private final Runs.Source direct = Runs.Source.live(null);
  private final AtomicBoolean refusedOne = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final HttpFront front;

  private LiveServer(Builder builder) {
    front = HttpFront.start(builder, history, runs);
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
   * Shows an event to everybody who looks, now or later, as one of the run that was last started in
   * this way.
   *
   * <p>Neither waits for a browser nor throws; the event may be changed afterwards. Call it from
   * one thread at a time to keep the order.
   *
   * @param event an event of the run log
   */
  public void publish(ObjectNode event) {
    publish(direct, event);
  }

  void publish(Runs.Source source, ObjectNode event) {
    try {
      if (!closed.get()) {
        ObjectNode named = runs.named(source, event);
        byte[] json = EventJson.brief(named);
        history.append(Runs.of(named), json, events.stays(named));
      }
    } catch (RuntimeException e) {
      if (!refusedOne.getAndSet(true)) {
        logger.warn("The live page leaves out an event, and will not report further ones.", e);
      }
    }
  }

  private void forget(String run) {
    history.forget(run);
    events.forget(run);
  }

  /**
   * Makes a sink that shows a run on this page; closing it leaves the server up.
   *
   * @return a sink for {@code FeatureScope.Builder.sink}; one for each run that trains at a time
   */
  public RunSink sink() {
    return new LivePageSink(this, Runs.Source.live(null));
  }

  /**
   * Makes a sink that also shows suspicious samples as pictures.
   *
   * @param pictures by the ids of the training probe set, or of the followed samples
   * @return a sink for {@code FeatureScope.Builder.sink}; one for each run that trains at a time
   */
  public RunSink sink(SamplePictures pictures) {
    return new LivePageSink(this, Runs.Source.live(pictures));
  }

  /**
   * Shows a recorded run beside the others, to be compared with.
   *
   * @param recorded the events of its log
   * @param pictures of its samples, or null
   */
  public void show(List<? extends ObjectNode> recorded, @Nullable SamplePictures pictures) {
    Runs.Source source = Runs.Source.recorded(pictures);
    recorded.forEach(event -> publish(source, event));
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
   * @return an http address that ends in a slash; with a token, the address to open once
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
    private @Nullable AccessToken token;

    private Builder() {}

    /**
     * Sets the address to listen on; any other than a loopback address takes a token.
     *
     * @param host a name or address of this machine
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
     * Asks every request for a token.
     *
     * @param value 16 to 256 letters, digits or {@code . _ ~ -}
     * @return this builder
     */
    public Builder token(String value) {
      this.token = AccessToken.of(value);
      return this;
    }

    /**
     * Asks every request for a token that is made now and told by {@link LiveServer#uri()}.
     *
     * @return this builder
     */
    public Builder randomToken() {
      this.token = AccessToken.random();
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
     * @throws IllegalArgumentException if the address is unknown, or is not of loopback and there
     *     is no token
     */
    public LiveServer start() {
      if (token == null && !RequestGuard.isLoopback(host)) {
        throw new IllegalArgumentException(
            "Whoever reaches "
                + host
                + " could read the run: give the page a token, or leave the host out for"
                + " 127.0.0.1.");
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

    @Nullable AccessToken token() {
      return token;
    }

    @Nullable MetricsRoute metrics() {
      return metrics;
    }
  }
}
