package io.github.featurescope.dashboards.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** JSON with one line a panel or variable: a change shows in its own line. */
final class Lines {

  private Lines() {}

  static String of(ObjectNode dashboard) {
    List<String> members = new ArrayList<>();
    dashboard
        .properties()
        .forEach(
            member -> {
              JsonNode value = member.getValue();
              String written =
                  switch (member.getKey()) {
                    case "panels" -> array(value, "  ");
                    case "templating" -> "{\"list\": " + array(value.get("list"), "  ") + "}";
                    default -> value.toString();
                  };
              members.add("  \"" + member.getKey() + "\": " + written);
            });
    return "{\n" + String.join(",\n", members) + "\n}\n";
  }

  private static String array(JsonNode items, String indent) {
    List<String> lines = new ArrayList<>();
    items.forEach(item -> lines.add(indent + "  " + item));
    return "[\n" + String.join(",\n", lines) + "\n" + indent + "]";
  }
}
