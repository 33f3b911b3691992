package io.github.featurescope.examples.toys.systems.relupower;

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
import java.util.stream.LongStream;

/** Benign and harmful overfitting of the two-layer network with a power of the ReLU. */
public final class ReluPowerToy implements Toy {

  private static final PatchParameters PARAMETERS =
      PatchParameters.of(SignalNoiseSystem.cubedRelu(25).withSteps(6000), 0.01, 1000);

  private static final String BENIGN = "strength=25";
  private static final String HARMFUL = "strength=5";

  @Override
  public ToyCard card() {
    return new ToyCard(
        "relu-power",
        "With max(z, 0)^q, n·SNR^q decides: where it is large the network learns the signal, where"
            + " small it memorises noise, and both fit the training set.",
        new Paper("Cao, Chen, Belkin, Gu, NeurIPS 2022", "2202.06526"));
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
        Claim.atLeast(
            "strength 25: largest gamma over largest rho, median of 5 runs",
            2.5,
            "3.7 to 6.8 (single runs: 1.3 to 12.6 here)",
            ReluPowerToy::medianRatio),
        Claim.atLeast(
            "strength 40: largest gamma over largest rho",
            2.5,
            "not quoted",
            e -> e.run("strength=40").last("ratio")),
        Claim.atMost(
            "strength 25: test error", 0.02, "0.000", e -> e.run(BENIGN).last("testError")),
        Claim.atMost("strength 25: training loss", 0.01, "0.01", e -> e.run(BENIGN).last("loss")),
        Claim.atMost(
            "strength 5: largest gamma over largest rho",
            0.02,
            "0.001 to 0.004",
            e -> e.run(HARMFUL).last("ratio")),
        Claim.atLeast(
            "strength 5: test error",
            0.45,
            "0.494 to 0.521",
            e -> e.run(HARMFUL).last("testError")),
        Claim.atMost("strength 5: training loss", 0.01, "0.01", e -> e.run(HARMFUL).last("loss")),
        Claim.between(
            "exponent of d in the strength at which the test error is 0.25 (theory 1/2)",
            0.45,
            0.55,
            "0.496",
            PowerBoundary::overDimension),
        Claim.between(
            "exponent of n in it (theory -1/3 up to logarithms; n·SNR^2 would give -1/2)",
            -0.35,
            -0.2,
            "-0.27",
            PowerBoundary::overSamples));
  }

  private static double medianRatio(Evidence evidence) {
    ReluPowerToy toy = new ReluPowerToy();
    Settings settings = Settings.of(toy, List.of(BENIGN));
    return LongStream.range(0, 5)
        .mapToDouble(k -> ToyRun.end(toy, settings, 1000 * evidence.seed() + k).get("ratio"))
        .sorted()
        .skip(2)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public List<Panel> picture(Evidence evidence) {
    Trajectory benign = evidence.run(BENIGN);
    Trajectory harmful = evidence.run(HARMFUL);
    return List.of(
        Panel.overTime("Signal and noise learned", "coefficient")
            .withLogY()
            .curve("γ, strength 25", benign, "gamma")
            .curve("ρ, strength 25", benign, "maxRho")
            .curve("γ, strength 5", harmful, "gamma")
            .curve("ρ, strength 5", harmful, "maxRho"),
        Panel.overTime("Both fit, one generalises", "error or loss")
            .curve("test error, strength 25", benign, "testError")
            .curve("loss, strength 25", benign, "loss")
            .curve("test error, strength 5", harmful, "testError")
            .curve("loss, strength 5", harmful, "loss"));
  }

  @Override
  public List<PhaseDiagram> phases() {
    return List.of(PowerBoundary.diagram());
  }
}
