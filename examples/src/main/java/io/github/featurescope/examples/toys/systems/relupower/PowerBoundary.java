package io.github.featurescope.examples.toys.systems.relupower;

import io.github.featurescope.examples.toys.Evidence;
import io.github.featurescope.examples.toys.Fits;
import io.github.featurescope.examples.toys.PhaseDiagram;
import io.github.featurescope.examples.toys.PhaseDiagram.Axis;
import io.github.featurescope.examples.toys.Settings;
import io.github.featurescope.examples.toys.ToyRun;
import java.util.Arrays;
import java.util.List;

/**
 * At which strength of the signal the cubed ReLU passes from noise to signal. Rate and first
 * weights are scaled with d, so that training takes as many steps in every dimension.
 */
final class PowerBoundary {

  private static final double HALF = 0.25;
  private static final double WEAKEST = 2;
  private static final double STRONGEST = 40;
  private static final int HALVINGS = 7;

  private PowerBoundary() {}

  private static double error(int n, double d, double strength, double rate, long seed) {
    Settings settings =
        Settings.of(
            new ReluPowerToy(),
            List.of(
                "samples=" + n,
                "dimension=" + (int) d,
                "strength=" + strength,
                "deviation=" + 0.01 * Math.sqrt(1000 / d),
                "rate=" + rate,
                "steps=4000",
                "fresh=600"));
    return ToyRun.end(new ReluPowerToy(), settings, seed).get("testError");
  }

  private static double strength(int n, double d, double rate, int seeds, long seed) {
    return Fits.crossing(
        at -> {
          double sum = 0;
          for (int k = 0; k < seeds; k++) {
            sum += error(n, d, at, rate, 1000 * seed + k);
          }
          return sum / seeds;
        },
        HALF,
        WEAKEST,
        STRONGEST,
        HALVINGS);
  }

  static double overDimension(Evidence evidence) {
    double[] d = {200, 400, 800, 1600};
    double[] at =
        Arrays.stream(d).map(each -> strength(20, each, 10 / each, 4, evidence.seed())).toArray();
    return Fits.exponent(d, at);
  }

  static double overSamples(Evidence evidence) {
    double[] n = {10, 20, 40, 80, 160};
    double[] at =
        Arrays.stream(n)
            .map(each -> strength((int) each, 3200, each / 3200, 4, evidence.seed()))
            .toArray();
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
        "strength ~ d^(1/2)",
        (strength, d, seed) -> error(20, d, strength, 10 / d, seed));
  }
}
