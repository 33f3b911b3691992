package io.github.featurescope.examples.toys.systems.momentum;

import io.github.featurescope.examples.toys.Claim;
import io.github.featurescope.examples.toys.Column;
import io.github.featurescope.examples.toys.Evidence;
import io.github.featurescope.examples.toys.Panel;
import io.github.featurescope.examples.toys.Paper;
import io.github.featurescope.examples.toys.Parameter;
import io.github.featurescope.examples.toys.Range;
import io.github.featurescope.examples.toys.Toy;
import io.github.featurescope.examples.toys.ToyCard;
import io.github.featurescope.examples.toys.ToyRun;
import io.github.featurescope.examples.toys.ToyRun.Use;
import io.github.featurescope.examples.toys.Trajectory;
import io.github.featurescope.examples.toys.patch.Logistic;
import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.List;

/** Momentum learns the signal of samples with a small margin, where plain descent memorises. */
public final class MomentumToy implements Toy {

  private static final Parameter<Integer> SAMPLES =
      Parameter.integer("samples", 100, Range.atLeast(2), "n, training samples");
  private static final Parameter<Integer> DIMENSION =
      Parameter.integer("dimension", 300, Range.atLeast(2), "d of a patch");
  private static final Parameter<Integer> PATCHES =
      Parameter.integer("noisePatches", 4, Range.atLeast(1), "of a sample, beside its signal");
  private static final Parameter<Double> SHARE =
      Parameter.real("small", 0.1, Range.between(0, 1), "chance of a small margin");
  private static final Parameter<Double> MARGIN =
      Parameter.real("margin", 0.1, Range.above(0), "length of the signal where it is small");
  private static final Parameter<Double> NOISE =
      Parameter.real("noise", 0.08, Range.above(0), "deviation of the noise");
  private static final Parameter<Integer> FILTERS =
      Parameter.integer("filters", 5, Range.atLeast(1), "m");
  private static final Parameter<Double> DEVIATION =
      Parameter.real("deviation", 0.05, Range.atLeast(0), "of the first weights");
  private static final Parameter<Double> MOMENTUM =
      Parameter.real("momentum", 0.95, Range.between(0, 0.9999), "γ; 0 is plain descent");
  private static final Parameter<Double> RATE =
      Parameter.real("rate", 0.5, Range.above(0), "of descent");
  private static final Parameter<Integer> STEPS =
      Parameter.integer("steps", 2000, Range.atLeast(1), "of training");
  private static final Parameter<Integer> FRESH =
      Parameter.integer("fresh", 1000, Range.atLeast(2), "samples of the test errors");

  private static final String PLAIN = "momentum=0";
  private static final String HEAVY = "momentum=0.95";

  @Override
  public ToyCard card() {
    return new ToyCard(
        "momentum",
        "Gradients of samples with a large margin soon die, and plain descent is left to memorise"
            + " those with a small margin; momentum remembers them, grows the common signal further"
            + " and generalises to small margins.",
        new Paper("Jelassi, Li, ICML 2022", "2207.05931"));
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(
        SAMPLES, DIMENSION, PATCHES, SHARE, MARGIN, NOISE, FILTERS, DEVIATION, MOMENTUM, RATE,
        STEPS, FRESH);
  }

  @Override
  public List<Column> columns() {
    return List.of(
        Column.of("signal", "largest inner product of a filter with the signal"),
        Column.optional("noiseSmall", "what noise adds to y f, mean over small margins"),
        Column.of("loss", "mean training loss"),
        Column.of("accuracy", "share of training samples fitted"),
        Column.of("testErrorLarge", "share of errors on fresh samples with a large margin"),
        Column.of("testErrorSmall", "share of errors on fresh samples with a small margin"));
  }

  private static MarginData draw(ToyRun run, Use use, int count) {
    return MarginData.draw(
        count,
        run.get(PATCHES),
        run.get(DIMENSION),
        run.get(SHARE),
        run.get(MARGIN),
        run.get(NOISE),
        run.random(use));
  }

  @Override
  public void train(ToyRun run) {
    MarginData data = draw(run, Use.DATA, run.get(SAMPLES));
    MarginData fresh = draw(run, Use.FRESH, run.get(FRESH));
    CubicModel model =
        new CubicModel(
            data,
            Vectors.normal(
                run.get(FILTERS), run.get(DIMENSION), run.get(DEVIATION), run.random(Use.WEIGHTS)));
    double rate = run.get(RATE);
    double momentum = run.get(MOMENTUM);
    double margin = run.get(MARGIN);
    run.follow(
        run.get(STEPS), () -> model.step(rate, momentum), () -> row(model, data, fresh, margin));
  }

  private static double[] row(CubicModel model, MarginData data, MarginData fresh, double margin) {
    double[] f = model.outputs();
    double loss = 0;
    double fitted = 0;
    double noise = 0;
    int small = 0;
    for (int i = 0; i < f.length; i++) {
      double y = data.labels()[i];
      loss += Logistic.loss(y * f[i]);
      fitted += y * f[i] > 0 ? 1 : 0;
      if (data.scale()[i] < 1) {
        noise += y * model.noise(i);
        small++;
      }
    }
    return new double[] {
      model.maxAlongSignal(),
      small == 0 ? Double.NaN : noise / small,
      loss / f.length,
      fitted / f.length,
      model.error(fresh, 1),
      model.error(fresh, margin)
    };
  }

  private static double early(Trajectory run) {
    return run.first(row -> row.step() >= 400).orElseThrow().get("testErrorSmall");
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.atLeast(
            "small margins: test error of plain descent less that of momentum",
            0.15,
            "0.38 to 0.50 less 0.06 to 0.23",
            e -> e.run(PLAIN).last("testErrorSmall") - e.run(HEAVY).last("testErrorSmall")),
        Claim.atLeast(
            "small margins at about step 400: the same difference",
            0.15,
            "0.28 less 0.005",
            e -> early(e.run(PLAIN)) - early(e.run(HEAVY))),
        Claim.atLeast(
            "signal learned, momentum over plain",
            1.8,
            "4.76 to 5.09 over 2.32 to 2.34",
            e -> e.run(HEAVY).last("signal") / e.run(PLAIN).last("signal")),
        Claim.atMost(
            "training loss of both",
            0.001,
            "below 0.001",
            e -> Math.max(e.run(PLAIN).last("loss"), e.run(HEAVY).last("loss"))),
        Claim.atMost(
            "large margins: test error of both",
            0.01,
            "not quoted",
            e ->
                Math.max(
                    e.run(PLAIN).last("testErrorLarge"), e.run(HEAVY).last("testErrorLarge"))));
  }

  @Override
  public List<Panel> picture(Evidence evidence) {
    Trajectory plain = evidence.run(PLAIN);
    Trajectory heavy = evidence.run(HEAVY);
    return List.of(
        Panel.overTime("Signal and noise learned", "inner product, share of y f")
            .curve("signal, momentum", heavy, "signal")
            .curve("noise of small margins, momentum", heavy, "noiseSmall")
            .curve("signal, plain", plain, "signal")
            .curve("noise of small margins, plain", plain, "noiseSmall"),
        Panel.overTime("Samples with a small margin", "test error")
            .curve("small margins, momentum", heavy, "testErrorSmall")
            .curve("small margins, plain", plain, "testErrorSmall")
            .curve("large margins, plain", plain, "testErrorLarge"));
  }
}
