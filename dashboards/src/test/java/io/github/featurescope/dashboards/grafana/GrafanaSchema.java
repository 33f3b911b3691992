package io.github.featurescope.dashboards.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Grafana's published types as JSON Schema; how it is made stands in src/test/grafana-schema. */
final class GrafanaSchema {

  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7);
  private static final JsonNode SCHEMAS = read();

  private GrafanaSchema() {}

  private static JsonNode read() {
    try (InputStream file = GrafanaSchema.class.getResourceAsStream("grafana-schema.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything in which a dashboard, or the options of one of its panels, departs from it. */
  static List<String> faults(ShippedDashboard dashboard) {
    List<String> faults = new ArrayList<>(faults("dashboard", dashboard.json()));
    for (JsonNode panel : dashboard.panels()) {
      String type = panel.path("type").asText();
      String title = panel.path("title").asText();
      faults(type + ".Options", panel.path("options")).forEach(f -> faults.add(title + ": " + f));
      JsonNode custom = panel.at("/fieldConfig/defaults/custom");
      if (custom.isObject()) {
        faults(type + ".FieldConfig", custom).forEach(f -> faults.add(title + ": " + f));
      }
    }
    return faults;
  }

  private static List<String> faults(String schema, JsonNode value) {
    JsonNode found = SCHEMAS.path(schema);
    if (!found.isObject()) {
      return List.of("no schema of " + schema + "; add the panel to generate.mjs");
    }
    Set<ValidationMessage> messages = FACTORY.getSchema(found).validate(value);
    return messages.stream().map(ValidationMessage::getMessage).toList();
  }
}
