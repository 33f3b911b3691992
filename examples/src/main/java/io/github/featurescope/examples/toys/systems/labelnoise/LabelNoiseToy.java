package io.github.featurescope.examples.toys.systems.labelnoise;

import io.github.featurescope.examples.toys.Claim;
import io.github.featurescope.examples.toys.Column;
import io.github.featurescope.examples.toys.Evidence;
import io.github.featurescope.examples.toys.Panel;
import io.github.featurescope.examples.toys.Paper;
import io.github.featurescope.examples.toys.Parameter;
import io.github.featurescope.examples.toys.Toy;
import io.github.featurescope.examples.toys.ToyCard;
import io.github.featurescope.examples.toys.ToyRun;
import io.github.featurescope.examples.toys.Trajectory;
import io.github.featurescope.examples.toys.patch.OrderParameters;
import io.github.featurescope.examples.toys.patch.PatchData;
import io.github.featurescope.examples.toys.patch.PatchParameters;
import io.github.featurescope.examples.toys.patch.SignalNoiseState;
import io.github.featurescope.examples.toys.patch.SignalNoiseSystem;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Two stages of learning under label noise: first the signal, then the wrong labels. */
public final class LabelNoiseToy implements Toy {

  private static final PatchParameters PARAMETERS =
      PatchParameters.of(SignalNoiseSystem.twoStages(), 0, 1000);

  @Override
  public ToyCard card() {
    return new ToyCard(
        "label-noise",
        "Under label noise the network first learns the signal and fits the right labels alone, then"
            + " memorises the wrong ones and its test error rises; early stopping and small losses"
            + " tell them apart.",
        new Paper("Han et al., ICML 2025", "2505.18909"));
  }

  @Override
  public List<Parameter<?>> parameters() {
    return PARAMETERS.with();
  }

  @Override
  public List<Column> columns() {
    return List.of(
        Column.of("gamma", "largest γ of a filter"),
        Column.optional("rhoRight", "largest ρ among own filters, mean over right samples"),
        Column.optional("rhoWrong", "the same of mislabelled samples"),
        Column.of("loss", "mean training loss"),
        Column.optional("accuracyRight", "share of right samples fitted"),
        Column.optional("accuracyWrong", "share of mislabelled samples fitted to the wrong label"),
        Column.optional("lossRanking", "AUC of the loss for mislabelled samples"),
        Column.of("testError", "share of errors on fresh samples with true labels"));
  }

  @Override
  public void train(ToyRun run) {
    SignalNoiseState state = PARAMETERS.start(run);
    PatchData fresh = PARAMETERS.fresh(run);
    PARAMETERS.descend(
        run,
        state,
        () -> {
          OrderParameters now = OrderParameters.of(state);
          return new double[] {
            now.gamma(),
            now.rhoRight(),
            now.rhoWrong(),
            now.loss(),
            now.accuracyRight(),
            now.accuracyWrong(),
            now.lossRanking(),
            OrderParameters.error(state.network(), fresh)
          };
        });
  }

  /** The moment of the first stage: right labels fitted, fewest wrong ones, least error. */
  private static double first(Evidence evidence, ToDoubleFunction<Trajectory.Row> value) {
    return evidence
        .run()
        .where(row -> row.get("accuracyRight") >= 0.99)
        .min(
            Comparator.<Trajectory.Row>comparingDouble(row -> row.get("accuracyWrong"))
                .thenComparingDouble(row -> row.get("testError")))
        .map(value::applyAsDouble)
        .orElse(Double.NaN);
  }

  private static double overNoise(Trajectory.Row row) {
    return row.get("gamma") / row.get("rhoWrong");
  }

  private static Trajectory.Row end(Evidence evidence) {
    Trajectory run = evidence.run();
    return run.row(run.size() - 1);
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.atMost(
            "stage 1, all right labels fitted: share of wrong labels fitted",
            0.25,
            "0 to 0.20",
            e -> first(e, row -> row.get("accuracyWrong"))),
        Claim.atMost(
            "stage 1: test error", 0.02, "0 to 0.006", e -> first(e, row -> row.get("testError"))),
        Claim.atLeast(
            "stage 1: AUC of the loss for wrong labels",
            0.99,
            "1.000",
            e -> first(e, row -> row.get("lossRanking"))),
        Claim.atLeast(
            "stage 1: gamma over rho of wrong labels",
            1.2,
            "1.61 to 1.74",
            e -> first(e, LabelNoiseToy::overNoise)),
        Claim.atLeast(
            "end: share of wrong labels fitted", 0.98, "1.000", e -> e.run().last("accuracyWrong")),
        Claim.atLeast("end: test error", 0.12, "0.161 to 0.194", e -> e.run().last("testError")),
        Claim.atMost(
            "end: gamma over rho of wrong labels", 0.5, "0.21 to 0.28", e -> overNoise(end(e))),
        Claim.atLeast(
            "what early stopping gains: test error at the end less that of stage 1",
            0.1,
            "0.16 to 0.19",
            e -> e.run().last("testError") - first(e, row -> row.get("testError"))),
        Claim.atMost(
            "no wrong labels: test error at the end",
            0.005,
            "0.000",
            e -> e.run("wrong=0").last("testError")));
  }

  @Override
  public List<Panel> picture(Evidence evidence) {
    Trajectory run = evidence.run();
    return List.of(
        Panel.overTime("Signal first, noise later", "coefficient")
            .withLogY()
            .curve("γ", run, "gamma")
            .curve("ρ, right labels", run, "rhoRight")
            .curve("ρ, wrong labels", run, "rhoWrong"),
        Panel.overTime("Two stages", "share")
            .curve("right labels fitted", run, "accuracyRight")
            .curve("wrong labels fitted", run, "accuracyWrong")
            .curve("AUC of the loss", run, "lossRanking")
            .curve("test error", run, "testError"));
  }
}
