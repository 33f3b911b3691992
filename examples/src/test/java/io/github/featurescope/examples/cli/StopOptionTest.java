package io.github.featurescope.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run with so many wrong labels that the verdict turns soon. */
class StopOptionTest {

  private static final Pattern STOPPED =
      Pattern.compile("stopped at epoch (\\d+), restored epoch (\\d+)");

  @TempDir private Path folder;

  private CommandLineTest.Answer train(String name, int epochs, String stop) {
    return CommandLineTest.run(
        "train",
        "--stop=" + stop,
        "--epochs=" + epochs,
        "--train-size=1000",
        "--heldout-size=300",
        "--test-size=200",
        "--probe-size=500",
        "--noise=symmetric:0.4",
        "--no-page",
        "--out=" + folder.resolve(name));
  }

  private JsonNode summary(String name) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(name).resolve("summary.json").toFile());
  }

  private MultiLayerNetwork model(String name) throws IOException {
    return MultiLayerNetwork.load(folder.resolve(name).resolve("model.zip").toFile(), true);
  }

  @Test
  void actLeavesTheModelThatAShorterRunWouldHaveMade() throws IOException {
    CommandLineTest.Answer stopped = train("stopped", 40, "act");

    assertThat(stopped.code()).isZero();
    Matcher line = STOPPED.matcher(stopped.out());
    assertThat(line.find()).as(stopped.out()).isTrue();
    int at = Integer.parseInt(line.group(1));
    int restored = Integer.parseInt(line.group(2));
    assertThat(at).isLessThan(40);
    assertThat(restored).isLessThanOrEqualTo(at);
    assertThat(summary("stopped").at("/epochs").asInt()).isEqualTo(at);
    assertThat(summary("stopped").at("/stoppedAtEpoch").asInt()).isEqualTo(at);
    assertThat(summary("stopped").at("/restoredEpoch").asInt()).isEqualTo(restored);
    assertThat(summary("stopped").at("/settings/stop").asText()).isEqualTo("act");

    CommandLineTest.Answer shorter = train("shorter", restored, "advise");

    assertThat(shorter.out()).doesNotContain("stopped at");
    assertThat(model("stopped").params()).isEqualTo(model("shorter").params());
    assertThat(model("stopped").getUpdater().getStateViewArray())
        .isEqualTo(model("shorter").getUpdater().getStateViewArray());
    assertThat(summary("shorter").at("/stoppedAtEpoch").isNull()).isTrue();
  }

  @Test
  void adviseTrainsToTheEnd() throws IOException {
    CommandLineTest.Answer advised = train("advised", 20, "advise");

    assertThat(advised.out()).doesNotContain("stopped at");
    assertThat(summary("advised").at("/epochs").asInt()).isEqualTo(20);
    assertThat(summary("advised").at("/verdict/turnedAtEpoch").isNumber())
        .as("there was something to stop for")
        .isTrue();
  }

  @Test
  void anUnknownAnswerIsRefused() {
    assertThat(CommandLineTest.run("train", "--stop=perhaps").err())
        .contains("--stop")
        .contains("perhaps");
  }
}
