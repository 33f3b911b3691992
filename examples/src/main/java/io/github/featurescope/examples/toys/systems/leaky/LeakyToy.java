package io.github.featurescope.examples.toys.systems.leaky;

import io.github.featurescope.examples.toys.Claim;
import io.github.featurescope.examples.toys.Column;
import io.github.featurescope.examples.toys.Evidence;
import io.github.featurescope.examples.toys.Moments;
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
import java.util.ArrayList;
import java.util.List;

/** Benign overfitting where the dimension is only twice the number of samples. */
public final class LeakyToy implements Toy {

  private static final int FRESH = 2000;
  private static final int MOMENTS = 40;
  private static final int DRAWS = 3;

  private static final Parameter<Integer> SAMPLES =
      Parameter.integer("samples", 150, Range.between(2, 2000), "n, training samples");
  private static final Parameter<Integer> DIMENSION =
      Parameter.integer("dimension", 300, Range.between(2, 4000), "d, size of a sample");
  private static final Parameter<Double> SHARE =
      Parameter.real("share", 0.05, Range.between(0, 1), "γ, share of the signal in |x|²");
  private static final Parameter<Double> WRONG =
      Parameter.real("wrong", 0.1, Range.between(0, 0.5), "share of wrong labels in training");
  private static final Parameter<Integer> NEURONS =
      Parameter.integer("neurons", 64, Range.between(2, 1000), "m, half of each sign");
  private static final Parameter<Double> SLOPE =
      Parameter.real("slope", 0.1, Range.between(0, 1), "of the leaky ReLU below 0");
  private static final Parameter<Double> RATE =
      Parameter.real("rate", 1, Range.above(0), "η n m, step times samples and neurons");
  private static final Parameter<Integer> STEPS =
      Parameter.integer("steps", 20_000, Range.between(1, 1_000_000), "at most");

  @Override
  public ToyCard card() {
    return new ToyCard(
        "leaky-relu",
        "A leaky ReLU network that fits all labels, wrong ones too, still classifies well as soon"
            + " as a small share of each sample is signal, with d only 2n.",
        new Paper("Karhadkar, George, Murray, Montúfar, Needell, NeurIPS 2024", "2403.06903"));
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(SAMPLES, DIMENSION, SHARE, WRONG, NEURONS, SLOPE, RATE, STEPS);
  }

  @Override
  public List<Column> columns() {
    return List.of(
        Column.of("loss", "mean hinge loss"),
        Column.of("margin", "smallest y f of a training sample"),
        Column.of("accuracy", "share of training samples with the given label"),
        Column.optional("accuracyWrong", "share of mislabelled samples with the wrong label"),
        Column.of("alongSignal", "mean of ±⟨w, v⟩ over the neurons"),
        Column.of("testError", "share of errors on fresh samples with true labels"));
  }

  @Override
  public void train(ToyRun run) {
    SharedSignal samples =
        SharedSignal.draw(
            run.get(SAMPLES),
            run.get(DIMENSION),
            run.get(SHARE),
            run.get(WRONG),
            run.random(Use.DATA));
    SharedSignal fresh =
        SharedSignal.draw(FRESH, run.get(DIMENSION), run.get(SHARE), 0, run.random(Use.FRESH));
    LeakyNetwork network =
        LeakyNetwork.draw(samples, run.get(NEURONS), run.get(SLOPE), run.random(Use.WEIGHTS));
    double rate = run.get(RATE) / (run.get(NEURONS) * run.get(SAMPLES));
    int steps = run.get(STEPS);
    run.follow(
        Moments.geometric(steps, MOMENTS),
        steps,
        0,
        () -> network.step(rate),
        () -> {
          double[][] weights = network.weights();
          return new double[] {
            network.loss(),
            network.margin(),
            network.accuracy(false),
            network.accuracy(true),
            network.alongSignal(weights),
            network.error(weights, fresh)
          };
        });
  }

  /** Returns an order parameter at the end, the mean over draws; d = 2n. */
  private static double end(Evidence evidence, int samples, double share, String column) {
    return evidence
        .once(
            samples + " " + share,
            () -> {
              LeakyToy toy = new LeakyToy();
              Settings settings =
                  Settings.of(
                      toy,
                      List.of("samples=" + samples, "dimension=" + 2 * samples, "share=" + share));
              List<Trajectory.Row> ends = new ArrayList<>();
              for (int k = 0; k < DRAWS; k++) {
                ends.add(ToyRun.end(toy, settings, 1000 * evidence.seed() + k));
              }
              return ends;
            })
        .stream()
        .mapToDouble(row -> row.get(column))
        .average()
        .orElseThrow();
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.between(
            "n = 150, no signal: test error, mean of 3 runs",
            0.45,
            0.55,
            "0.501",
            e -> end(e, 150, 0, "testError")),
        Claim.atMost(
            "n = 150, share 0.05: test error, mean of 3 runs",
            0.1,
            "0.057",
            e -> end(e, 150, 0.05, "testError")),
        Claim.atLeast(
            "share 0.05: test error of n = 50 less that of n = 150, means of 3 runs",
            0,
            "0.04",
            e -> end(e, 50, 0.05, "testError") - end(e, 150, 0.05, "testError")),
        Claim.atMost(
            "n = 150, share 0.1: test error, mean of 3 runs",
            0.1,
            "0.04",
            e -> end(e, 150, 0.1, "testError")),
        Claim.atLeast(
            "share 0.1: test error of n = 50 less that of n = 150, means of 3 runs",
            0,
            "0.07",
            e -> end(e, 50, 0.1, "testError") - end(e, 150, 0.1, "testError")),
        Claim.atLeast(
            "n = 150, share 0.05: training accuracy, wrong labels included",
            1,
            "1.000",
            e -> end(e, 150, 0.05, "accuracy")),
        Claim.atLeast(
            "n = 150, no signal: training accuracy", 1, "1.000", e -> end(e, 150, 0, "accuracy")));
  }

  @Override
  public List<Panel> picture(Evidence evidence) {
    Trajectory some = evidence.run();
    Trajectory none = evidence.run("share=0");
    return List.of(
        Panel.overTime("All labels are fitted", "share")
            .curve("wrong labels fitted, γ = 0.05", some, "accuracyWrong")
            .curve("all labels fitted, γ = 0.05", some, "accuracy")
            .curve("all labels fitted, γ = 0", none, "accuracy"),
        Panel.overTime("Harm only without signal", "test error")
            .curve("γ = 0.05", some, "testError")
            .curve("γ = 0", none, "testError"),
        Panel.overTime("Neurons turn to the signal", "mean ±⟨w, v⟩")
            .curve("γ = 0.05", some, "alongSignal")
            .curve("γ = 0", none, "alongSignal"));
  }
}
