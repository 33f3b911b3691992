package io.github.featurescope.dashboards.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A dashboard as it lies in the repository. */
record ShippedDashboard(String file, JsonNode json) {

  static final Path FOLDER = Path.of("grafana", "dashboards");

  /** A query with the panel that asks it. */
  record Target(String panel, String expr, boolean instant) {}

  static List<ShippedDashboard> all() {
    ObjectMapper mapper = new ObjectMapper();
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<ShippedDashboard> all = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        all.add(
            new ShippedDashboard(
                file.getFileName().toString(), mapper.readTree(Files.readString(file))));
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All panels, those inside of rows too, without the rows. */
  List<JsonNode> panels() {
    List<JsonNode> panels = new ArrayList<>();
    for (JsonNode panel : json.path("panels")) {
      if (panel.path("type").asText().equals("row")) {
        panel.path("panels").forEach(panels::add);
      } else {
        panels.add(panel);
      }
    }
    return panels;
  }

  List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    for (JsonNode panel : panels()) {
      for (JsonNode target : panel.path("targets")) {
        targets.add(
            new Target(
                panel.path("title").asText(),
                target.path("expr").asText(),
                target.path("instant").asBoolean()));
      }
    }
    return targets;
  }

  /** The variables of a type. */
  List<JsonNode> variables(String type) {
    List<JsonNode> variables = new ArrayList<>();
    json.at("/templating/list")
        .forEach(
            variable -> {
              if (variable.path("type").asText().equals(type)) {
                variables.add(variable);
              }
            });
    return variables;
  }

  @Override
  public String toString() {
    return file;
  }
}
