package io.github.featurescope.examples.toys.systems.largerate;

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
import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.List;
import java.util.function.DoubleSupplier;

/** Above the edge of stability a network oscillates, and learns a weak signal thereby. */
public final class LargeRateToy implements Toy {

  private static final Parameter<Integer> SAMPLES =
      Parameter.integer("samples", 16, Range.atLeast(2), "n, training samples");
  private static final Parameter<Integer> DIMENSION =
      Parameter.integer("dimension", 400, Range.atLeast(3), "d of a patch");
  private static final Parameter<Integer> WEAK_ONLY =
      Parameter.integer("weakOnly", 1, Range.atLeast(0), "samples without the strong signal");
  private static final Parameter<Double> STRONG =
      Parameter.real("strong", 2, Range.above(0), "norm of the strong signal u");
  private static final Parameter<Double> WEAK =
      Parameter.real("weak", 0.5, Range.above(0), "norm of the weak signal v");
  private static final Parameter<Double> NOISE =
      Parameter.real("noise", 0.05, Range.above(0), "deviation of the noise");
  private static final Parameter<Integer> FILTERS =
      Parameter.integer("filters", 8, Range.atLeast(1), "m, filters of each sign");
  private static final Parameter<Double> DEVIATION =
      Parameter.real("deviation", 0.02, Range.atLeast(0), "of the first weights");
  private static final Parameter<Double> RATE =
      Parameter.real("rate", 2.45, Range.above(0), "of descent; it is stable up to about 2");
  private static final Parameter<Double> TIME =
      Parameter.real("time", 3000, Range.above(0), "rate times number of steps");
  private static final Parameter<Integer> FRESH =
      Parameter.integer("fresh", 500, Range.atLeast(2), "samples of the test error");

  private static final String SMALL = "rate=0.5";
  private static final String BELOW = "rate=1.5";
  private static final String LARGE = "rate=2.45";

  @Override
  public ToyCard card() {
    return new ToyCard(
        "large-rate",
        "Below the edge of stability the strong signal is fitted and its absence memorised; above"
            + " it the loss oscillates and the weak signal, common to all, is learned.",
        new Paper("Lu et al., ICLR 2024", "2310.17074"));
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(
        SAMPLES, DIMENSION, WEAK_ONLY, STRONG, WEAK, NOISE, FILTERS, DEVIATION, RATE, TIME, FRESH);
  }

  @Override
  public void check(Settings settings) {
    int n = settings.get(SAMPLES);
    int lacking = settings.get(WEAK_ONLY);
    Settings.require(
        lacking <= n,
        "weakOnly = " + lacking + " with samples = " + n + ": give at most as many as samples");
    Settings.require(
        settings.get(TIME) / settings.get(RATE) < 1e8,
        "time = "
            + settings.get(TIME)
            + " with rate = "
            + settings.get(RATE)
            + ": more than 100 million steps; give less time or a larger rate");
  }

  @Override
  public List<Column> columns() {
    return List.of(
        Column.of("strong", "largest inner product of a filter with the strong signal"),
        Column.of("weak", "largest inner product of a filter with the weak signal"),
        Column.of("noise", "largest inner product of a filter with noise"),
        Column.of("loss", "half the mean squared error"),
        Column.of("rises", "share of steps so far in which the loss rose"),
        Column.of("weakError", "share of errors on fresh samples with the weak signal alone"));
  }

  @Override
  public void train(ToyRun run) {
    int d = run.get(DIMENSION);
    StrongWeakData data =
        StrongWeakData.draw(
            run.get(SAMPLES), d, run.get(WEAK_ONLY), run.get(NOISE), run.random(Use.DATA));
    int fresh = run.get(FRESH);
    StrongWeakData unseen =
        StrongWeakData.draw(fresh, d, fresh, run.get(NOISE), run.random(Use.FRESH));
    double[][] weights =
        Vectors.normal(2 * run.get(FILTERS), d, run.get(DEVIATION), run.random(Use.WEIGHTS));
    SquaredModel model = new SquaredModel(data, run.get(STRONG), run.get(WEAK), weights);
    Steps steps = new Steps(model, run.get(RATE));
    run.follow(
        Math.max(1, (int) (run.get(TIME) / run.get(RATE))),
        steps,
        () ->
            new double[] {
              model.maxAlong(0),
              model.maxAlong(1),
              model.maxNoise(),
              model.loss(),
              steps.rises(),
              model.weakError(unseen)
            });
  }

  /** Steps, and counts how often the loss rises. */
  private static final class Steps implements DoubleSupplier {

    private final SquaredModel model;
    private final double rate;
    private double before = Double.POSITIVE_INFINITY;
    private int rises;
    private int made;

    Steps(SquaredModel model, double rate) {
      this.model = model;
      this.rate = rate;
    }

    @Override
    public double getAsDouble() {
      double loss = model.step(rate);
      // A loss of 1e-20 rises by rounding alone.
      rises += loss > before + 1e-12 ? 1 : 0;
      before = loss;
      made++;
      return loss;
    }

    double rises() {
      return made == 0 ? 0 : rises / (double) made;
    }
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.atLeast(
            "rate 0.5: error on the weak signal alone",
            0.15,
            "0.19 to 0.54",
            e -> e.run(SMALL).last("weakError")),
        Claim.atLeast(
            "rate 1.5, still below the edge: error on the weak signal alone",
            0.15,
            "0.25 to 0.30",
            e -> e.run(BELOW).last("weakError")),
        Claim.atMost(
            "rate 2.45: error on the weak signal alone",
            0.02,
            "0.000",
            e -> e.run(LARGE).last("weakError")),
        Claim.atMost(
            "rate 0.5: share of steps in which the loss rises",
            0.01,
            "not quoted",
            e -> e.run(SMALL).last("rises")),
        Claim.atLeast(
            "rate 2.45: share of steps in which the loss rises",
            0.1,
            "not quoted; oscillates",
            e -> e.run(LARGE).last("rises")),
        Claim.atLeast(
            "weak signal learned, rate 2.45 over rate 0.5",
            5,
            "0.76 to 1.14 over 0.01 to 0.07",
            e -> e.run(LARGE).last("weak") / e.run(SMALL).last("weak")));
  }

  @Override
  public List<Panel> picture(Evidence evidence) {
    Trajectory small = evidence.run(SMALL);
    Trajectory large = evidence.run(LARGE);
    return List.of(
        Panel.overTime("Signals and noise learned", "inner product")
            .curve("strong, rate 2.45", large, "strong")
            .curve("weak, rate 2.45", large, "weak")
            .curve("noise, rate 2.45", large, "noise")
            .curve("strong, rate 0.5", small, "strong")
            .curve("weak, rate 0.5", small, "weak")
            .curve("noise, rate 0.5", small, "noise"),
        Panel.overTime("Oscillation helps", "error or loss")
            .curve("error on weak signals, rate 2.45", large, "weakError")
            .curve("loss, rate 2.45", large, "loss")
            .curve("error on weak signals, rate 0.5", small, "weakError")
            .curve("loss, rate 0.5", small, "loss"));
  }
}
