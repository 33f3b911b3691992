package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.featurescope.probes.Matrix;
import io.github.featurescope.probes.SampleHistory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuspectListTest {

  private static final long[] IDS = {100, 200, 300, 400};

  /** The third sample is given 0 and looks like 1. */
  private static SuspectList list(String second) {
    SampleHistory history = SampleHistory.of(new int[] {0, 1, 0, 1}, 2);
    for (int look = 0; look < 3; look++) {
      history.observe(Matrix.ofRowMajor(4, 2, new double[] {4, 0, 0, 4, 0, 4, 0, 3}));
    }
    return SuspectList.of(history, IDS, List.of("cat", second));
  }

  @Test
  void namesTheSampleAndBothLabels() {
    SuspectList.Entry first = list("dog").entries().get(0);
    assertThat(first.id()).isEqualTo(300);
    assertThat(first.rank()).isEqualTo(1);
    assertThat(first.givenName()).isEqualTo("cat");
    assertThat(first.suggestedName()).isEqualTo("dog");
    assertThat(first.score()).isEqualTo(Math.tanh(2), within(1e-12)); // of two logits 4 apart
    assertThat(first.wrongEvents()).isEqualTo(3);
  }

  @Test
  void feedsBackWhatIsLikelyWrong() {
    SuspectList list = list("dog");
    // One of four in all, none of the surest fifth (one sample), and none of the surer half.
    assertThat(list.noiseRate().assumed()).isEqualTo(0.0625, within(1e-9));
    assertThat(list.noiseRate().rate()).as("of two classes").isNull();
    assertThat(list.likelyWrong()).containsExactly(300L);
    assertThat(list.weights().applyAsDouble(300)).isLessThan(0.5);
    assertThat(list.weights().applyAsDouble(100)).isGreaterThan(0.5);
    assertThat(list.weights().applyAsDouble(999)).isEqualTo(1);
  }

  @Test
  void writesCsvWithNamesQuoted(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("suspects.csv");
    list("dog, \"wild\"").writeCsv(file);
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).startsWith("rank,id,given,suggested");
    assertThat(lines.get(1)).startsWith("1,300,0,1,\"cat\",\"dog, \"\"wild\"\"\",0.964028,");
  }

  @Test
  void writesJson(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("suspects.json");
    list("dog").writeJson(file);
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.at("/noiseRate/assumed").asDouble()).isEqualTo(0.0625, within(1e-9));
    assertThat(json.at("/noiseRate/rate").isNull()).isTrue();
    assertThat(json.at("/noiseRate/notJudged").asText()).startsWith("with two or three classes");
    assertThat(json.at("/looks").asInt()).isEqualTo(3);
    assertThat(json.at("/samples")).hasSize(4);
    assertThat(json.at("/samples/0/suggestedName").asText()).isEqualTo("dog");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void refusesIdsOfOtherSamples() {
    SampleHistory history = SampleHistory.of(new int[] {0, 1}, 2);
    assertThatThrownBy(() -> SuspectList.of(history, IDS, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 ids for a history of 2 samples");
  }
}
