package io.github.featurescope.examples.toys.systems.sharpness;

import io.github.featurescope.examples.toys.Claim;
import io.github.featurescope.examples.toys.Column;
import io.github.featurescope.examples.toys.Evidence;
import io.github.featurescope.examples.toys.Moments;
import io.github.featurescope.examples.toys.Panel;
import io.github.featurescope.examples.toys.Paper;
import io.github.featurescope.examples.toys.Parameter;
import io.github.featurescope.examples.toys.Range;
import io.github.featurescope.examples.toys.Settings;
import io.github.featurescope.examples.toys.Toy;
import io.github.featurescope.examples.toys.ToyCard;
import io.github.featurescope.examples.toys.ToyRun;
import io.github.featurescope.examples.toys.ToyRun.Use;
import io.github.featurescope.examples.toys.Trajectory;
import io.github.featurescope.examples.toys.patch.FreshError;
import io.github.featurescope.examples.toys.patch.OrderParameters;
import io.github.featurescope.examples.toys.patch.PatchParameters;
import io.github.featurescope.examples.toys.patch.ReluPower;
import io.github.featurescope.examples.toys.patch.SignalNoiseState;
import io.github.featurescope.examples.toys.patch.SignalNoiseSystem;
import java.util.List;
import java.util.stream.LongStream;

/** Sharpness-aware minimisation keeps filters off the noise, where plain descent memorises it. */
public final class SharpnessToy implements Toy {

  private static final PatchParameters PARAMETERS =
      PatchParameters.of(
          new SignalNoiseSystem(20, 4000, 2, 0, 10, ReluPower.RELU, 0.001, 0.025, 900), 0, 1000);

  private static final Parameter<Double> RADIUS =
      Parameter.real("radius", 0.1, Range.atLeast(0), "of the ascent; 0 is plain gradient descent");

  private static final Parameter<Integer> AWARE =
      Parameter.integer(
          "awareSteps", 300, Range.atLeast(0), "how many steps ascend; the rest is plain");

  private static final String PLAIN = "radius=0";
  private static final String SHARP = "radius=0.1";
  private static final int RUNS = 10;

  @Override
  public ToyCard card() {
    return new ToyCard(
        "sam",
        "Where n·strength^4/d is small plain gradient descent overfits harmfully; sharpness-aware"
            + " minimisation keeps filters off the noise and generalises, whatever the dimension.",
        new Paper("Chen et al., NeurIPS 2023", "2310.07269"));
  }

  @Override
  public List<Parameter<?>> parameters() {
    return PARAMETERS.with(RADIUS, AWARE);
  }

  @Override
  public void check(Settings settings) {
    PARAMETERS.requireUniqueSplit(settings);
  }

  @Override
  public List<Column> columns() {
    return List.of(
        Column.of("gamma", "largest γ of a filter"),
        Column.of("rho", "largest ρ among a sample's own filters, mean over samples"),
        Column.of("loss", "mean training loss"),
        Column.of("testError", "share of errors on fresh samples"));
  }

  @Override
  public void train(ToyRun run) {
    SignalNoiseState state = PARAMETERS.start(run);
    double rate = run.get(PARAMETERS.rate());
    double radius = run.get(RADIUS);
    int aware = radius > 0 ? run.get(AWARE) : 0;
    int last = run.get(PARAMETERS.steps());
    int count = run.get(PARAMETERS.freshSamples());
    double[] signal = state.data().signal();
    run.follow(
        Moments.geometric(last, 40),
        last,
        run.get(PARAMETERS.stop()),
        () -> state.steps() < aware ? state.sharpnessAwareStep(rate, radius) : state.step(rate),
        () -> {
          OrderParameters now = OrderParameters.of(state);
          return new double[] {
            now.gamma(),
            now.rho(),
            now.loss(),
            FreshError.of(state.network(), signal, count, run.random(Use.FRESH))
          };
        });
  }

  /** Mean test error of several runs at strength 1.5, at the rate that suits the dimension. */
  private static double error(Evidence evidence, String training, int dimension) {
    return evidence.once(
        training + " at " + dimension,
        () -> {
          SharpnessToy toy = new SharpnessToy();
          Settings settings =
              Settings.of(
                  toy,
                  List.of(
                      training,
                      "strength=1.5",
                      "dimension=" + dimension,
                      "rate=" + 100.0 / dimension));
          return LongStream.range(0, RUNS)
              .mapToDouble(
                  k -> ToyRun.end(toy, settings, 1000 * evidence.seed() + k).get("testError"))
              .average()
              .orElseThrow();
        });
  }

  private static double growth(Evidence evidence, String training) {
    return error(evidence, training, 4000) - error(evidence, training, 1000);
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.atLeast(
            "plain descent: test error",
            0.2,
            "0.268 to 0.311",
            e -> e.run(PLAIN).last("testError")),
        Claim.atMost(
            "sharpness-aware: test error", 0.05, "0 to 0.004", e -> e.run(SHARP).last("testError")),
        Claim.atMost(
            "training loss of both",
            0.01,
            "0.003 to 0.005",
            e -> Math.max(e.run(PLAIN).last("loss"), e.run(SHARP).last("loss"))),
        Claim.atLeast(
            "gamma, sharpness-aware over plain",
            4,
            "6.4 to 8.4",
            e -> e.run(SHARP).last("gamma") / e.run(PLAIN).last("gamma")),
        Claim.atLeast(
            "strength 1.5, plain: test error at d = 4000 less that at 1000, mean of 10 runs",
            0.02,
            "0.37 - 0.30",
            e -> growth(e, PLAIN)),
        Claim.atMost(
            "strength 1.5, sharpness-aware: the same difference",
            0.02,
            "0.02 - 0.03",
            e -> growth(e, SHARP)));
  }

  @Override
  public List<Panel> picture(Evidence evidence) {
    Trajectory plain = evidence.run(PLAIN);
    Trajectory sharp = evidence.run(SHARP);
    return List.of(
        Panel.overTime("Signal and noise learned", "coefficient")
            .withLogY()
            .curve("γ, sharpness-aware", sharp, "gamma")
            .curve("ρ, sharpness-aware", sharp, "rho")
            .curve("γ, plain", plain, "gamma")
            .curve("ρ, plain", plain, "rho"),
        Panel.overTime("Both fit, one generalises", "error or loss")
            .curve("test error, sharpness-aware", sharp, "testError")
            .curve("loss, sharpness-aware", sharp, "loss")
            .curve("test error, plain", plain, "testError")
            .curve("loss, plain", plain, "loss"));
  }
}
