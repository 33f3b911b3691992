package io.github.featurescope.examples.toys.systems.signtransformer;

import io.github.featurescope.examples.toys.Claim;
import io.github.featurescope.examples.toys.Column;
import io.github.featurescope.examples.toys.Evidence;
import io.github.featurescope.examples.toys.Panel;
import io.github.featurescope.examples.toys.Paper;
import io.github.featurescope.examples.toys.Parameter;
import io.github.featurescope.examples.toys.Settings;
import io.github.featurescope.examples.toys.Toy;
import io.github.featurescope.examples.toys.ToyCard;
import io.github.featurescope.examples.toys.ToyRun;
import io.github.featurescope.examples.toys.Trajectory;
import io.github.featurescope.examples.toys.attention.AttentionColumns;
import io.github.featurescope.examples.toys.attention.AttentionParameters;
import io.github.featurescope.examples.toys.attention.AttentionSystem;
import java.util.List;

/** Sign-GD on a transformer with sparse noise, beside gradient descent. */
public final class SignTransformerToy implements Toy {

  private static final AttentionParameters PARAMETERS =
      AttentionParameters.of(AttentionSystem.sparseNoise(), 1000);

  @Override
  public ToyCard card() {
    return new ToyCard(
        "sign-transformer",
        "With sparse noise sign-GD makes a transformer look at noise and memorise it where gradient"
            + " descent learns the signal; both fit the training set.",
        new Paper("Li, Huang, Han, Zhou, Suzuki, Zhu, Chen, ICLR 2025", "2410.04870"));
  }

  @Override
  public List<Parameter<?>> parameters() {
    return PARAMETERS.all();
  }

  @Override
  public void check(Settings settings) {
    PARAMETERS.check(settings);
  }

  @Override
  public List<Column> columns() {
    return AttentionColumns.COLUMNS;
  }

  @Override
  public void train(ToyRun run) {
    PARAMETERS.train(run);
  }

  private static Trajectory gradient(Evidence evidence) {
    return evidence.run("sign=false", "rate=0.2");
  }

  private static Trajectory sign(Evidence evidence) {
    return evidence.run();
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.atMost("GD: test error", 0.02, "0.000", e -> gradient(e).last("testError")),
        Claim.atLeast(
            "GD: attention to the signal",
            0.5,
            "0.76 to 0.79",
            e -> gradient(e).last("attentionSignal")),
        Claim.atLeast(
            "GD: value of the signal over that of noise",
            2,
            "5.6 over 1.0 to 1.3",
            e -> valueRatio(gradient(e))),
        Claim.atMost("GD: training loss", 0.01, "0.01", e -> gradient(e).last("loss")),
        Claim.atLeast("sign-GD: test error", 0.2, "0.297 to 0.330", e -> sign(e).last("testError")),
        Claim.atLeast(
            "sign-GD: attention to noise", 0.99, "1.000", e -> sign(e).last("attentionNoise")),
        Claim.atMost(
            "sign-GD: attention to the signal",
            0.01,
            "0.000",
            e -> sign(e).last("attentionSignal")),
        Claim.atMost(
            "sign-GD: value of the signal over that of noise",
            0.5,
            "0.72 to 0.86 over 4.7 to 4.9",
            e -> valueRatio(sign(e))),
        Claim.atMost("sign-GD: training loss", 0.01, "0.01", e -> sign(e).last("loss")),
        Claim.atMost(
            "sign-GD, strength 3: test error",
            0.15,
            "0.06 to 0.07",
            e -> e.run("strength=3").last("testError")));
  }

  private static double valueRatio(Trajectory run) {
    return run.last("valueSignal") / run.last("valueNoise");
  }

  @Override
  public List<Panel> picture(Evidence evidence) {
    Trajectory gradient = gradient(evidence);
    Trajectory sign = sign(evidence);
    return List.of(
        Panel.overTime("Where attention goes", "attention")
            .curve("to the signal, GD", gradient, "attentionSignal")
            .curve("to noise, GD", gradient, "attentionNoise")
            .curve("to the signal, sign-GD", sign, "attentionSignal")
            .curve("to noise, sign-GD", sign, "attentionNoise"),
        Panel.overTime("Sign-GD: queries align with noise", "inner product, or share")
            .curve("y⟨query, noise⟩, positive", sign, "queryPositive")
            .curve("y⟨query, noise⟩, negative", sign, "queryNegative")
            .curve("|⟨query, signal⟩|", sign, "querySignal")
            .curve("share of keys with the query's sign", sign, "signAgreement"),
        Panel.overTime("Both fit, one generalises", "error or loss")
            .curve("test error, GD", gradient, "testError")
            .curve("loss, GD", gradient, "loss")
            .curve("test error, sign-GD", sign, "testError")
            .curve("loss, sign-GD", sign, "loss"));
  }
}
