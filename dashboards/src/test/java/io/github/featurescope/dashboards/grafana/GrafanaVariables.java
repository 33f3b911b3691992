package io.github.featurescope.dashboards.grafana;

import java.util.Map;

/** Puts values in place of variables, as Grafana does before it asks Prometheus. */
final class GrafanaVariables {

  /** What Grafana chooses for 6 hours on a screen of 1,000 points, scraped every 15 s. */
  private static final Map<String, String> TIMES =
      Map.of("__rate_interval", "1m30s", "__interval", "30s", "__range", "6h");

  private GrafanaVariables() {}

  /**
   * Puts values in.
   *
   * @param text with variables as $name or ${name}
   * @param chosen by name; several values are given as the regular expression they become
   */
  static String in(String text, Map<String, String> chosen) {
    String result = text;
    for (Map<String, String> values : java.util.List.of(chosen, TIMES)) {
      for (Map.Entry<String, String> value : values.entrySet()) {
        result =
            result
                .replace("${" + value.getKey() + "}", value.getValue())
                .replaceAll("\\$" + value.getKey() + "\\b", value.getValue());
      }
    }
    if (result.contains("$")) {
      throw new IllegalArgumentException("a variable is left in " + result);
    }
    return result;
  }
}
