package io.github.featurescope.dashboards.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Grafana's published types as JSON Schema; how it is made stands in src/test/grafana-schema. */
final class GrafanaSchema {

  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNode SCHEMAS = read();
  private static final Map<String, JsonSchema> READ = new ConcurrentHashMap<>();

  private GrafanaSchema() {}

  private static JsonNode read() {
    try (InputStream file = GrafanaSchema.class.getResourceAsStream("grafana-schema.json")) {
      return MAPPER.readTree(Objects.requireNonNull(file));
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
      for (ObjectNode config : configurations(panel)) {
        List<String> found = new ArrayList<>();
        if (config.path("custom").isObject()) {
          found.addAll(faults(type + ".FieldConfig", config.path("custom")));
        }
        found.addAll(faults("dashboard", withField(config)));
        found.forEach(f -> faults.add(title + ": " + f));
      }
    }
    return faults;
  }

  /** What holds for all fields of a panel, and for those that an override names. */
  private static List<ObjectNode> configurations(JsonNode panel) {
    ObjectNode defaults = (ObjectNode) panel.at("/fieldConfig/defaults");
    List<ObjectNode> all = new ArrayList<>(List.of(defaults));
    for (JsonNode override : panel.at("/fieldConfig/overrides")) {
      ObjectNode config = defaults.deepCopy();
      for (JsonNode property : override.path("properties")) {
        String id = property.path("id").asText();
        if (id.startsWith("custom.")) {
          config.withObject("/custom").set(id.substring(7), property.get("value"));
        } else {
          config.set(id, property.get("value"));
        }
      }
      all.add(config);
    }
    return all;
  }

  /** The schema knows the overrides' values only where they stand as defaults. */
  private static JsonNode withField(ObjectNode config) {
    ObjectNode dashboard = MAPPER.createObjectNode().put("schemaVersion", 39);
    ObjectNode panel = dashboard.putArray("panels").addObject().put("type", "any");
    ObjectNode fields = panel.putObject("fieldConfig");
    fields.set("defaults", config);
    fields.putArray("overrides");
    return dashboard;
  }

  private static List<String> faults(String schema, JsonNode value) {
    JsonNode found = SCHEMAS.path(schema);
    if (!found.isObject()) {
      return List.of("no schema of " + schema + "; add the panel to generate.mjs");
    }
    Set<ValidationMessage> messages =
        READ.computeIfAbsent(schema, name -> FACTORY.getSchema(found)).validate(value);
    return messages.stream().map(ValidationMessage::getMessage).toList();
  }
}
