package io.github.featurescope.dashboards;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects what a saved page holds: events in a bounded space, and the pictures they speak of. */
final class ReportData {

  private static final Logger logger = LoggerFactory.getLogger(ReportData.class);

  /** Pictures of all runs together take no more than this. */
  private static final int MAX_PICTURE_BYTES = 8 << 20;

  private final JsonNode catalogue;
  private final History history = new History();
  private final EventJson rules = EventJson.create();
  private final Runs runs = Runs.create(this::forget);
  private final Map<String, ObjectNode> pictures = new LinkedHashMap<>();
  private int pictureBytes;
  private int leftOut;

  private ReportData(JsonNode catalogue) {
    this.catalogue = catalogue;
  }

  static ReportData of(JsonNode catalogue) {
    return new ReportData(catalogue);
  }

  private void forget(String run) {
    history.forget(run);
    rules.forget(run);
    pictures.remove(run);
  }

  /** Adds a run; an event that cannot be shown must not cost the whole report. */
  void add(List<? extends JsonNode> events, @Nullable SamplePictures drawn) {
    Runs.Source source = Runs.Source.recorded(drawn);
    List<ObjectNode> suspects = new ArrayList<>();
    for (JsonNode event : events) {
      if (!(event instanceof ObjectNode object)) {
        leftOut++;
        continue;
      }
      ObjectNode named = runs.named(source, object);
      try {
        history.append(Runs.of(named), EventJson.bytes(named), rules.stays(named));
      } catch (IllegalArgumentException e) {
        leftOut++;
        logger.warn("The report leaves out an event: {}", e.getMessage());
      }
      if (named.path("event").asText().equals("suspects")) {
        suspects.add(0, named); // the newest first, as room for pictures may run out
      }
    }
    if (drawn != null) {
      suspects.forEach(this::draw);
    }
  }

  /** Adds the run of a log; returns whether there was one. */
  boolean addRunLog(Path runLog, @Nullable SamplePictures drawn) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    // Decoded leniently, since a line may be torn within a character.
    String text = new String(Files.readAllBytes(runLog), StandardCharsets.UTF_8);
    for (String line : text.lines().filter(l -> !l.isBlank()).toList()) {
      JsonNode event = parse(line);
      if (event.path("event").isTextual()) {
        events.add(event);
      } else {
        leftOut++;
      }
    }
    add(events, drawn);
    return !events.isEmpty();
  }

  private static JsonNode parse(String line) {
    try {
      return EventJson.MAPPER.readTree(line);
    } catch (JsonProcessingException ignored) {
      return EventJson.MAPPER.missingNode();
    }
  }

  private void draw(ObjectNode suspects) {
    String run = Runs.of(suspects);
    ObjectNode drawn = pictures.computeIfAbsent(run, name -> EventJson.MAPPER.createObjectNode());
    Set<Long> ids = new LinkedHashSet<>();
    suspects.path("samples").forEach(sample -> ids.add(sample.path("id").asLong()));
    for (long id : ids) {
      String key = String.valueOf(id);
      try {
        Optional<byte[]> png = drawn.has(key) ? Optional.empty() : runs.picture(run, id);
        if (png.isPresent() && pictureBytes + png.get().length <= MAX_PICTURE_BYTES) {
          pictureBytes += png.get().length;
          drawn.put(key, "data:image/png;base64," + Base64.getEncoder().encodeToString(png.get()));
        }
      } catch (IOException | RuntimeException e) {
        logger.warn("The report leaves out the picture of sample {}: {}", id, e.toString());
      }
    }
  }

  /** Writes all of it as one JSON text. */
  String json() {
    StringBuilder data = new StringBuilder("{\"leftOut\":").append(leftOut);
    data.append(",\"catalogue\":").append(catalogue);
    JsonNode all = EventJson.MAPPER.valueToTree(pictures);
    data.append(",\"pictures\":").append(all).append(",\"events\":[");
    String separator = "\n";
    for (History.Entry entry : history.all()) {
      data.append(separator).append(new String(entry.frame().json(), StandardCharsets.UTF_8));
      separator = ",\n";
    }
    return data.append("\n]}").toString();
  }
}
