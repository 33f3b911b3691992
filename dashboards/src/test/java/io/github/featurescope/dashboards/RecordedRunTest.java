package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedRunTest {

  @TempDir private Path folder;

  private static String lines(List<ObjectNode> events) {
    return events.stream().map(event -> event + "\n").collect(Collectors.joining());
  }

  private RecordedRun read(String log) throws IOException {
    Files.writeString(folder.resolve("run.jsonl"), log);
    return RecordedRun.read(folder);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return zipped.toByteArray();
  }

  @Test
  void aWholeRunIsReadWithoutRemarks() throws IOException {
    List<ObjectNode> events = SyntheticRun.events();

    RecordedRun run = read(lines(events));

    assertThat(run.events().stream().map(RecordedRun.Event::json))
        .containsExactlyElementsOf(events);
    assertThat(run.remarks()).isEmpty();
    assertThat(run.name()).isEqualTo(events.get(0).path("run").asText());
    assertThat(run.count("probe")).isEqualTo(SyntheticRun.EPOCHS + 1);
  }

  @Test
  void aKilledRunIsReadAsFarAsItGoes() throws IOException {
    String log = lines(SyntheticRun.events().subList(0, 6));

    RecordedRun run = read(log.substring(0, log.length() - 100));

    assertThat(run.events()).hasSize(5);
    assertThat(run.remarks())
        .containsExactly(
            "1 line left out, no complete event", "no end: the run was killed, or still goes on");
  }

  @Test
  void aLineTornWithinACharacterStopsNothing() throws IOException {
    byte[] whole = lines(SyntheticRun.events().subList(0, 2)).getBytes(StandardCharsets.UTF_8);
    byte[] torn = Arrays.copyOf(whole, whole.length + 12);
    System.arraycopy("{\"run\":\"é".getBytes(StandardCharsets.UTF_8), 0, torn, whole.length, 9);
    Files.write(folder.resolve("run.jsonl"), Arrays.copyOf(torn, whole.length + 9));

    assertThat(RecordedRun.read(folder).events()).hasSize(2);
  }

  @Test
  void gzippedLogsAreRead() throws IOException {
    Files.write(folder.resolve("run.jsonl.gz"), gzip(lines(SyntheticRun.events())));

    assertThat(RecordedRun.read(folder).events()).hasSameSizeAs(SyntheticRun.events());
    assertThat(RecordedRun.read(folder.resolve("run.jsonl.gz")).remarks()).isEmpty();
  }

  @Test
  void aGzipStreamThatBrokeOffIsReadAsFarAsItGoes() throws IOException {
    byte[] zipped = gzip(lines(SyntheticRun.events()));
    Files.write(folder.resolve("run.jsonl.gz"), Arrays.copyOf(zipped, zipped.length / 2));

    RecordedRun run = RecordedRun.read(folder);

    assertThat(run.events()).hasSizeBetween(2, SyntheticRun.EPOCHS);
    assertThat(run.remarks()).contains("its gzip stream broke off; what came before is read");
  }

  @Test
  void eventsOutOfOrderArePutInOrder() throws IOException {
    List<ObjectNode> events = SyntheticRun.events();
    Collections.swap(events, 4, 5);

    RecordedRun run = read(lines(events));

    Collections.swap(events, 4, 5);
    assertThat(run.events().stream().map(RecordedRun.Event::json))
        .containsExactlyElementsOf(events);
    assertThat(run.remarks()).containsExactly("1 event out of order in time, put in order");
  }

  @Test
  void eventsOfAnUnknownKindAreKept() throws IOException {
    List<ObjectNode> events = SyntheticRun.events();
    events.get(0).put("schema", 99);
    ObjectNode newer = events.get(3).objectNode().put("event", "dream");
    events.add(4, newer);

    RecordedRun run = read(lines(events));

    assertThat(run.events().get(4).json()).isEqualTo(newer);
    assertThat(run.events().get(4).time()).isEqualTo(run.events().get(3).time());
    assertThat(run.remarks())
        .containsExactly(
            "written by a newer FeatureScope; what this one knows of it is shown",
            "1 event of a kind that is unknown here: dream");
  }

  @Test
  void runsThatWereAppendedComeOneAfterTheOther() throws IOException {
    List<ObjectNode> events = SyntheticRun.events();
    ObjectNode second = events.get(0).deepCopy().put("run", "second");

    RecordedRun run = read(lines(events) + second + "\n" + events.get(1) + "\n");

    assertThat(run.name()).isEqualTo("second");
    assertThat(run.remarks().get(0)).startsWith("2 runs were appended");
    assertThat(run.events().get(events.size()).json()).isEqualTo(second);
  }

  @Test
  void aFolderWithoutALogIsRefused() {
    assertThatThrownBy(() -> RecordedRun.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no run.jsonl in it");
    assertThatThrownBy(() -> RecordedRun.read(folder.resolve("missing")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no such folder");
  }

  @Test
  void whatIsNoRunLogIsRefused() {
    assertThatThrownBy(() -> read("{\"epoch\":1,\"test\":0.7}\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("benchmark");
    assertThatThrownBy(() -> read("hello\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds no event of a run");
    assertThatThrownBy(() -> read("{\"event\":\"probe\"}\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("says when it was");
  }
}
