package io.github.featurescope.dashboards;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.listeners.RunJson;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A recorded run: the events of its log in the order of their times, and what is odd about them.
 *
 * <p>What a killed run leaves is read as far as it goes: lines that are no event, such as a torn
 * last one, are left out, and the end may be missing. A log to which several runs were appended is
 * read as one run after the other.
 */
public final class RecordedRun {

  private static final Set<String> KNOWN =
      Set.of("start", "probe", "stream", "failure", "suspects", "end");
  private static final int GZIP_MAGIC = 0x1f8b;

  /**
   * An event with its time.
   *
   * @param time its own, or that of the event before where it has none
   * @param json as it stands in the log
   */
  public record Event(Instant time, ObjectNode json) {

    /**
     * Returns the kind of event.
     *
     * @return such as {@code probe}
     */
    public String kind() {
      return json.path("event").asText();
    }
  }

  private final Path file;
  private final List<Event> events;
  private final List<String> remarks;

  private RecordedRun(Path file, List<Event> events, List<String> remarks) {
    this.file = file;
    this.events = List.copyOf(events);
    this.remarks = List.copyOf(remarks);
  }

  /**
   * Reads a run.
   *
   * @param run a run log, gzipped or not, or the folder of a run that holds {@code run.jsonl} or
   *     {@code run.jsonl.gz}
   * @return the run
   * @throws IOException if there is no log, it cannot be read, or holds no event with a time
   */
  public static RecordedRun read(Path run) throws IOException {
    Path file = logOf(run);
    List<String> remarks = new ArrayList<>();
    List<ObjectNode> read = new ArrayList<>();
    int others = 0;
    int torn = 0;
    // Decoded leniently, since a line may be torn within a character.
    String text = new String(content(file, remarks), StandardCharsets.UTF_8);
    for (String line : (Iterable<String>) text.lines().filter(l -> !l.isBlank())::iterator) {
      JsonNode node = parse(line);
      if (!node.isObject()) {
        torn++;
      } else if (node.path("event").isTextual()) {
        read.add((ObjectNode) node);
      } else {
        others++;
      }
    }
    if (read.isEmpty()) {
      throw new IOException(
          others > 0
              ? file
                  + ": its lines are no events of a run (a log of the benchmark has rows without"
                  + " times, which cannot be replayed); give the run.jsonl that a run has written"
              : file + " holds no event of a run; give the run.jsonl that a run has written");
    }
    if (torn + others > 0) {
      remarks.add(count(torn + others, "line") + " left out, no complete event");
    }
    List<Event> events = timed(file, read, remarks);
    remark(events, remarks);
    return new RecordedRun(file, events, remarks);
  }

  private static Path logOf(Path run) throws IOException {
    if (!Files.isDirectory(run)) {
      if (!Files.exists(run)) {
        throw new IOException(run + ": there is no such folder; name the folder of a run");
      }
      return run;
    }
    for (String name : List.of("run.jsonl", "run.jsonl.gz")) {
      if (Files.isRegularFile(run.resolve(name))) {
        return run.resolve(name);
      }
    }
    throw new IOException(
        run + ": there is no run.jsonl in it; name the folder of a run, such as runs/a");
  }

  private static byte[] content(Path file, List<String> remarks) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      in.mark(2);
      boolean zipped = ((in.read() << 8) | in.read()) == GZIP_MAGIC;
      in.reset();
      if (!zipped) {
        return in.readAllBytes();
      }
      ByteArrayOutputStream unzipped = new ByteArrayOutputStream();
      try (InputStream gzip = new GZIPInputStream(in)) {
        gzip.transferTo(unzipped);
      } catch (EOFException | ZipException e) {
        remarks.add("its gzip stream broke off; what came before is read");
      }
      return unzipped.toByteArray();
    }
  }

  private static JsonNode parse(String line) {
    try {
      return EventJson.MAPPER.readTree(line);
    } catch (JsonProcessingException ignored) {
      return EventJson.MAPPER.missingNode();
    }
  }

  /** In the order of their times within each run of the log, which begins with its start. */
  private static List<Event> timed(Path file, List<ObjectNode> read, List<String> remarks)
      throws IOException {
    Instant time = firstTime(file, read);
    List<Event> ordered = new ArrayList<>();
    List<Event> ofOneRun = new ArrayList<>();
    int early = 0;
    for (ObjectNode json : read) {
      Instant own = time(json);
      if (json.path("event").asText().equals("start")) {
        ordered.addAll(byTime(ofOneRun));
        ofOneRun.clear();
      } else if (own != null && own.isBefore(time)) {
        early++;
      }
      time = own == null ? time : own;
      ofOneRun.add(new Event(time, json));
    }
    ordered.addAll(byTime(ofOneRun));
    if (early > 0) {
      remarks.add(count(early, "event") + " out of order in time, put in order");
    }
    return ordered;
  }

  private static List<Event> byTime(List<Event> events) {
    Comparator<Event> startFirst =
        Comparator.comparingInt((Event event) -> event.kind().equals("start") ? 0 : 1);
    return events.stream().sorted(startFirst.thenComparing(Event::time)).toList();
  }

  private static Instant firstTime(Path file, List<ObjectNode> read) throws IOException {
    for (ObjectNode json : read) {
      Instant time = time(json);
      if (time != null) {
        return time;
      }
    }
    throw new IOException(file + ": none of its events says when it was; nothing can be replayed");
  }

  private static @Nullable Instant time(JsonNode json) {
    try {
      return Instant.parse(json.path("time").asText());
    } catch (DateTimeException ignored) {
      return null;
    }
  }

  private static void remark(List<Event> events, List<String> remarks) {
    Set<String> unknown = new TreeSet<>();
    int unknowns = 0;
    long starts = events.stream().filter(event -> event.kind().equals("start")).count();
    for (Event event : events) {
      if (!KNOWN.contains(event.kind())) {
        unknown.add(event.kind());
        unknowns++;
      }
    }
    if (events.stream().anyMatch(e -> e.json().path("schema").asInt(0) > RunJson.SCHEMA)) {
      remarks.add("written by a newer FeatureScope; what this one knows of it is shown");
    }
    if (unknowns > 0) {
      remarks.add(
          count(unknowns, "event")
              + " of a kind that is unknown here: "
              + String.join(", ", unknown));
    }
    if (starts == 0) {
      remarks.add("the start of the run is missing, so there are no meters");
    } else if (starts > 1) {
      remarks.add(starts + " runs were appended to it, one after the other");
    }
    if (!events.get(events.size() - 1).kind().equals("end")) {
      remarks.add("no end: the run was killed, or still goes on");
    }
  }

  private static String count(int number, String what) {
    return number == 1 ? "1 " + what : number + " " + what + "s";
  }

  /**
   * Returns the file that was read.
   *
   * @return the run log
   */
  public Path file() {
    return file;
  }

  /**
   * Returns the events.
   *
   * @return at least one, in the order of their times
   */
  public List<Event> events() {
    return events;
  }

  /**
   * Returns what is odd about the log.
   *
   * @return clauses for people, none where all is well
   */
  public List<String> remarks() {
    return remarks;
  }

  /**
   * Returns the name of the run.
   *
   * @return the tag {@code run}, of the last where the log holds several; {@code none} without a
   *     start
   */
  public String name() {
    return events.stream()
        .filter(event -> event.kind().equals("start"))
        .reduce((first, second) -> second)
        .map(event -> event.json().path("run").asText("none"))
        .orElse("none");
  }

  /**
   * Returns how many events are of a kind.
   *
   * @param kind such as {@code probe}
   * @return a count
   */
  public int count(String kind) {
    return (int) events.stream().filter(event -> event.kind().equals(kind)).count();
  }
}
