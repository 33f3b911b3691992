package io.github.featurescope.examples.toys.systems.invariant;

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
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Training learns both the invariant and the spurious feature, the more correlated one faster. */
public final class InvariantToy implements Toy {

  private static final int FRESH = 2000;

  private static final Parameter<Double> INVARIANT =
      Parameter.real(
          "invariantFlips", 0.25, Range.between(0, 1), "rate at which the invariant feature lies");
  private static final Parameter<Double> FIRST =
      Parameter.real(
          "firstFlips", 0.1, Range.between(0, 1), "the same of the spurious one, environment 1");
  private static final Parameter<Double> SECOND =
      Parameter.real("secondFlips", 0.2, Range.between(0, 1), "and environment 2");
  private static final Parameter<Double> OUTSIDE =
      Parameter.real("outsideFlips", 0.9, Range.between(0, 1), "and where it is tested");
  private static final Parameter<Integer> SAMPLES =
      Parameter.integer("samples", 2000, Range.between(10, 20_000), "n, of both environments");
  private static final Parameter<Integer> DIMENSION =
      Parameter.integer("dimension", 50, Range.between(3, 1000), "d, size of a patch");
  private static final Parameter<Integer> FILTERS =
      Parameter.integer("filters", 10, Range.between(1, 1000), "m, of each label");
  private static final Parameter<Double> NOISE =
      Parameter.real("noise", 0.05, Range.atLeast(0), "deviation of the noise patch");
  private static final Parameter<Double> INIT =
      Parameter.real("init", 0.01, Range.atLeast(0), "deviation of the first weights");
  private static final Parameter<Double> RATE =
      Parameter.real("rate", 0.5, Range.above(0), "step of gradient descent");
  private static final Parameter<Integer> STEPS =
      Parameter.integer("steps", 600, Range.between(1, 100_000), "number of steps");

  private static final String[] FLIPS = {
    "0.05", "0.1", "0.15", "0.2", "0.25", "0.3", "0.4", "0.45"
  };

  private static final String[] STRONG = {};
  private static final String[] WEAK = {"firstFlips=0.35", "secondFlips=0.45"};

  @Override
  public ToyCard card() {
    return new ToyCard(
        "invariant",
        "Training learns invariant and spurious features both, the more correlated one faster; where"
            + " that is the spurious one, the network fails once the correlation turns.",
        new Paper("Chen, Huang, Zhou, Bian, Han, Cheng, NeurIPS 2023", "2304.11327"));
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(
        INVARIANT, FIRST, SECOND, OUTSIDE, SAMPLES, DIMENSION, FILTERS, NOISE, INIT, RATE, STEPS);
  }

  @Override
  public List<Column> columns() {
    return List.of(
        Column.of("loss", "mean training loss"),
        Column.of("invariant", "Λ_inv, mean ⟨w, ±v₁⟩"),
        Column.of("spurious", "Λ_spu, mean ⟨w, ±v₂⟩"),
        Column.of("insideError", "share of errors on fresh samples of the training environments"),
        Column.of("outsideError", "the same where the spurious feature turns"));
  }

  @Override
  public void train(ToyRun run) {
    double[] inside = {run.get(FIRST), run.get(SECOND)};
    TwoFeatures samples = draw(run, run.get(SAMPLES), inside, run.random(Use.DATA));
    Random random = run.random(Use.FRESH);
    TwoFeatures freshInside = draw(run, FRESH, inside, random);
    TwoFeatures freshOutside = draw(run, FRESH, new double[] {run.get(OUTSIDE)}, random);
    TanhNetwork network =
        TanhNetwork.draw(
            run.get(FILTERS), run.get(DIMENSION), run.get(INIT), run.random(Use.WEIGHTS));
    double[][] buffer = new double[run.get(SAMPLES)][2 * run.get(FILTERS)];
    double rate = run.get(RATE);
    run.follow(
        run.get(STEPS),
        () -> network.step(samples, rate, buffer),
        () ->
            new double[] {
              network.loss(samples),
              network.along(0),
              network.along(1),
              network.error(freshInside),
              network.error(freshOutside)
            });
  }

  private static TwoFeatures draw(ToyRun run, int samples, double[] spurious, Random random) {
    return TwoFeatures.draw(
        samples, run.get(DIMENSION), run.get(INVARIANT), spurious, run.get(NOISE), random);
  }

  private static double ratio(Trajectory run) {
    return run.last("spurious") / run.last("invariant");
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.atLeast(
            "spurious flips 0.1 and 0.2: spurious over invariant",
            1,
            "1.35 (0.97 to 1.00 over 0.73)",
            e -> ratio(e.run(STRONG))),
        Claim.atLeast(
            "spurious flips 0.1 and 0.2: invariant, learned all the same",
            0.1,
            "0.73",
            e -> e.run(STRONG).last("invariant")),
        Claim.atMost(
            "spurious flips 0.1 and 0.2: error inside",
            0.25,
            "0.145",
            e -> e.run(STRONG).last("insideError")),
        Claim.atLeast(
            "spurious flips 0.1 and 0.2: error outside",
            0.5,
            "0.90",
            e -> e.run(STRONG).last("outsideError")),
        Claim.atMost(
            "spurious flips 0.35 and 0.45: spurious over invariant",
            1,
            "0.36 (0.25 to 0.28 over 0.68 to 0.70)",
            e -> ratio(e.run(WEAK))),
        Claim.atLeast(
            "spurious flips 0.35 and 0.45: spurious, learned all the same",
            0.1,
            "0.25 to 0.28",
            e -> e.run(WEAK).last("spurious")),
        Claim.atMost(
            "spurious flips 0.35 and 0.45: error outside",
            0.35,
            "0.25",
            e -> e.run(WEAK).last("outsideError")));
  }

  @Override
  public List<Panel> picture(Evidence evidence) {
    Trajectory strong = evidence.run(STRONG);
    Trajectory weak = evidence.run(WEAK);
    return List.of(
        features("Spurious more correlated", strong),
        features("Invariant more correlated", weak),
        outside(evidence));
  }

  private static Panel outside(Evidence evidence) {
    List<Trajectory> runs =
        Arrays.stream(FLIPS)
            .map(flips -> evidence.run("firstFlips=" + flips, "secondFlips=" + flips, "steps=100"))
            .toList();
    double[] flips = Arrays.stream(FLIPS).mapToDouble(Double::parseDouble).toArray();
    return Panel.of("Outside, the order decides", "flips of the spurious feature", "error")
        .curve("outside", flips, last(runs, "outsideError"))
        .curve("inside", flips, last(runs, "insideError"));
  }

  private static double[] last(List<Trajectory> runs, String column) {
    return runs.stream().mapToDouble(run -> run.last(column)).toArray();
  }

  private static Panel features(String title, Trajectory run) {
    return Panel.overTime(title, "mean ⟨w, ±v⟩")
        .curve("Λ invariant", run, "invariant")
        .curve("Λ spurious", run, "spurious");
  }
}
