package io.github.featurescope.examples.toys.systems.relu;

import io.github.featurescope.examples.toys.Evidence;
import io.github.featurescope.examples.toys.Fits;
import io.github.featurescope.examples.toys.PhaseDiagram;
import io.github.featurescope.examples.toys.PhaseDiagram.Axis;
import io.github.featurescope.examples.toys.patch.FreshError;
import io.github.featurescope.examples.toys.patch.ReluPower;
import io.github.featurescope.examples.toys.patch.SignalNoiseSystem;
import java.util.Arrays;
import java.util.List;

/**
 * At which strength of the signal the ReLU passes from noise to signal. Rate and first weights are
 * scaled with n and d, so that training takes as many steps everywhere.
 */
final class ReluBoundary {

  private static final double HALF = 0.25;
  private static final int RUNS = 16;
  private static final double WIDE = 1600;

  private ReluBoundary() {}

  private static SignalNoiseSystem system(double n, double d, double strength) {
    return new SignalNoiseSystem(
        (int) n,
        (int) d,
        strength,
        0,
        10,
        ReluPower.RELU,
        0.001 * Math.sqrt(1000 / d),
        100 / d * n / 20,
        600);
  }

  private static double error(double n, double d, double strength, long seed) {
    return FreshError.afterTraining(system(n, d, strength), 0.01, seed, 600);
  }

  private static double strength(double n, double d, long seed) {
    return FreshError.boundary(at -> system(n, d, at), HALF, 0.4, 6.4, RUNS, seed);
  }

  static double overDimension(Evidence evidence) {
    double[] d = {200, 400, 800, WIDE};
    double[] at = Arrays.stream(d).map(each -> strength(20, each, evidence.seed())).toArray();
    return Fits.exponent(d, at);
  }

  private static double[] samples() {
    return new double[] {10, 20, 40, 80};
  }

  private static double[] boundaryOverSamples(Evidence evidence) {
    return evidence.once(
        "boundary over samples",
        () ->
            Arrays.stream(samples()).map(each -> strength(each, WIDE, evidence.seed())).toArray());
  }

  static double overSamples(Evidence evidence) {
    return Fits.exponent(samples(), boundaryOverSamples(evidence));
  }

  static double spread(Evidence evidence) {
    double[] n = samples();
    double[] at = boundaryOverSamples(evidence);
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int k = 0; k < n.length; k++) {
      double value = n[k] * StrictMath.pow(at[k], 4) / WIDE;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return most / least;
  }

  /** The test error after training on wrong labels, mean of three runs. */
  static double noisyError(Evidence evidence, int d, double strength) {
    return evidence.once(
        "noisy " + d + " " + strength,
        () -> {
          double sum = 0;
          for (int k = 0; k < 3; k++) {
            SignalNoiseSystem noisy =
                new SignalNoiseSystem(
                    20, d, strength, 0.1, 10, ReluPower.RELU, 0.01, 50.0 / d, 400);
            sum += FreshError.afterTraining(noisy, 0, 1000 * evidence.seed() + k, 1000);
          }
          return sum / 3;
        });
  }

  static List<PhaseDiagram> diagrams() {
    return List.of(
        new PhaseDiagram(
            "d",
            "ReLU: test error, n = 20",
            new Axis("norm of the signal", 0.5, 8, false),
            new Axis("dimension d", 200, 3200, true),
            "test error",
            HALF,
            0.25,
            "d^(1/4)",
            (strength, d, seed) -> error(20, d, strength, seed)),
        new PhaseDiagram(
            "n",
            "ReLU: test error, d = 1600",
            new Axis("norm of the signal", 0.5, 8, false),
            new Axis("training samples n", 10, 80, true),
            "test error",
            HALF,
            -0.25,
            "n^(-1/4)",
            (strength, n, seed) -> error(n, WIDE, strength, seed)));
  }
}
