package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern DATA =
      Pattern.compile(
          "<script type=\"application/json\" id=\"fs-data\">(.*?)</script>", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void asksForNoOtherFile() throws Exception {
    String html = report(SyntheticRun.events());
    assertThat(html).doesNotContain("assets/").doesNotContain("<!--data-->", "<!--policy-->");
    assertThat(html)
        .contains("default-src 'none'")
        .doesNotContainPattern("<(script|link)[^>]+(src|href)=\"(?!data:)");
  }

  @Test
  void holdsTheEventsWithTheNameOfTheirRun() throws Exception {
    List<ObjectNode> events = SyntheticRun.events();
    List<ObjectNode> named = SyntheticRun.named(events);
    named.get(0).put("recorded", true);
    assertThat(data(report(events)).path("events")).isEqualTo(MAPPER.valueToTree(named));
  }

  @Test
  void tellsRunsOfTheSameNameApart() throws Exception {
    Path file = folder.resolve("both.html");
    HtmlReport.of(SyntheticRun.catalogue())
        .run(SyntheticRun.events(), null)
        .run(SyntheticRun.events(), null)
        .write(file);
    JsonNode events = data(Files.readString(file)).path("events");
    assertThat(events).hasSize(2 * SyntheticRun.events().size());
    assertThat(events.get(events.size() - 1).path("run").asText())
        .isEqualTo(SyntheticRun.NAME + " (2)");
  }

  @Test
  void holdsThePicturesOfItsSuspects() throws Exception {
    Path file = folder.resolve("report.html");
    List<ObjectNode> events = new ArrayList<>(SyntheticRun.events());
    events.add(3, SyntheticRun.suspects(1));
    HtmlReport.of(SyntheticRun.catalogue()).run(events, SyntheticRun.PICTURES).write(file);
    JsonNode pictures = data(Files.readString(file)).path("pictures").path(SyntheticRun.NAME);
    assertThat(pictures).hasSize(SyntheticRun.SUSPECTS - 1); // one of them has no picture
    assertThat(pictures.elements().next().asText()).startsWith("data:image/png;base64,iVBOR");
  }

  @Test
  void aPictureThatCannotBeDrawnCostsNoReport() throws Exception {
    Path file = folder.resolve("report.html");
    List<ObjectNode> events = List.of(SyntheticRun.events().get(0), SyntheticRun.suspects(1));
    SamplePictures failing =
        id -> {
          throw new IOException("gone");
        };
    HtmlReport.of(SyntheticRun.catalogue()).run(events, failing).write(file);
    assertThat(data(Files.readString(file)).path("events")).hasSize(2);
  }

  @Test
  void keepsMarkupInTheDataFromEndingTheScript() throws Exception {
    String nasty = "</script><script>alert(1)</script><!-- & \u2028";
    String html =
        report(List.of(MAPPER.createObjectNode().put("event", "start").put("run", nasty)));
    assertThat(html).doesNotContain("alert(1)</script>");
    assertThat(data(html).at("/events/0/run").asText()).isEqualTo(nasty);
  }

  @Test
  void keepsMarkupInAScriptFromEndingIt() {
    assertThat(Page.escapeScript("a='</script>';b='<!--'")).isEqualTo("a='<\\/script>';b='<\\!--'");
  }

  @Test
  void replacesAnEarlierReportAndLeavesNothingBeside() throws Exception {
    Path file = folder.resolve("report.html");
    Files.writeString(file, "old");
    HtmlReport.write(file, SyntheticRun.catalogue(), SyntheticRun.events());
    assertThat(Files.readString(file)).startsWith("<!doctype html>");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void leavesNothingBehindWhereItCannotWrite() throws Exception {
    Path taken = Files.createDirectories(folder.resolve("report.html/full"));
    assertThatThrownBy(
            () -> HtmlReport.write(taken.getParent(), SyntheticRun.catalogue(), List.of()))
        .isInstanceOf(IOException.class);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(taken.getParent());
    }
  }

  @Test
  void toleratesATornLastLine() throws Exception {
    byte[] whole = log(SyntheticRun.events()).getBytes(StandardCharsets.UTF_8);
    Path log = folder.resolve("run.jsonl");
    Files.write(log, java.util.Arrays.copyOf(whole, whole.length - 40));
    JsonNode data = data(fromLog(log));
    assertThat(data.path("events")).hasSize(SyntheticRun.events().size() - 1);
    assertThat(data.path("leftOut").asInt()).isEqualTo(1);
  }

  @Test
  void readsAWholeLogWhole() throws Exception {
    Path log = folder.resolve("run.jsonl");
    Files.writeString(log, log(SyntheticRun.events()));
    JsonNode data = data(fromLog(log));
    assertThat(data.path("events")).hasSize(SyntheticRun.events().size());
    assertThat(data.path("leftOut").asInt()).isZero();
  }

  @Test
  void leavesOutOneEventTooLargeAndKeepsTheRest() throws Exception {
    ObjectNode large = MAPPER.createObjectNode().put("event", "x".repeat(2 << 20));
    JsonNode data = data(report(List.of(SyntheticRun.events().get(0), large)));
    assertThat(data.path("events")).hasSize(1);
    assertThat(data.path("leftOut").asInt()).isEqualTo(1);
  }

  @Test
  void saysThatALogHoldsNoRun() throws Exception {
    Path log = folder.resolve("run.jsonl");
    Files.writeString(log, "{\"event\":");
    assertThatThrownBy(() -> fromLog(log))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("run.jsonl")
        .hasMessageContaining("holds no event");
  }

  @Test
  void shortensAVeryLongRun() throws Exception {
    List<ObjectNode> events = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      events.add(MAPPER.createObjectNode().put("event", "probe").put("iteration", i));
    }
    JsonNode kept = data(report(events)).path("events");
    assertThat(kept.size()).isBetween(1_000, History.MAX_EVENTS);
    assertThat(kept.get(kept.size() - 1).path("iteration").asInt()).isEqualTo(9_999);
  }

  private String report(List<ObjectNode> events) throws Exception {
    Path file = folder.resolve("report.html");
    HtmlReport.write(file, SyntheticRun.catalogue(), events);
    return Files.readString(file);
  }

  private String fromLog(Path log) throws Exception {
    Path file = folder.resolve("report.html");
    HtmlReport.fromRunLog(log, SyntheticRun.catalogue(), file);
    return Files.readString(file);
  }

  private static String log(List<ObjectNode> events) {
    return events.stream().map(event -> event + "\n").collect(Collectors.joining());
  }

  private static JsonNode data(String html) throws Exception {
    Matcher matcher = DATA.matcher(html);
    assertThat(matcher.find()).isTrue();
    return MAPPER.readTree(matcher.group(1));
  }
}
