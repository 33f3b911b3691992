package io.github.featurescope.examples.toys.patch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.examples.toys.patch.EstimatorRun.Estimator;
import io.github.featurescope.examples.toys.patch.EstimatorRun.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Do the estimators follow the true γ and ρ of the two-layer model? */
class SignalNoiseEstimatorsTest {

  private static final List<Double> STRENGTHS = List.of(2.0, 3.0, 5.0);
  private static final List<ToDoubleFunction<Moment>> GAMMAS =
      List.of(moment -> moment.truth().gamma(), moment -> moment.truth().meanGamma());
  private static final List<ToDoubleFunction<Moment>> RHOS =
      List.of(
          moment -> moment.truth().rho(), moment -> moment.truth().meanRho(), Moment::largestRho);

  private static double spearman(
      List<Moment> moments, ToDoubleFunction<Moment> one, ToDoubleFunction<Moment> other) {
    return new SpearmansCorrelation()
        .correlation(
            moments.stream().mapToDouble(one).toArray(),
            moments.stream().mapToDouble(other).toArray());
  }

  /** Returns the smallest correlation along a run, over all runs. */
  private static double least(
      List<EstimatorRun> runs, ToDoubleFunction<Moment> one, ToDoubleFunction<Moment> other) {
    return runs.stream()
        .mapToDouble(run -> spearman(run.moments(), one, other))
        .min()
        .orElseThrow();
  }

  private static List<Moment> pooled(List<EstimatorRun> runs) {
    return runs.stream().flatMap(run -> run.moments().stream()).toList();
  }

  private static double share(
      ToDoubleFunction<Moment> gamma, ToDoubleFunction<Moment> rho, Moment moment) {
    double noise = rho.applyAsDouble(moment);
    return noise / (gamma.applyAsDouble(moment) + noise);
  }

  private static void assertFollows(List<EstimatorRun> runs, Estimator estimator) {
    for (ToDoubleFunction<Moment> gamma : GAMMAS) {
      assertThat(least(runs, moment -> moment.of(estimator).signal(), gamma))
          .isGreaterThanOrEqualTo(0.9);
    }
    for (ToDoubleFunction<Moment> rho : RHOS) {
      assertThat(least(runs, moment -> moment.of(estimator).noise(), rho))
          .isGreaterThanOrEqualTo(0.9);
    }
    assertThat(pooledShare(runs, estimator, 0, 0)).isGreaterThanOrEqualTo(0.9);
    assertThat(pooledShare(runs, estimator, 1, 1)).isGreaterThanOrEqualTo(0.9);
  }

  private static double pooledShare(
      List<EstimatorRun> runs, Estimator estimator, int gamma, int rho) {
    return spearman(
        pooled(runs),
        moment -> moment.of(estimator).share(),
        moment -> share(GAMMAS.get(gamma), RHOS.get(rho), moment));
  }

  /** Three signal-to-noise ratios where n = d, and three where n is far below d. */
  private static List<EstimatorRun> reluRuns(List<Double> wrong, boolean flattened, long... seeds) {
    List<EstimatorRun> runs = new ArrayList<>();
    for (long seed : seeds) {
      for (double rate : wrong) {
        for (double strength : STRENGTHS) {
          SignalNoiseSystem square = SignalNoiseSystem.twoStages().withStrength(strength);
          runs.add(EstimatorRun.of(square.withWrong(rate), seed, flattened));
        }
        for (double strength : List.of(0.7, 2.0, 5.0)) {
          SignalNoiseSystem wide = SignalNoiseSystem.relu(strength).withWrong(rate);
          runs.add(EstimatorRun.of(wide, seed, flattened));
        }
      }
    }
    return runs;
  }

  private static List<EstimatorRun> powerRuns(long... seeds) {
    List<EstimatorRun> runs = new ArrayList<>();
    for (long seed : seeds) {
      for (double rate : List.of(0.0, 0.2)) {
        for (double strength : List.of(5.0, 15.0, 25.0)) {
          SignalNoiseSystem cubed = SignalNoiseSystem.cubedRelu(strength).withWrong(rate);
          runs.add(EstimatorRun.of(cubed, seed, false));
        }
      }
    }
    return runs;
  }

  @Test
  void heldOutSamplesSplitMarginsAsTheTruthDoes() {
    assertFollows(reluRuns(List.of(0.0, 0.2), false, 101), Estimator.HELD_OUT);
  }

  @Tag("long")
  @Test
  void allEstimatorsOnManyRuns() throws IOException {
    List<EstimatorRun> relu = reluRuns(List.of(0.0, 0.1, 0.2, 0.3), false, 102, 103, 104);
    List<EstimatorRun> flattened = reluRuns(List.of(0.0, 0.2), true, 102);
    List<EstimatorRun> cubed = powerRuns(102, 103, 104);
    List<String> lines = new ArrayList<>();
    table("ReLU, summed patches", relu, lines);
    table("ReLU, flattened patches", flattened, lines);
    table("cubed ReLU, summed patches", cubed, lines);
    Files.write(Files.createDirectories(Path.of("target")).resolve("signal-and-noise.md"), lines);
    assertFollows(relu, Estimator.HELD_OUT);
    assertFollows(flattened, Estimator.HELD_OUT);
  }

  private static void table(String title, List<EstimatorRun> runs, List<String> lines) {
    lines.add("");
    lines.add("### " + title + ", " + runs.size() + " runs, " + pooled(runs).size() + " moments");
    lines.add("");
    lines.add(
        "| estimator | γ max | γ mean | ρ | ρ mean | ρ max | share, γ max and ρ | share, means |"
            + " share, maxima |");
    lines.add("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for (Estimator estimator : Estimator.values()) {
      StringBuilder line = new StringBuilder("| " + estimator.title);
      GAMMAS.forEach(
          gamma -> cell(line, least(runs, moment -> moment.of(estimator).signal(), gamma)));
      RHOS.forEach(rho -> cell(line, least(runs, moment -> moment.of(estimator).noise(), rho)));
      cell(line, pooledShare(runs, estimator, 0, 0));
      cell(line, pooledShare(runs, estimator, 1, 1));
      cell(line, pooledShare(runs, estimator, 0, 2));
      lines.add(line + " |");
    }
  }

  private static void cell(StringBuilder line, double value) {
    line.append(String.format(Locale.ROOT, " | %.3f", value));
  }
}
