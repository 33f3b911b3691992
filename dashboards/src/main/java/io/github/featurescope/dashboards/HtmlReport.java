package io.github.featurescope.dashboards;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the live page of a finished run as one HTML file that needs neither server nor network.
 *
 * <p>Of a very long run the file holds what the live page would: at most 4,096 events and 32 MiB of
 * their JSON.
 */
public final class HtmlReport {

  private static final Logger logger = LoggerFactory.getLogger(HtmlReport.class);

  private HtmlReport() {}

  /**
   * Writes a report; an earlier file is replaced in one step or stays as it was.
   *
   * @param file where to write it
   * @param catalogue the metric catalogue, an array
   * @param events the events of the run, oldest first
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, JsonNode catalogue, List<? extends JsonNode> events)
      throws IOException {
    write(file, catalogue, events, 0);
  }

  /**
   * Writes a report of a run log; lines that are no event, as a killed run may leave one at its
   * end, are left out, and the report says how many.
   *
   * @param runLog a file with one JSON event a line
   * @param catalogue the metric catalogue, an array
   * @param file where to write the report
   * @throws IOException if the log cannot be read or holds no event, or the file cannot be written
   */
  public static void fromRunLog(Path runLog, JsonNode catalogue, Path file) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    int unreadable = 0;
    // Decoded leniently, since a line may be torn within a character.
    String text = new String(Files.readAllBytes(runLog), StandardCharsets.UTF_8);
    try (Stream<String> lines = text.lines()) {
      for (String line : (Iterable<String>) lines.filter(l -> !l.isBlank())::iterator) {
        JsonNode event = parse(line);
        if (event.path("event").isTextual()) {
          events.add(event);
        } else {
          unreadable++;
        }
      }
    }
    if (events.isEmpty()) {
      throw new IOException(
          runLog + " holds no event of a run; give the run.jsonl that a run has written.");
    }
    write(file, catalogue, events, unreadable);
  }

  private static JsonNode parse(String line) {
    try {
      return EventJson.MAPPER.readTree(line);
    } catch (JsonProcessingException ignored) {
      return EventJson.MAPPER.missingNode();
    }
  }

  private static void write(
      Path file, JsonNode catalogue, List<? extends JsonNode> events, int unreadable)
      throws IOException {
    History history = new History();
    EventJson rules = EventJson.create();
    int leftOut = unreadable;
    for (JsonNode event : events) {
      try {
        history.append(EventJson.bytes(event), rules.stays(event));
      } catch (IllegalArgumentException e) {
        leftOut++; // one event that cannot be shown must not cost the whole report
        logger.warn("The report leaves out an event: {}", e.getMessage());
      }
    }
    StringBuilder data = new StringBuilder("{\"leftOut\":").append(leftOut);
    data.append(",\"catalogue\":").append(catalogue).append(",\"events\":[");
    String separator = "\n";
    for (History.Entry entry : history.all()) {
      data.append(separator).append(new String(entry.json(), StandardCharsets.UTF_8));
      separator = ",\n";
    }
    replace(file, Page.load().standalone(data.append("\n]}").toString()));
  }

  private static void replace(Path file, String html) throws IOException {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null) {
      throw new IOException(file + " is a folder; give the name of an HTML file.");
    }
    Files.createDirectories(folder);
    // Not a file of createTempFile: that one could be read by its owner only.
    Path temporary = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      Files.writeString(temporary, html, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try {
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException ignored) {
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
