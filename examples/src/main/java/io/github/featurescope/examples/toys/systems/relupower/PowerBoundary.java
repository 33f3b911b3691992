package io.github.featurescope.examples.toys.systems.relupower;

import io.github.featurescope.examples.toys.Evidence;
import io.github.featurescope.examples.toys.Fits;
import io.github.featurescope.examples.toys.PhaseDiagram;
import io.github.featurescope.examples.toys.PhaseDiagram.Axis;
import io.github.featurescope.examples.toys.patch.FreshError;
import io.github.featurescope.examples.toys.patch.ReluPower;
import io.github.featurescope.examples.toys.patch.SignalNoiseSystem;
import java.util.Arrays;

/**
 * At which strength of the signal the cubed ReLU passes from noise to signal. Rate and first
 * weights are scaled with n and d, so that training takes as many steps everywhere.
 */
final class PowerBoundary {

  private static final double HALF = 0.25;
  private static final int RUNS = 6;

  private PowerBoundary() {}

  private static SignalNoiseSystem system(double n, double d, double strength, double rate) {
    return new SignalNoiseSystem(
        (int) n,
        (int) d,
        strength,
        0,
        10,
        new ReluPower(3),
        0.01 * Math.sqrt(1000 / d),
        rate,
        4000);
  }

  private static double strength(double n, double d, double rate, long seed) {
    return FreshError.boundary(at -> system(n, d, at, rate), HALF, 2, 40, RUNS, seed);
  }

  static double overDimension(Evidence evidence) {
    double[] d = {200, 400, 800, 1600};
    double[] at =
        Arrays.stream(d).map(each -> strength(20, each, 10 / each, evidence.seed())).toArray();
    return Fits.exponent(d, at);
  }

  static double overSamples(Evidence evidence) {
    double d = 3200;
    double[] n = {10, 20, 40, 80, 160};
    double[] at =
        Arrays.stream(n).map(each -> strength(each, d, each / d, evidence.seed())).toArray();
    return Fits.exponent(n, at);
  }

  static PhaseDiagram diagram() {
    return new PhaseDiagram(
        "d",
        "Cubed ReLU: test error, n = 20",
        new Axis("norm of the signal", 2, 32, false),
        new Axis("dimension d", 200, 3200, true),
        "test error",
        HALF,
        0.5,
        "d^(1/2)",
        (strength, d, seed) ->
            FreshError.afterTraining(system(20, d, strength, 10 / d), 0.01, seed, 600));
  }
}
