package io.github.featurescope.examples.toys.systems.growth;

import io.github.featurescope.examples.toys.Claim;
import io.github.featurescope.examples.toys.Column;
import io.github.featurescope.examples.toys.Evidence;
import io.github.featurescope.examples.toys.Fits;
import io.github.featurescope.examples.toys.Moments;
import io.github.featurescope.examples.toys.Panel;
import io.github.featurescope.examples.toys.Paper;
import io.github.featurescope.examples.toys.Parameter;
import io.github.featurescope.examples.toys.Toy;
import io.github.featurescope.examples.toys.ToyCard;
import io.github.featurescope.examples.toys.ToyRun;
import io.github.featurescope.examples.toys.Trajectory;
import io.github.featurescope.examples.toys.patch.PatchParameters;
import io.github.featurescope.examples.toys.patch.ReluPower;
import io.github.featurescope.examples.toys.patch.SignalNoiseParts;
import io.github.featurescope.examples.toys.patch.SignalNoiseState;
import io.github.featurescope.examples.toys.patch.SignalNoiseSystem;
import java.util.Arrays;
import java.util.List;

/** How fast the signal grows while the loss is still near log 2. */
public final class GrowthToy implements Toy {

  private static final double EARLY = 0.66;

  private static final PatchParameters PARAMETERS =
      PatchParameters.of(
          new SignalNoiseSystem(50, 500, 20, 0, 10, new ReluPower(2), 0.001, 0.002, 20_000),
          EARLY,
          2);

  @Override
  public ToyCard card() {
    return new ToyCard(
        "growth",
        "While the loss is near log 2 the signal grows linearly under the ReLU, exponentially under"
            + " its square, and to a blow-up at finite time under higher powers.",
        new Paper("Cao, Chen, Belkin, Gu, NeurIPS 2022", "2202.06526"));
  }

  @Override
  public List<Parameter<?>> parameters() {
    return PARAMETERS.with();
  }

  @Override
  public List<Column> columns() {
    return List.of(
        Column.of("along", "largest inner product of a filter with the signal of its sign"),
        Column.of("gamma", "largest γ of a filter"),
        Column.of("maxRho", "largest ρ of all"),
        Column.of("loss", "mean training loss before the step"));
  }

  @Override
  public void train(ToyRun run) {
    SignalNoiseState state = PARAMETERS.start(run);
    double rate = run.get(PARAMETERS.rate());
    int steps = run.get(PARAMETERS.steps());
    double[] loss = {StrictMath.log(2)};
    run.follow(
        Moments.every(steps, 1),
        steps,
        run.get(PARAMETERS.stop()),
        () -> loss[0] = state.step(rate),
        () -> {
          SignalNoiseParts parts = state.parts();
          return new double[] {state.maxAlongSignal(), parts.maxGamma(), parts.maxRho(), loss[0]};
        });
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        fits(Law.RELU, "1.0000"),
        beats(Law.RELU, "0.04"),
        fits(Law.SQUARE, "1.0000"),
        beats(Law.SQUARE, "0.12"),
        fits(Law.CUBE, "0.9992"),
        beats(Law.CUBE, "0.08"),
        fits(Law.FOURTH, "0.991 of 5 points at a tenfold rate"),
        beats(Law.FOURTH, "above 0"));
  }

  private static Claim fits(Law law, String seen) {
    return Claim.atLeast(
        "q = " + law.power + ": R² of " + law.says, 0.99, seen, e -> law.fit(law.run(e)));
  }

  private static Claim beats(Law law, String seen) {
    return Claim.atLeast(
        "q = " + law.power + ": R² of it less the best of the other laws",
        1e-6,
        seen,
        e -> {
          Trajectory run = law.run(e);
          double best =
              Arrays.stream(Law.values())
                  .filter(other -> other != law)
                  .mapToDouble(other -> other.fit(run))
                  .max()
                  .orElseThrow();
          return law.fit(run) - best;
        });
  }

  @Override
  public List<Panel> picture(Evidence evidence) {
    return Arrays.stream(Law.values())
        .limit(3)
        .map(
            law -> {
              Trajectory run = law.run(evidence);
              return Panel.of("q = " + law.power + ": " + law.says, "step", law.axis)
                  .curve(law.axis, run.column("step"), law.straight(run));
            })
        .toList();
  }

  /** What grows linearly in time. */
  private enum Law {
    RELU(1, "a linear in t", "a", "strength=8 rate=0.002 deviation=0.001") {
      @Override
      double of(double a) {
        return a;
      }
    },
    SQUARE(2, "log a linear in t", "log a", "strength=20 rate=0.002 deviation=0.001") {
      @Override
      double of(double a) {
        return StrictMath.log(a);
      }
    },
    CUBE(3, "1/a linear in t", "1/a", "strength=20 rate=0.02 deviation=0.002") {
      @Override
      double of(double a) {
        return 1 / a;
      }
    },
    FOURTH(4, "1/a² linear in t", "1/a²", "strength=20 rate=0.02 deviation=0.004") {
      @Override
      double of(double a) {
        return 1 / (a * a);
      }
    };

    private final int power;
    private final String says;
    private final String axis;
    private final String settings;

    Law(int power, String says, String axis, String settings) {
      this.power = power;
      this.says = says;
      this.axis = axis;
      this.settings = "power=" + power + " " + settings;
    }

    abstract double of(double a);

    Trajectory run(Evidence evidence) {
      return evidence.run(settings.split(" ", -1));
    }

    double[] straight(Trajectory run) {
      return Arrays.stream(run.column("along")).map(this::of).toArray();
    }

    /** R² over the time in which the loss stays near its start. */
    double fit(Trajectory run) {
      return Fits.rSquared(run.column("step"), straight(run));
    }
  }
}
