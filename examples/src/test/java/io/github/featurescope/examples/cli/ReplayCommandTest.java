package io.github.featurescope.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayCommandTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private static Path runs;

  @TempDir private Path folder;

  @BeforeAll
  static void train() {
    CommandLineTest.Answer answer =
        CommandLineTest.run(
            "train",
            "--epochs=2",
            "--train-size=100",
            "--test-size=50",
            "--probe-size=60",
            "--width=0.0625",
            "--no-page",
            "--out=" + runs.resolve("a"));
    assertThat(answer.code()).as(answer.err()).isZero();
  }

  private static CommandLineTest.Answer replay(String... more) {
    String[] args = new String[more.length + 1];
    args[0] = "replay";
    System.arraycopy(more, 0, args, 1, more.length);
    return CommandLineTest.run(args);
  }

  private static String run() {
    return runs.resolve("a").toString();
  }

  @Test
  void playsOnTheLivePage() throws IOException {
    CommandLineTest.Answer answer =
        replay(run(), "--speed=max", "--port=0", "--linger=0", "--json");

    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.err()).contains("live page  http://127.0.0.1:", "7 events of run 'a'");
    JsonNode summary = MAPPER.readTree(answer.out());
    assertThat(summary.at("/runs/0/run").asText()).isEqualTo("a");
    assertThat(summary.at("/runs/0/probes").asInt()).isEqualTo(3);
    assertThat(summary.at("/runs/0/ended").asBoolean()).isTrue();
    assertThat(summary.at("/runs/0/remarks")).isEmpty();
  }

  @Test
  void writesOpenMetrics() throws IOException {
    Path file = folder.resolve("a.om");

    CommandLineTest.Answer answer =
        replay(run(), "--open-metrics=" + file, "--job=j", "--instance=i");

    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out()).isEmpty();
    assertThat(file)
        .content()
        .contains("featurescope_epoch{instance=\"i\",job=\"j\",model=\"mlp\",run=\"a\"} 2.0 ")
        .endsWith("# EOF\n");
  }

  @Test
  void writesOpenMetricsToStdout() {
    CommandLineTest.Answer answer = replay(run(), "--open-metrics=-");

    assertThat(answer.code()).isZero();
    assertThat(answer.out()).startsWith("# TYPE ").endsWith("# EOF\n");
  }

  @Test
  void aKilledRunWithATornLineIsSaidAndPlayed() throws IOException {
    List<String> lines = Files.readAllLines(runs.resolve("a/run.jsonl"));
    String torn = lines.get(3).substring(0, 200);
    Path killed = Files.createDirectory(folder.resolve("killed"));
    Files.writeString(
        killed.resolve("run.jsonl"), String.join("\n", lines.subList(0, 3)) + "\n" + torn);

    CommandLineTest.Answer answer =
        replay(killed.toString(), "--speed=max", "--port=0", "--linger=0", "--json");

    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.err())
        .contains("1 line left out, no complete event", "no end: the run was killed");
    assertThat(MAPPER.readTree(answer.out()).at("/runs/0/probes").asInt()).isEqualTo(2);
    assertThat(replay(killed.toString(), "--open-metrics=-").out()).endsWith("# EOF\n");
  }

  @Test
  void aFolderWithoutALogIsTheUsersToMend() {
    CommandLineTest.Answer answer = replay(folder.toString());

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("there is no run.jsonl in it").doesNotContain("\tat ");
  }

  @Test
  void aTakenPortIsTheUsersToMend() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      CommandLineTest.Answer answer =
          replay(run(), "--port=" + taken.getLocalPort(), "--speed=max", "--linger=0");

      assertThat(answer.code()).isEqualTo(2);
      assertThat(answer.err()).contains("Choose another port").doesNotContain("\tat ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "fast", "NaN"})
  void aSpeedThatIsNoneIsRefused(String speed) {
    CommandLineTest.Answer answer = replay(run(), "--speed=" + speed);

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("--speed " + speed).contains("or max");
  }

  @Test
  void aLogWithoutItsStartHasNoMeters() throws IOException {
    List<String> lines = Files.readAllLines(runs.resolve("a/run.jsonl"));
    Path log = Files.writeString(folder.resolve("late.jsonl"), lines.get(1) + "\n");

    CommandLineTest.Answer answer = replay(log.toString(), "--open-metrics=-");

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("the start of the run is missing");
  }
}
