package io.github.featurescope.examples.toys.systems.xor;

import io.github.featurescope.examples.toys.Claim;
import io.github.featurescope.examples.toys.Column;
import io.github.featurescope.examples.toys.Evidence;
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
import io.github.featurescope.examples.toys.patch.Logistic;
import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.Arrays;
import java.util.List;

/** Benign overfitting of XOR data, which no linear model fits: filters find their own signal. */
public final class XorToy implements Toy {

  private static final Parameter<Integer> SAMPLES =
      Parameter.integer("samples", 100, Range.atLeast(2), "n, training samples");
  private static final Parameter<Integer> DIMENSION =
      Parameter.integer("dimension", 500, Range.atLeast(3), "d of a patch");
  private static final Parameter<Double> STRENGTH =
      Parameter.real(
          "strength", 4, Range.above(0), "norm of u and of v; the noise has deviation 1");
  private static final Parameter<Double> WRONG =
      Parameter.real("wrong", 0.1, Range.between(0, 1), "chance of a wrong training label");
  private static final Parameter<Integer> FILTERS =
      Parameter.integer("filters", 40, Range.atLeast(1), "m, filters of each sign");
  private static final Parameter<Double> DEVIATION =
      Parameter.real("deviation", 0.01, Range.atLeast(0), "of the first weights");
  private static final Parameter<Double> RATE =
      Parameter.real("rate", 0.1, Range.above(0), "of descent");
  private static final Parameter<Integer> STEPS =
      Parameter.integer("steps", 600, Range.atLeast(1), "of training");
  private static final Parameter<Integer> FRESH =
      Parameter.integer("fresh", 1000, Range.atLeast(2), "samples of the test error");

  @Override
  public ToyCard card() {
    return new ToyCard(
        "xor",
        "On XOR data with wrong labels a strong signal is learned by the filters of its sign alone,"
            + " and the test error goes to 0 though the wrong labels are fitted; under a weak one it"
            + " stays near 1/2.",
        new Paper("Meng, Zou, Cao, ICML 2024", "2310.01975"));
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(SAMPLES, DIMENSION, STRENGTH, WRONG, FILTERS, DEVIATION, RATE, STEPS, FRESH);
  }

  @Override
  public List<Column> columns() {
    return List.of(
        Column.of("plusOnSum", "mean |projection| of positive filters on u + v, their own"),
        Column.of("plusOnDifference", "the same on u - v"),
        Column.of("minusOnSum", "mean |projection| of negative filters on u + v"),
        Column.of("minusOnDifference", "the same on u - v, their own"),
        Column.of("loss", "mean training loss on given labels"),
        Column.of("accuracy", "share of training samples fitted to the given label"),
        Column.of("testError", "share of errors on fresh samples with true labels"));
  }

  @Override
  public void train(ToyRun run) {
    int d = run.get(DIMENSION);
    XorData data = XorData.draw(run.get(SAMPLES), d, run.get(WRONG), run.random(Use.DATA));
    XorData fresh = XorData.draw(run.get(FRESH), d, 0, run.random(Use.FRESH));
    double[][] weights =
        Vectors.normal(2 * run.get(FILTERS), d, run.get(DEVIATION), run.random(Use.WEIGHTS));
    XorModel model = new XorModel(data, run.get(STRENGTH), weights);
    double rate = run.get(RATE);
    run.follow(run.get(STEPS), () -> model.step(rate), () -> row(model, data, fresh));
  }

  private static double[] row(XorModel model, XorData data, XorData fresh) {
    double[] margins = model.outputs().clone();
    for (int i = 0; i < margins.length; i++) {
      margins[i] *= data.given()[i];
    }
    return new double[] {
      model.projection(true, 0),
      model.projection(true, 1),
      model.projection(false, 0),
      model.projection(false, 1),
      Arrays.stream(margins).map(Logistic::loss).average().orElseThrow(),
      Arrays.stream(margins).filter(margin -> margin > 0).count() / (double) margins.length,
      model.error(fresh)
    };
  }

  private static double error(Evidence evidence, String strength) {
    return evidence.once(
        "error at " + strength,
        () ->
            ToyRun.end(
                    new XorToy(),
                    Settings.of(new XorToy(), List.of("strength=" + strength)),
                    evidence.seed())
                .get("testError"));
  }

  private static Claim error(String strength, double least, double most, String seen) {
    return Claim.between(
        "strength " + strength + ": test error", least, most, seen, e -> error(e, strength));
  }

  /** The larger of both signs: projection on the other's signal over that on their own. */
  private static double crossing(Trajectory run) {
    return Math.max(
        run.last("plusOnDifference") / run.last("plusOnSum"),
        run.last("minusOnSum") / run.last("minusOnDifference"));
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        error("0.5", 0.4, 0.55, "0.455 to 0.468"),
        error("1", 0.3, 0.45, "0.355 to 0.384"),
        error("2", 0.08, 0.25, "0.14 to 0.17"),
        error("3", 0, 0.12, "0.02 to 0.05"),
        Claim.atMost("strength 4: test error", 0.05, "0 to 0.008", e -> e.run().last("testError")),
        error("6", 0, 0.01, "0.000"),
        Claim.atLeast(
            "strength 4: share of training samples fitted, wrong labels included",
            0.99,
            "not quoted",
            e -> e.run().last("accuracy")),
        Claim.atMost(
            "strength 4: mean projection of filters on the other sign's signal, over that on their"
                + " own",
            0.01,
            "0.000",
            e -> crossing(e.run())));
  }

  @Override
  public List<Panel> picture(Evidence evidence) {
    Trajectory run = evidence.run();
    Trajectory weak = evidence.run("strength=0.5");
    return List.of(
        Panel.overTime("Filters find the signal of their sign", "mean |projection|")
            .withLogY()
            .curve("positive filters on u + v", run, "plusOnSum")
            .curve("positive filters on u − v", run, "plusOnDifference")
            .curve("negative filters on u − v", run, "minusOnDifference")
            .curve("negative filters on u + v", run, "minusOnSum"),
        Panel.overTime("Both fit wrong labels, one generalises", "error or loss")
            .curve("test error, strength 4", run, "testError")
            .curve("loss, strength 4", run, "loss")
            .curve("test error, strength 0.5", weak, "testError")
            .curve("loss, strength 0.5", weak, "loss"));
  }
}
