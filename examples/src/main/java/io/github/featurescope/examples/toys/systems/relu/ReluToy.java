package io.github.featurescope.examples.toys.systems.relu;

import io.github.featurescope.examples.toys.Claim;
import io.github.featurescope.examples.toys.Column;
import io.github.featurescope.examples.toys.Evidence;
import io.github.featurescope.examples.toys.Panel;
import io.github.featurescope.examples.toys.Paper;
import io.github.featurescope.examples.toys.Parameter;
import io.github.featurescope.examples.toys.PhaseDiagram;
import io.github.featurescope.examples.toys.Settings;
import io.github.featurescope.examples.toys.Toy;
import io.github.featurescope.examples.toys.ToyCard;
import io.github.featurescope.examples.toys.ToyRun;
import io.github.featurescope.examples.toys.Trajectory;
import io.github.featurescope.examples.toys.patch.PatchColumns;
import io.github.featurescope.examples.toys.patch.PatchData;
import io.github.featurescope.examples.toys.patch.PatchParameters;
import io.github.featurescope.examples.toys.patch.SignalNoiseState;
import io.github.featurescope.examples.toys.patch.SignalNoiseSystem;
import java.util.List;

/** Benign and harmful overfitting of the two-layer network with the plain ReLU. */
public final class ReluToy implements Toy {

  private static final PatchParameters PARAMETERS =
      PatchParameters.of(SignalNoiseSystem.relu(5), 0, 1000);

  private static final String BENIGN = "strength=5";
  private static final String HARMFUL = "strength=0.7";

  @Override
  public ToyCard card() {
    return new ToyCard(
        "relu",
        "With the plain ReLU n·strength^4/d decides between benign and harmful overfitting; the"
            + " ratio of signal to noise learned does not: it stays below 1 even where overfitting"
            + " is benign.",
        new Paper("Kou, Chen, Chen, Gu, ICML 2023", "2303.04145"));
  }

  @Override
  public List<Parameter<?>> parameters() {
    return PARAMETERS.with();
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
    PARAMETERS.descend(run, state, () -> PatchColumns.of(state, fresh));
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.atMost("strength 5: test error", 0.02, "0.000", e -> e.run(BENIGN).last("testError")),
        Claim.atLeast(
            "strength 0.7: test error",
            0.35,
            "0.41 to 0.46",
            e -> e.run(HARMFUL).last("testError")),
        Claim.atMost(
            "training loss of both",
            0.01,
            "0.01",
            e -> Math.max(e.run(BENIGN).last("loss"), e.run(HARMFUL).last("loss"))),
        Claim.atMost(
            "strength 5: largest gamma over largest rho, below 1 though benign",
            0.5,
            "0.13 to 0.21",
            e -> e.run(BENIGN).last("ratio")),
        Claim.atLeast(
            "gamma at strength 5 over gamma at 0.7",
            10,
            "about 35",
            e -> e.run(BENIGN).last("gamma") / e.run(HARMFUL).last("gamma")),
        Claim.atLeast(
            "gamma over rho at strength 5 against that at 0.7",
            20,
            "32 to 100",
            e -> e.run(BENIGN).last("ratio") / e.run(HARMFUL).last("ratio")),
        Claim.between(
            "exponent of d in the strength at which the test error is 0.25 (theory 1/4)",
            0.2,
            0.3,
            "0.237",
            ReluBoundary::overDimension),
        Claim.between(
            "exponent of n in it (theory -1/4)", -0.3, -0.2, "-0.256", ReluBoundary::overSamples),
        Claim.atMost(
            "n·strength^4/d on that boundary, n = 10 to 80: largest over smallest",
            1.5,
            "1.16",
            ReluBoundary::spread),
        Claim.atLeast(
            "10 % wrong labels, strength 1: test error at d = 1100 less that at d = 100",
            0.05,
            "0.13",
            e -> ReluBoundary.noisyError(e, 1100, 1) - ReluBoundary.noisyError(e, 100, 1)),
        Claim.atLeast(
            "10 % wrong labels, d = 700: test error at strength 1 less that at 3",
            0.2,
            "0.34",
            e -> ReluBoundary.noisyError(e, 700, 1) - ReluBoundary.noisyError(e, 700, 3)));
  }

  @Override
  public List<Panel> picture(Evidence evidence) {
    Trajectory benign = evidence.run(BENIGN);
    Trajectory harmful = evidence.run(HARMFUL);
    return List.of(
        Panel.overTime("Signal and noise learned", "coefficient")
            .withLogY()
            .curve("γ, strength 5", benign, "gamma")
            .curve("ρ, strength 5", benign, "maxRho")
            .curve("γ, strength 0.7", harmful, "gamma")
            .curve("ρ, strength 0.7", harmful, "maxRho"),
        Panel.overTime("Both fit, one generalises", "error or loss")
            .curve("test error, strength 5", benign, "testError")
            .curve("loss, strength 5", benign, "loss")
            .curve("test error, strength 0.7", harmful, "testError")
            .curve("loss, strength 0.7", harmful, "loss"));
  }

  @Override
  public List<PhaseDiagram> phases() {
    return ReluBoundary.diagrams();
  }
}
