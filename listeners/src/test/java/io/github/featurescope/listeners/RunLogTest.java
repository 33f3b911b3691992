package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;

class RunLogTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("deep/run.jsonl");
  }

  private static ProbeFailure failure() {
    return new ProbeFailure(Instant.EPOCH, 3, 1, "train", new IllegalStateException("why"));
  }

  @Test
  void holdsEveryEventOfARun() {
    DataSet data = TestModels.data(30, 1);
    MultiLayerNetwork network = TestModels.network();
    try (FeatureScope scope =
        FeatureScope.watch(network)
            .probeSet(ProbeSet.of("train", data))
            .setting("noise", "none")
            .runLog(file)
            .start()) {
      network.fit(TestModels.iterator(data, 10, true), 2);
      assertThat(RunLog.read(file)).as("written while it runs").hasSize(4);
      assertThat(scope.failures()).isZero();
    }

    List<ObjectNode> events = RunLog.read(file);
    assertThat(events)
        .extracting(event -> event.get("event").asText())
        .containsExactly("start", "probe", "probe", "probe", "end");
    assertThat(events.get(0).get("featurescope").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(events.get(0).at("/settings/noise").asText()).isEqualTo("none");
    assertThat(events.get(3).at("/sets/train/centred/eigenvalues/0").asDouble()).isPositive();
    assertThat(events.get(4).get("probes").asInt()).isEqualTo(3);
  }

  @Test
  void isOnDiskBeforeItIsClosed() {
    RunLog log = RunLog.appendTo(file);
    log.event(RunJson.failure(failure()));

    assertThat(RunLog.read(file)).hasSize(1);
    log.close();
  }

  @Test
  void isAppendedTo() {
    for (int i = 0; i < 2; i++) {
      RunLog log = RunLog.appendTo(file);
      log.event(RunJson.failure(failure()));
      log.close();
    }

    assertThat(RunLog.read(file)).hasSize(2);
  }

  @Test
  void aTornLineStaysAloneAndIsSkipped() throws IOException {
    RunLog first = RunLog.appendTo(file);
    first.event(RunJson.failure(failure()));
    first.close();
    byte[] torn = "{\"event\":\"probe\",\"é".getBytes(StandardCharsets.UTF_8);
    Files.write(file, java.util.Arrays.copyOf(torn, torn.length - 1), StandardOpenOption.APPEND);

    RunLog second = RunLog.appendTo(file);
    second.event(RunJson.failure(failure()));
    second.close();

    assertThat(RunLog.read(file)).hasSize(2);
  }

  @Test
  void saysWhichFileCannotBeWritten() throws IOException {
    Path blocked = Files.createFile(folder.resolve("file")).resolve("run.jsonl");

    assertThatThrownBy(() -> RunLog.appendTo(blocked))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(blocked.toString())
        .hasMessageContaining("choose a folder");
  }

  @Test
  void survivesAnInterruptOfTheTrainingThread() {
    RunLog log = RunLog.appendTo(file);
    Thread.currentThread().interrupt();
    log.event(RunJson.failure(failure()));
    boolean interrupted = Thread.interrupted();
    log.event(RunJson.failure(failure()));
    log.close();

    assertThat(interrupted).as("the interrupt is left to whom it was meant for").isTrue();
    assertThat(RunLog.read(file)).hasSize(2);
  }

  @Test
  void hasOneWriter() {
    RunLog first = RunLog.appendTo(file);

    assertThatThrownBy(() -> RunLog.appendTo(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("another run");
    first.event(RunJson.failure(failure()));
    first.close();
    assertThat(RunLog.read(file)).hasSize(1);
  }
}
