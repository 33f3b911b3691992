package io.github.featurescope.dashboards;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.ipc.http.HttpUrlConnectionSender;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpHttpMetricsSender;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.prometheus.metrics.exporter.pushgateway.Format;
import io.prometheus.metrics.exporter.pushgateway.PushGateway;
import io.prometheus.metrics.exporter.pushgateway.Scheme;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends a run's meters to a Pushgateway or an OTLP receiver, for jobs that may end before anybody
 * scrapes them.
 *
 * <pre>{@code
 * FeatureScope.watch(model)
 *     .sink(Push.toGateway(URI.create("http://localhost:9091")).job("nightly").sink())
 *     ...start();
 * }</pre>
 *
 * <p>A Pushgateway gets one group a run, with the labels job, instance, model and run; scrape it
 * with {@code honor_labels: true}. The group is deleted when the run has ended and its last numbers
 * have been held for a while, and also when the process is asked to end. By OTLP the series just
 * end.
 */
public final class Push {

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration READ = Duration.ofSeconds(4);

  private final URI receiver;
  private final boolean gateway;
  private String job = "featurescope";
  private @Nullable String instance;
  private @Nullable Duration hold = Duration.ofSeconds(20);
  private Duration every = Duration.ofSeconds(15);

  private Push(URI receiver, boolean gateway) {
    this.receiver = receiver;
    this.gateway = gateway;
  }

  /**
   * Begins to describe a push to a Pushgateway.
   *
   * @param address such as {@code http://localhost:9091}; a user and password in it are sent by
   *     basic authentication
   * @return a push under the job {@code featurescope}
   * @throws IllegalArgumentException if the address is none of HTTP
   */
  public static Push toGateway(URI address) {
    return new Push(checked(address), true);
  }

  /**
   * Begins to describe a push to an OTLP receiver. Headers, such as for authentication, are taken
   * from the environment variable {@code OTEL_EXPORTER_OTLP_HEADERS}.
   *
   * @param address for metrics by HTTP, such as {@code http://localhost:4318/v1/metrics}
   * @return a push under the service name {@code featurescope}
   * @throws IllegalArgumentException if the address is none of HTTP
   */
  public static Push toOtlp(URI address) {
    return new Push(checked(address), false);
  }

  private static URI checked(URI address) {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https")) || address.getHost() == null) {
      throw new IllegalArgumentException(
          "the address '" + address + "' is none of HTTP; give one such as http://localhost:9091");
    }
    return address;
  }

  /**
   * Names the job: the label {@code job}, or by OTLP the resource attribute {@code service.name}.
   *
   * @param name {@code featurescope} if not given
   * @return this
   */
  public Push job(String name) {
    this.job = name;
    return this;
  }

  /**
   * Names the process: the label {@code instance}, or {@code service.instance.id}.
   *
   * @param name the name of this machine if not given
   * @return this
   */
  public Push instance(String name) {
    this.instance = name;
    return this;
  }

  /**
   * Says how often to send at least; a Pushgateway hears of every probe as well.
   *
   * @param interval 15 s if not given
   * @return this
   */
  public Push every(Duration interval) {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("every " + interval + ": choose a time above 0");
    }
    this.every = interval;
    return this;
  }

  /**
   * Says how long closing holds the last numbers in a Pushgateway before they are deleted: longer
   * than the interval at which Prometheus scrapes it. Nothing is held where nothing arrived.
   *
   * @param time 20 s if not given
   * @return this
   */
  public Push holdFor(Duration time) {
    this.hold = time;
    return this;
  }

  /**
   * Leaves the last numbers in the Pushgateway, which never forgets them by itself.
   *
   * @return this
   */
  public Push keep() {
    this.hold = null;
    return this;
  }

  /**
   * Makes the sink of one run.
   *
   * @return what {@code FeatureScope.Builder.sink} takes
   */
  public PushSink sink() {
    PushLog log = PushLog.of(receiver);
    if (gateway) {
      return new GatewayPush(this::gatewayOf, log, every, hold);
    }
    OtlpHttpMetricsSender http =
        new OtlpHttpMetricsSender(new HttpUrlConnectionSender(CONNECT, READ));
    OtlpConfig config = otlp();
    return new OtlpPush(
        log,
        http,
        sender ->
            OtlpMeterRegistry.builder(config)
                .threadFactory(Push::daemon)
                .metricsSender(sender)
                .build());
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "featurescope-otlp");
    thread.setDaemon(true);
    return thread;
  }

  private PushGateway gatewayOf(ObjectNode start, PrometheusMeterRegistry registry) {
    String path = receiver.getRawPath() == null ? "" : receiver.getRawPath();
    String port = receiver.getPort() < 0 ? "" : ":" + receiver.getPort();
    PushGateway.Builder builder =
        PushGateway.builder()
            .scheme(Scheme.fromString(receiver.getScheme().toLowerCase(Locale.ROOT)))
            .address(receiver.getHost() + port + path.replaceAll("/+$", ""))
            .format(Format.PROMETHEUS_TEXT)
            .connectionTimeout(CONNECT)
            .readTimeout(READ)
            .registry(registry.getPrometheusRegistry())
            .job(job)
            .groupingKey("instance", instance())
            .groupingKey("model", start.at("/model/name").asText("none"))
            .groupingKey("run", start.path("run").asText("none"));
    String user = receiver.getUserInfo();
    if (user != null) {
      int colon = user.indexOf(':');
      builder.basicAuth(
          colon < 0 ? user : user.substring(0, colon), colon < 0 ? "" : user.substring(colon + 1));
    }
    return builder.build();
  }

  private String instance() {
    if (instance != null) {
      return instance;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException ignored) {
      return "localhost";
    }
  }

  private OtlpConfig otlp() {
    return new OtlpConfig() {
      @Override
      public @Nullable String get(String key) {
        return null;
      }

      @Override
      public String url() {
        return receiver.toString();
      }

      @Override
      public Duration step() {
        return every;
      }

      @Override
      public TimeUnit baseTimeUnit() {
        return TimeUnit.SECONDS; // as everywhere else
      }

      @Override
      public Map<String, String> resourceAttributes() {
        Map<String, String> all = new LinkedHashMap<>(OtlpConfig.super.resourceAttributes());
        all.put("service.name", job);
        all.put("service.instance.id", Push.this.instance());
        return all;
      }
    };
  }
}
