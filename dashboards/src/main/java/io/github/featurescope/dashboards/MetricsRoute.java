package io.github.featurescope.dashboards;

import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.Supplier;

/** Answers a scrape in the form that the scraper asked for. */
interface MetricsRoute {

  /** The content type of the Prometheus text format. */
  String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  /** The content type of OpenMetrics. */
  String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  /** Answers one scrape. */
  void answer(Context ctx);

  /** Serves a registry as Prometheus text, or as OpenMetrics where the Accept header names it. */
  static MetricsRoute of(PrometheusMeterRegistry registry) {
    return ctx -> {
      String accept = ctx.header("Accept");
      boolean open = accept != null && accept.contains("application/openmetrics-text");
      String type = open ? OPEN_METRICS : PROMETHEUS;
      ctx.contentType(type).result(registry.scrape(type));
    };
  }

  /** Serves a text that is already in the Prometheus format. */
  static MetricsRoute of(Supplier<String> scrape) {
    return ctx -> ctx.contentType(PROMETHEUS).result(scrape.get());
  }
}
