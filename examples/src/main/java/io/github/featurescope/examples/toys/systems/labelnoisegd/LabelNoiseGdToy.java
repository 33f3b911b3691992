package io.github.featurescope.examples.toys.systems.labelnoisegd;

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
import io.github.featurescope.examples.toys.patch.PatchColumns;
import io.github.featurescope.examples.toys.patch.PatchData;
import io.github.featurescope.examples.toys.patch.PatchParameters;
import io.github.featurescope.examples.toys.patch.ReluPower;
import io.github.featurescope.examples.toys.patch.SignalNoiseState;
import io.github.featurescope.examples.toys.patch.SignalNoiseSystem;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;

/** Gradient descent that flips labels at random in each step, where plain descent memorises. */
public final class LabelNoiseGdToy implements Toy {

  private static final PatchParameters PARAMETERS =
      PatchParameters.of(
          new SignalNoiseSystem(50, 1000, 4, 0, 10, new ReluPower(2), 0.01, 0.1, 1500), 0, 1000);

  private static final Parameter<Double> FLIP =
      Parameter.real(
          "flip",
          0.3,
          Range.between(0, 0.5),
          "p, chance of each label to be flipped in each step; 0 is plain gradient descent");

  private static final String PLAIN = "flip=0";
  private static final String MANY = "flip=0.3";
  private static final String FEW = "flip=0.1";

  @Override
  public ToyCard card() {
    return new ToyCard(
        "label-noise-gd",
        "At a low signal-to-noise ratio gradient descent fits the training set by memorising noise;"
            + " with labels flipped at random in each step the training loss stays up, noise stays"
            + " bounded, and the test error goes to 0.",
        new Paper("Huang et al., NeurIPS 2025", "2510.17526"));
  }

  @Override
  public List<Parameter<?>> parameters() {
    return PARAMETERS.with(FLIP);
  }

  @Override
  public void check(Settings settings) {
    PARAMETERS.requireUniqueSplit(settings);
  }

  @Override
  public List<Column> columns() {
    return PatchColumns.COLUMNS;
  }

  @Override
  public void train(ToyRun run) {
    SignalNoiseState state = PARAMETERS.start(run);
    PatchData fresh = PARAMETERS.fresh(run);
    int last = run.get(PARAMETERS.steps());
    run.follow(
        Moments.geometric(last, 40),
        last,
        run.get(PARAMETERS.stop()),
        step(run, state),
        () -> PatchColumns.of(state, fresh));
  }

  private static DoubleSupplier step(ToyRun run, SignalNoiseState state) {
    double rate = run.get(PARAMETERS.rate());
    double flip = run.get(FLIP);
    Random random = run.random(Use.STEPS);
    int[] given = state.data().givenLabels();
    int[] told = new int[given.length];
    return () -> {
      for (int i = 0; i < told.length; i++) {
        told[i] = random.nextDouble() < flip ? 1 - given[i] : given[i];
      }
      return state.step(rate, told);
    };
  }

  private static double noiseOverSignal(Trajectory run) {
    return run.last("rho") / run.last("gamma");
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.atMost("plain descent: training loss", 0.01, "0.000", e -> e.run(PLAIN).last("loss")),
        Claim.atLeast(
            "plain descent: test error",
            0.4,
            "0.461 to 0.490",
            e -> e.run(PLAIN).last("testError")),
        Claim.atLeast(
            "plain descent: mean largest own rho over largest gamma",
            20,
            "26 to 47",
            e -> noiseOverSignal(e.run(PLAIN))),
        Claim.between(
            "flips of 30 %: training loss, of order 1",
            0.2, 0.6, "0.358 to 0.381", e -> e.run(MANY).last("loss")),
        Claim.atMost(
            "flips of 30 %: test error", 0.05, "0.000", e -> e.run(MANY).last("testError")),
        Claim.atMost(
            "flips of 30 %: mean largest own rho over largest gamma",
            0.2, "0.005 to 0.015", e -> noiseOverSignal(e.run(MANY))),
        Claim.between(
            "flips of 10 %: training loss",
            0.05, 0.3, "0.107 to 0.114", e -> e.run(FEW).last("loss")),
        Claim.atMost("flips of 10 %: test error", 0.05, "0.000", e -> e.run(FEW).last("testError")),
        Claim.atMost(
            "flips of 10 %: mean largest own rho over largest gamma",
            0.2, "0.011 to 0.045", e -> noiseOverSignal(e.run(FEW))));
  }

  @Override
  public List<Panel> picture(Evidence evidence) {
    Trajectory plain = evidence.run(PLAIN);
    Trajectory flipped = evidence.run(MANY);
    return List.of(
        Panel.overTime("Signal and noise learned", "coefficient")
            .withLogY()
            .curve("γ, flips", flipped, "gamma")
            .curve("ρ, flips", flipped, "rho")
            .curve("γ, plain", plain, "gamma")
            .curve("ρ, plain", plain, "rho"),
        Panel.overTime("A loss that stays up, and an error that goes", "error or loss")
            .curve("test error, flips", flipped, "testError")
            .curve("loss, flips", flipped, "loss")
            .curve("test error, plain", plain, "testError")
            .curve("loss, plain", plain, "loss"));
  }
}
