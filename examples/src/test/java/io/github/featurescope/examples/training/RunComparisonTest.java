package io.github.featurescope.examples.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.featurescope.examples.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunComparisonTest {

  @TempDir private Path folder;

  private Path run(String name, String optimizer, String... probes) throws IOException {
    Path run = Files.createDirectory(folder.resolve(name));
    String start =
        "{\"event\":\"start\",\"settings\":{\"optimizer\":\"" + optimizer + "\",\"seed\":1}}\n";
    Files.writeString(run.resolve("run.jsonl"), start + String.join("\n", probes) + "\n");
    return run;
  }

  private static String probe(int epoch, double accuracy, double richness, String state) {
    return "{\"event\":\"probe\",\"epoch\":"
        + epoch
        + ",\"sets\":{\"test\":{\"wrongLabels\":{\"accuracy\":"
        + accuracy
        + "}},\"train\":{\"wrongLabels\":{\"wrongAsGiven\":0.25},\"dlr\":{\"doubleCentred\":"
        + richness
        + "},\"centred\":{\"effectiveDimension\":12.4}}},\"verdict\":{\"state\":\""
        + state
        + "\"}}";
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList();
  }

  @Test
  void saysWhatDiffersAndWhatBecameOfIt() throws IOException {
    Path first =
        run(
            "a",
            "adam",
            probe(0, 0.99, 0.9, "UNDECIDED"),
            probe(1, 0.8, 0.2, "LEARNING_SIGNAL"),
            probe(2, 0.7, 0.4, "ONSET"),
            probe(3, 0.6, 0.5, "MEMORISING_NOISE"));
    Path second = run("b", "sgd", probe(1, 0.7, 0.3, "LEARNING_SIGNAL"));

    List<String> table = RunComparison.of(List.of(first, second)).markdown();

    assertThat(table).hasSize(4);
    assertThat(cells(table.get(2)))
        .as("the probe before training is no candidate for the best")
        .containsExactly(
            "a",
            "optimizer adam",
            "80.0 % at 1",
            "60.0 %",
            "25.0 %",
            "0.20 → 0.50",
            "12 → 12",
            "3");
    assertThat(cells(table.get(3)))
        .startsWith("b", "optimizer sgd", "70.0 % at 1")
        .endsWith("never");
    assertThat(table).extracting(String::length).containsOnly(table.get(0).length());
  }

  @Test
  void whatARunDoesNotMeasureIsADash() throws IOException {
    Path bare = run("bare", "adam", "{\"event\":\"probe\",\"epoch\":1,\"sets\":{}}");

    assertThat(cells(RunComparison.of(List.of(bare)).markdown().get(2)))
        .containsExactly("bare", "–", "–", "–", "–", "–", "–", "never");
  }

  @Test
  void aRunWithoutProbesIsNamed() throws IOException {
    Path empty = run("empty", "adam");

    assertThatThrownBy(() -> RunComparison.of(List.of(empty)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("empty")
        .hasMessageContaining("no probe");
  }
}
