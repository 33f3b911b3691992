package io.github.featurescope.examples.toys.systems.graph;

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
import io.github.featurescope.examples.toys.patch.Logistic;
import io.github.featurescope.examples.toys.patch.ReluPower;
import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/** Means over neighbours thin out noise: a graph network learns where a convolution memorises. */
public final class GraphToy implements Toy {

  private static final Parameter<Integer> SAMPLES =
      Parameter.integer("samples", 60, Range.atLeast(2), "n, nodes of the training graph");
  private static final Parameter<Integer> DIMENSION =
      Parameter.integer("dimension", 1000, Range.atLeast(2), "d of a patch");
  private static final Parameter<Double> STRENGTH =
      Parameter.real(
          "strength", 5, Range.above(0), "norm of the signal; the noise has deviation 1");
  private static final Parameter<Double> SAME =
      Parameter.real("same", 0.2, Range.between(0, 1), "chance of an edge within a label");
  private static final Parameter<Double> OTHER =
      Parameter.real("other", 0.02, Range.between(0, 1), "chance of an edge between labels");
  private static final Parameter<Boolean> GRAPH =
      Parameter.flag("graph", true, "whether nodes see means over their neighbours");
  private static final Parameter<Integer> FILTERS =
      Parameter.integer("filters", 10, Range.atLeast(1), "m, filters of each sign");
  private static final Parameter<Double> POWER =
      Parameter.real("power", 2, Range.atLeast(1), "q of max(z, 0)^q");
  private static final Parameter<Double> DEVIATION =
      Parameter.real("deviation", 0.01, Range.atLeast(0), "of the first weights");
  private static final Parameter<Double> RATE =
      Parameter.real("rate", 0.05, Range.above(0), "of descent");
  private static final Parameter<Integer> STEPS =
      Parameter.integer("steps", 600, Range.atLeast(1), "at most");
  private static final Parameter<Double> STOP =
      Parameter.real("stop", 0.02, Range.atLeast(0), "training loss at which training ends");
  private static final Parameter<Integer> FRESH =
      Parameter.integer(
          "fresh",
          400,
          Range.atLeast(2),
          "nodes of the graph of the test error; more of them have more neighbours each");

  private static final int RUNS = 10;

  @Override
  public ToyCard card() {
    return new ToyCard(
        "graph",
        "A mean over neighbours, mostly of the same label, keeps the signal and thins out noise: a"
            + " graph network generalises at a strength at which the same network without the graph"
            + " memorises.",
        new Paper("Huang et al., AISTATS 2025", "2306.13926"));
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(
        SAMPLES, DIMENSION, STRENGTH, SAME, OTHER, GRAPH, FILTERS, POWER, DEVIATION, RATE, STEPS,
        STOP, FRESH);
  }

  @Override
  public List<Column> columns() {
    return List.of(
        Column.of("signal", "largest inner product of a filter with the signal of its sign"),
        Column.of("noise", "largest inner product of own filters with a node's noise, mean"),
        Column.of("degree", "mean number of nodes in a mean, itself included"),
        Column.of("loss", "mean training loss"),
        Column.of("accuracy", "share of training nodes fitted"),
        Column.of("testError", "share of errors on the nodes of a fresh graph"));
  }

  private static GraphData draw(ToyRun run, int nodes, Use use) {
    return GraphData.draw(
        nodes, run.get(DIMENSION), run.get(SAME), run.get(OTHER), run.get(GRAPH), run.random(use));
  }

  @Override
  public void train(ToyRun run) {
    GraphData data = draw(run, run.get(SAMPLES), Use.DATA);
    GraphData fresh = draw(run, run.get(FRESH), Use.FRESH);
    double[][] weights =
        Vectors.normal(
            2 * run.get(FILTERS), run.get(DIMENSION), run.get(DEVIATION), run.random(Use.WEIGHTS));
    GraphModel model =
        new GraphModel(data, run.get(STRENGTH), new ReluPower(run.get(POWER)), weights);
    double rate = run.get(RATE);
    int steps = run.get(STEPS);
    run.follow(
        Moments.geometric(steps, 40),
        steps,
        run.get(STOP),
        () -> model.step(rate),
        () -> row(model, data, fresh));
  }

  private static double[] row(GraphModel model, GraphData data, GraphData fresh) {
    double[] f = model.outputs();
    double loss = 0;
    double fitted = 0;
    for (int i = 0; i < f.length; i++) {
      double margin = data.labels()[i] * f[i];
      loss += Logistic.loss(margin);
      fitted += margin > 0 ? 1 : 0;
    }
    return new double[] {
      model.maxAlongSignal(),
      model.ownNoise(),
      data.degree(),
      loss / f.length,
      fitted / f.length,
      model.error(fresh)
    };
  }

  /** Test errors of several runs. */
  private static DoubleStream errors(Evidence evidence, String... assignments) {
    double[] errors =
        evidence.once(
            "errors with " + List.of(assignments),
            () -> {
              GraphToy toy = new GraphToy();
              Settings settings = Settings.of(toy, List.of(assignments));
              return LongStream.range(0, RUNS)
                  .mapToDouble(
                      k -> ToyRun.end(toy, settings, 1000 * evidence.seed() + k).get("testError"))
                  .toArray();
            });
    return DoubleStream.of(errors);
  }

  private static double error(Evidence evidence, String... assignments) {
    return errors(evidence, assignments).average().orElseThrow();
  }

  private static double gain(Evidence evidence, String strength) {
    return error(evidence, "graph=false", strength) - error(evidence, "graph=true", strength);
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.atLeast(
            "without the graph: test error, mean of 10 runs",
            0.25,
            "0.325 to 0.455",
            e -> error(e, "graph=false", "strength=5")),
        Claim.atMost(
            "with the graph: test error, mean of 10 runs",
            0.05,
            "0 to 0.005",
            e -> error(e, "graph=true", "strength=5")),
        Claim.atMost(
                "with the graph: test error, largest of 10 runs",
                0.05,
                "0 to 0.005 of 5 seeds",
                e -> errors(e, "graph=true", "strength=5").max().orElseThrow())
            .doesNotReproduce(
                "of 200 seeds 12 are above 0.03, the largest at 0.39; of 100 further seeds of the"
                    + " prototype 3, the largest at 0.285"),
        Claim.atMost(
            "with the graph, fresh graphs of 60 nodes and so as sparse as that of training: test"
                + " error, mean of 10 runs",
            0.15,
            "not quoted",
            e -> error(e, "graph=true", "fresh=60")),
        Claim.atMost(
            "training loss of both",
            0.025,
            "0.02",
            e -> Math.max(e.run("graph=false").last("loss"), e.run("graph=true").last("loss"))),
        Claim.atLeast(
            "strength 3: what the graph gains in test error, mean of 10 runs",
            0.05,
            "0.50 less 0.25 to 0.34",
            e -> gain(e, "strength=3")),
        Claim.atMost(
            "strength 7: test error of both, means of 10 runs",
            0.05,
            "0 to 0.01",
            e ->
                Math.max(
                    error(e, "graph=false", "strength=7"), error(e, "graph=true", "strength=7"))),
        Claim.between(
            "mean number of nodes in a mean",
            5,
            10,
            "about 7.6: n(p + s)/2 = 6.6 and the node itself",
            e -> e.run("graph=true").last("degree")));
  }

  @Override
  public List<Panel> picture(Evidence evidence) {
    Trajectory with = evidence.run("graph=true");
    Trajectory without = evidence.run("graph=false");
    return List.of(
        Panel.overTime("Signal and noise learned", "inner product")
            .withLogY()
            .curve("signal, graph", with, "signal")
            .curve("noise, graph", with, "noise")
            .curve("signal, no graph", without, "signal")
            .curve("noise, no graph", without, "noise"),
        Panel.overTime("Both fit, one generalises", "error or loss")
            .curve("test error, graph", with, "testError")
            .curve("loss, graph", with, "loss")
            .curve("test error, no graph", without, "testError")
            .curve("loss, no graph", without, "loss"));
  }
}
