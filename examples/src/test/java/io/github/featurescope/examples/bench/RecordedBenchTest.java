package io.github.featurescope.examples.bench;

import static io.github.featurescope.examples.docs.MarkedText.assertHolds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/label-noise.md claims, read off the recorded logs. */
class RecordedBenchTest {

  private static final String WITH = "FeatureScope with held-out";
  private static final String WITHOUT = "FeatureScope without";
  private static final List<String> NOT_RIVALS = List.of(WITH, WITHOUT, "oracle");

  private final Judgement judgement = Judgement.of(logs("judged"));

  private static List<BenchLog> logs(String grid) {
    try (Stream<Path> files = Files.list(Path.of("bench/label-noise").resolve(grid))) {
      return files
          .filter(file -> file.toString().endsWith(".gz"))
          .sorted()
          .map(BenchLog::read)
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("the recorded logs are missing", e);
    }
  }

  private Rule rule(String name) {
    return judgement.outcomes().keySet().stream()
        .filter(rule -> rule.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private double mean(String rule) {
    return judgement.meanRegret(rule(rule), log -> true);
  }

  @Test
  void everyRunOfTheGridIsRecordedAndNoneIsTunedOn() {
    List<String> judged = judgement.logs().stream().map(BenchLog::run).toList();

    assertThat(judged).hasSizeGreaterThanOrEqualTo(60);
    assertThat(judged)
        .containsExactlyInAnyOrderElementsOf(
            BenchGrid.JUDGED.runs().stream().map(BenchRun::id).toList());
    assertThat(judged)
        .doesNotContainAnyElementsOf(BenchGrid.TUNING.runs().stream().map(BenchRun::id).toList());
  }

  @Test
  void theVerdictLosesLessThanEveryOtherRule() {
    for (Rule rival : judgement.outcomes().keySet()) {
      if (!NOT_RIVALS.contains(rival.name())) {
        assertThat(mean(WITH)).as(rival.name()).isLessThan(mean(rival.name()));
        assertThat(mean(WITHOUT)).as(rival.name()).isLessThan(mean(rival.name()));
      }
    }
  }

  @Test
  void noCleanRunIsCalledMemorising() {
    for (String name : List.of(WITH, WITHOUT)) {
      assertThat(judgement.outcomes().get(rule(name)))
          .filteredOn(outcome -> outcome.log().isClean())
          .hasSizeGreaterThan(20)
          .filteredOn(outcome -> outcome.choice().stopped())
          .extracting(outcome -> outcome.log().run())
          .isEmpty();
    }
  }

  @Test
  void mislabelledSamplesOfMnistAreFoundAtTheVerdictAndStillAtTheEnd() {
    List<Judgement.Outcome> runs =
        judgement.outcomes().get(rule(WITH)).stream()
            .filter(outcome -> "mnist".equals(outcome.log().settings().get("data")))
            .filter(outcome -> "symmetric:0.4".equals(outcome.log().settings().get("noise")))
            .toList();
    assertThat(runs).hasSizeGreaterThan(5);
    for (Judgement.Outcome run : runs) {
      List<Double> areas = new ArrayList<>();
      run.log().rows().forEach(row -> areas.add(row.detection().get("suspicion")));
      double best = areas.stream().mapToDouble(area -> area).max().orElseThrow();

      assertThat(areas.get(run.choice().decided() - 1)).as(run.log().run()).isGreaterThan(0.95);
      assertThat(areas.get(areas.size() - 1)).as(run.log().run()).isGreaterThan(best - 0.02);
    }
  }

  @Test
  void theNoiseRateIsRightWhereItIsGiven() {
    List<Judgement.Outcome> given =
        judgement.outcomes().get(rule(WITH)).stream()
            .filter(outcome -> Detection.estimate(outcome).isPresent())
            .toList();
    // Most runs of MNIST and digits; none of CIFAR-10, where networks are weak.
    assertThat(given).hasSizeGreaterThan(20);
    assertThat(given)
        .allSatisfy(
            outcome ->
                assertThat(Detection.estimate(outcome).orElseThrow())
                    .as(outcome.log().run())
                    .isCloseTo(
                        Detection.truth(String.valueOf(outcome.log().settings().get("noise"))),
                        within(0.05)));
  }

  @Test
  void theDocumentHoldsTheTables() throws IOException {
    assertHolds(Path.of("../docs/label-noise.md"), "benchmark", judgement.report());
  }

  @Test
  void theReadmeHoldsTheSummary() throws IOException {
    assertHolds(Path.of("../README.md"), "regret", judgement.summary());
  }
}
