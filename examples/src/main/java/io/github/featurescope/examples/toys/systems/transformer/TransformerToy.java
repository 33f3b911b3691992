package io.github.featurescope.examples.toys.systems.transformer;

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

/** Benign and harmful overfitting of a transformer of one head. */
public final class TransformerToy implements Toy {

  private static final AttentionParameters PARAMETERS =
      AttentionParameters.of(AttentionSystem.denseNoise(), 300);

  private static final String BENIGN = "strength=14";
  private static final String HARMFUL = "strength=2";

  @Override
  public ToyCard card() {
    return new ToyCard(
        "transformer",
        "n·SNR² decides where a transformer looks: where it is large attention goes to the signal,"
            + " where small to noise, and both fit the training set.",
        new Paper("Jiang, Huang, Zhang, Suzuki, Nie, NeurIPS 2024", "2409.19345"));
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

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.atLeast(
            "strength 14: attention to the signal",
            0.5,
            "0.68 to 0.78",
            e -> e.run(BENIGN).last("attentionSignal")),
        Claim.atMost(
            "strength 14: test error", 0.02, "0.000", e -> e.run(BENIGN).last("testError")),
        Claim.atLeast(
            "strength 14: value of the signal over that of noise",
            2,
            "5.0 to 5.3 over 1.1 to 1.5",
            e -> valueRatio(e.run(BENIGN))),
        Claim.atMost("strength 14: training loss", 0.02, "0.02", e -> e.run(BENIGN).last("loss")),
        Claim.atMost(
            "strength 2: attention to the signal",
            0.15,
            "0.072 to 0.076",
            e -> e.run(HARMFUL).last("attentionSignal")),
        Claim.atLeast(
            "strength 2: largest attention to noise",
            0.9,
            "0.98",
            e -> e.run(HARMFUL).last("attentionNoise")),
        Claim.atLeast(
            "strength 2: test error", 0.4, "0.46 to 0.49", e -> e.run(HARMFUL).last("testError")),
        Claim.atMost(
            "strength 2: value of the signal over that of noise",
            0.1,
            "0.11 to 0.14 over 4.8 to 5.0",
            e -> valueRatio(e.run(HARMFUL))),
        Claim.atMost("strength 2: training loss", 0.02, "0.02", e -> e.run(HARMFUL).last("loss")),
        Claim.between(
            "strength 8, at the crossing n·SNR² = 2.5: test error",
            0.02,
            0.3,
            "0.11 to 0.13",
            e -> e.run("strength=8").last("testError")),
        Claim.atMost(
            "strength 12: test error", 0.02, "0", e -> e.run("strength=12").last("testError")));
  }

  private static double valueRatio(Trajectory run) {
    return run.last("valueSignal") / run.last("valueNoise");
  }

  @Override
  public List<Panel> picture(Evidence evidence) {
    Trajectory benign = evidence.run(BENIGN);
    Trajectory harmful = evidence.run(HARMFUL);
    return List.of(
        Panel.overTime("Where attention goes", "attention")
            .curve("to the signal, strength 14", benign, "attentionSignal")
            .curve("to noise, strength 14", benign, "attentionNoise")
            .curve("to the signal, strength 2", harmful, "attentionSignal")
            .curve("to noise, strength 2", harmful, "attentionNoise"),
        Panel.overTime("What values read", "|⟨v, token⟩|")
            .withLogY()
            .curve("signal, strength 14", benign, "valueSignal")
            .curve("noise, strength 14", benign, "valueNoise")
            .curve("signal, strength 2", harmful, "valueSignal")
            .curve("noise, strength 2", harmful, "valueNoise"),
        Panel.overTime("Both fit, one generalises", "error or loss")
            .curve("test error, strength 14", benign, "testError")
            .curve("loss, strength 14", benign, "loss")
            .curve("test error, strength 2", harmful, "testError")
            .curve("loss, strength 2", harmful, "loss"));
  }
}
