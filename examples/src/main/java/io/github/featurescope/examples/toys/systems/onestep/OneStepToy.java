package io.github.featurescope.examples.toys.systems.onestep;

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

/** One large gradient step on the first layer beats any kernel, random features among them. */
public final class OneStepToy implements Toy {

  private static final int FRESH = 3000;

  private static final Parameter<Double> RATE =
      Parameter.real(
          "rate", 1, Range.atLeast(0), "η/√N: 1 is the large step of the theory, 1/√N the small");
  private static final Parameter<Integer> STEPS =
      Parameter.integer("steps", 1, Range.between(1, 100), "number of steps");
  private static final Parameter<Integer> SAMPLES =
      Parameter.integer(
          "samples", 2000, Range.between(10, 20_000), "n, for the step and for the ridge, each");
  private static final Parameter<Integer> DIMENSION =
      Parameter.integer("dimension", 100, Range.between(2, 500), "d, size of a sample");
  private static final Parameter<Integer> WIDTH =
      Parameter.integer("width", 300, Range.between(2, 1000), "N, neurons");
  private static final Parameter<Double> NOISE =
      Parameter.real("noise", 0, Range.atLeast(0), "deviation of the training labels' noise");

  private static final String LARGE = "rate=1";
  private static final String SMALL = "rate=0.05773502691896258";

  private static final String[] RATES = {"0.01", "0.03", "0.1", "0.3", "1", "3"};

  @Override
  public ToyCard card() {
    return new ToyCard(
        "one-step",
        "No kernel, nor random features, gets below the part of the target beyond linear; one"
            + " gradient step of size √N turns the first layer to the target and does.",
        new Paper("Ba, Erdogdu, Suzuki, Wang, Wu, Yang, NeurIPS 2022", "2205.01445"));
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(RATE, STEPS, SAMPLES, DIMENSION, WIDTH, NOISE);
  }

  @Override
  public List<Column> columns() {
    return List.of(
        Column.of("loss", "half the mean squared error with the first head"),
        Column.of("risk", "squared error on fresh samples, second layer by the best ridge"),
        Column.of("first", "largest singular value of W"),
        Column.of("second", "next singular value of W"),
        Column.of("alignment", "|⟨u₁, b⟩| of its direction with the target's"));
  }

  @Override
  public void train(ToyRun run) {
    Random data = run.random(Use.DATA);
    double[] direction = Teacher.direction(run.get(DIMENSION), data);
    Teacher samples = Teacher.draw(direction, run.get(SAMPLES), run.get(NOISE), data);
    Teacher others = Teacher.draw(direction, run.get(SAMPLES), run.get(NOISE), data);
    Teacher fresh = Teacher.draw(direction, FRESH, 0, run.random(Use.FRESH));
    StudentNetwork network =
        StudentNetwork.draw(run.get(DIMENSION), run.get(WIDTH), run.random(Use.WEIGHTS));
    double rate = run.get(RATE) * Math.sqrt(run.get(WIDTH));
    run.follow(
        run.get(STEPS),
        () -> network.step(samples, rate),
        () -> row(network, direction, samples, others, fresh));
  }

  private static double[] row(
      StudentNetwork network, double[] direction, Teacher samples, Teacher others, Teacher fresh) {
    StudentNetwork.Outlier outlier = network.outlier(direction);
    double risk =
        Double.isNaN(outlier.first())
            ? Double.NaN
            : Ridge.risk(
                network.features(others.x()),
                others.labels(),
                network.features(fresh.x()),
                fresh.labels());
    return new double[] {
      network.loss(samples), risk, outlier.first(), outlier.second(), outlier.alignment()
    };
  }

  @Override
  public List<Claim> claims() {
    double least = Teacher.beyondLinear();
    return List.of(
        Claim.atLeast(
            "random features: risk, over that of the target beyond linear",
            least,
            "0.041 to 0.043",
            e -> e.run(LARGE).row(0).get("risk")),
        Claim.atLeast(
            "a small step, η = 1: the same",
            least,
            "0.041 to 0.043",
            e -> e.run(SMALL).last("risk")),
        Claim.atMost(
            "one large step, η = √N: risk, below that of the target beyond linear",
            least,
            "0.012 to 0.016",
            e -> e.run(LARGE).last("risk")),
        Claim.atLeast(
            "one large step: first singular value over the second",
            2,
            "2.3 to 2.8",
            e -> e.run(LARGE).last("first") / e.run(LARGE).last("second")),
        Claim.atLeast(
            "one large step: alignment of the first with the target",
            0.9,
            "0.965 to 0.980",
            e -> e.run(LARGE).last("alignment")));
  }

  @Override
  public List<Panel> picture(Evidence evidence) {
    List<Trajectory> runs = Arrays.stream(RATES).map(rate -> evidence.run("rate=" + rate)).toList();
    double[] rates = Arrays.stream(RATES).mapToDouble(Double::parseDouble).toArray();
    double[] ends = {rates[0], rates[rates.length - 1]};
    double kernel = Teacher.beyondLinear();
    double before = runs.get(0).row(0).get("risk");
    return List.of(
        Panel.of("What one step is worth", "η/√N", "risk")
            .withLogX()
            .curve("after one step", rates, last(runs, "risk"))
            .curve("random features", ends, new double[] {before, before})
            .theory("least risk of a kernel", ends, new double[] {kernel, kernel}),
        Panel.of("One direction leaves the bulk", "η/√N", "singular value of W")
            .withLogX()
            .curve("largest", rates, last(runs, "first"))
            .curve("next", rates, last(runs, "second")),
        Panel.of("It is the target's", "η/√N", "alignment")
            .withLogX()
            .curve("with the target", rates, last(runs, "alignment")));
  }

  private static double[] last(List<Trajectory> runs, String column) {
    return runs.stream().mapToDouble(run -> run.last(column)).toArray();
  }
}
