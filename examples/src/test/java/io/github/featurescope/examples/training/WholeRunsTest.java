package io.github.featurescope.examples.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.listeners.Observation;
import io.github.featurescope.listeners.ProbeSet;
import io.github.featurescope.listeners.RunSink;
import io.github.featurescope.listeners.Stage;
import io.github.featurescope.listeners.Verdict;
import io.github.featurescope.probes.WrongLabelFit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whole runs on real MNIST and on drawn digits: both stages, and a verdict that finds the peak. */
@Tag("long")
class WholeRunsTest {

  @TempDir private Path folder;

  private static final Logger logger = LoggerFactory.getLogger(WholeRunsTest.class);

  private final List<Observation> seen = new ArrayList<>();

  private RunSummary train(TrainingSettings settings) {
    return TrainingJob.of(settings, RunFolder.create(folder.resolve("run")))
        .sink(
            new RunSink() {
              @Override
              public void observed(Observation observation) {
                seen.add(observation);
              }
            })
        .run(TrainingData.prepare(settings), () -> {});
  }

  private static TrainingSettings mnist(String noise, long seed) {
    return TestRuns.whole("mnist", TestRuns.data("mnist"), 5000, noise, seed);
  }

  private WrongLabelFit.Result mislabelled(int epoch) {
    return seen.get(epoch)
        .reports()
        .get(ProbeSet.TRAIN)
        .find(WrongLabelFit.WRONG_LABELS)
        .orElseThrow();
  }

  /** By what the verdict's last word is worse than the best epoch of the run. */
  private double regret(RunSummary summary) {
    Verdict.Moment back = seen.get(30).verdict().best();
    assertThat(back).isNotNull();
    double regret = summary.bestTest().getValue() - summary.testAccuracy().get(back.epoch());
    logger.info(
        "peak {} at epoch {}, verdict turned at {}, back to {}: {} lost",
        summary.bestTest().getValue(),
        summary.bestTest().getKey(),
        summary.turnedAt(),
        back.epoch(),
        regret);
    return regret;
  }

  private void assertBothStages(RunSummary summary) {
    Map.Entry<Integer, Double> best = summary.bestTest();
    double last = summary.testAccuracy().get(30);
    assertThat(best.getValue() - last).as("fall of the test accuracy").isGreaterThan(0.10);
    assertThat(seen.get(best.getKey()).stage()).isEqualTo(Stage.STAGE_ONE);
    assertThat(mislabelled(best.getKey()).wrongAsTrue()).isGreaterThan(0.7);
    assertThat(seen.get(30).stage()).isEqualTo(Stage.STAGE_TWO);
    assertThat(summary.turnedAt()).as("the verdict turns").isNotNull();
    assertThat(regret(summary))
        .as("test accuracy lost at the epoch to go back to")
        .isLessThan(0.05);
    assertThat(seen.get(30).verdict().state()).isEqualTo(Verdict.State.MEMORISING_NOISE);
  }

  private void assertNothingIsLost(RunSummary summary) {
    assertThat(summary.turnedAt()).isNull();
    assertThat(seen)
        .extracting(observation -> observation.verdict().state())
        .doesNotContain(Verdict.State.ONSET);
    assertThat(regret(summary)).as("test accuracy lost at the last word").isLessThan(0.01);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void mnistWithWrongLabelsShowsBothStages(long seed) {
    assertBothStages(train(mnist("symmetric:0.4", seed)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void mnistWithCleanLabelsNeverTurns(long seed) {
    RunSummary summary = train(mnist("none", seed));

    assertNothingIsLost(summary);
    assertThat(summary.testAccuracy().get(30)).isGreaterThan(0.9);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void digitsWithWrongLabelsShowBothStages(long seed) {
    assertBothStages(train(TestRuns.whole("digits", null, 3000, "symmetric:0.4", seed)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void digitsWithCleanLabelsNeverTurn(long seed) {
    RunSummary summary = train(TestRuns.whole("digits", null, 3000, "none", seed));

    assertNothingIsLost(summary);
    assertThat(summary.testAccuracy().get(30)).isGreaterThan(0.9);
  }
}
