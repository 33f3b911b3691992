package io.github.featurescope.examples.toys.systems.experts;

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
import java.util.List;
import java.util.Random;

/** A router that learns to send each cluster to its own expert. */
public final class ExpertsToy implements Toy {

  private static final int FRESH = 2000;

  private static final Parameter<Integer> EXPERTS =
      Parameter.integer("experts", 8, Range.between(1, 64), "M; 1 has no router");
  private static final Parameter<String> EXPERT =
      Parameter.choice("expert", "cubic", List.of("cubic", "linear"), "activation of an expert");
  private static final Parameter<Integer> CLUSTERS =
      Parameter.integer("clusters", 4, Range.between(2, 32), "K");
  private static final Parameter<Integer> SAMPLES =
      Parameter.integer("samples", 1600, Range.between(10, 20_000), "n, training samples");
  private static final Parameter<Integer> DIMENSION =
      Parameter.integer("dimension", 50, Range.between(4, 1000), "d, size of a patch");
  private static final Parameter<Integer> FILTERS =
      Parameter.integer("filters", 8, Range.between(1, 64), "J, of an expert");
  private static final Parameter<Double> NOISE =
      Parameter.real("noise", 0.3, Range.atLeast(0), "deviation of the noise patch");
  private static final Parameter<Double> INIT =
      Parameter.real("init", 0.05, Range.above(0), "deviation of the experts' first weights");
  private static final Parameter<Double> RATE =
      Parameter.real("rate", 0.05, Range.above(0), "length of an expert's step");
  private static final Parameter<Double> ROUTER_RATE =
      Parameter.real("routerRate", 0.1, Range.atLeast(0), "step of the router");
  private static final Parameter<Integer> STEPS =
      Parameter.integer("steps", 500, Range.between(1, 100_000), "number of steps");

  private static final String[] MIXTURE = {};
  private static final String[] LINEAR = {"expert=linear"};
  private static final String[] SINGLE = {"experts=1"};

  @Override
  public ToyCard card() {
    return new ToyCard(
        "experts",
        "Where clusters each have a feature of their own, one expert fails; a mixture of nonlinear"
            + " ones learns it, as the router sends clusters to different experts.",
        new Paper("Chen, Deng, Wu, Gu, Li, NeurIPS 2022", "2208.02813"));
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(
        EXPERTS,
        EXPERT,
        CLUSTERS,
        SAMPLES,
        DIMENSION,
        FILTERS,
        NOISE,
        INIT,
        RATE,
        ROUTER_RATE,
        STEPS);
  }

  @Override
  public void check(Settings settings) {
    int clusters = settings.get(CLUSTERS);
    int dimension = settings.get(DIMENSION);
    Settings.require(
        dimension >= 2 * clusters,
        "dimension = "
            + dimension
            + " and clusters = "
            + clusters
            + ": give a dimension of at least twice the clusters, one direction for the feature of"
            + " each and one for its centre");
  }

  @Override
  public List<Column> columns() {
    return List.of(
        Column.of("loss", "mean training loss, with the noise of the last step's routing"),
        Column.of("testError", "share of errors on fresh samples"),
        Column.of("dispatchEntropy", "entropy of the cluster given the expert, in nats"),
        Column.of("busyExperts", "experts that get at least a hundredth of the samples"));
  }

  @Override
  public void train(ToyRun run) {
    int clusters = run.get(CLUSTERS);
    int dimension = run.get(DIMENSION);
    double deviation = run.get(NOISE);
    ClusterSamples samples =
        ClusterSamples.draw(run.get(SAMPLES), dimension, clusters, deviation, run.random(Use.DATA));
    ClusterSamples fresh =
        ClusterSamples.draw(FRESH, dimension, clusters, deviation, run.random(Use.FRESH));
    ExpertMixture mixture =
        ExpertMixture.draw(
            clusters,
            run.get(EXPERTS),
            run.get(FILTERS),
            dimension,
            run.get(INIT),
            run.get(EXPERT).equals("cubic"),
            run.random(Use.WEIGHTS));
    double[][] noise = new double[samples.size()][run.get(EXPERTS)];
    ExpertMixture.Gradients gradients = mixture.gradients(samples, noise);
    Random random = run.random(Use.STEPS);
    double rate = run.get(RATE);
    double routerRate = run.get(ROUTER_RATE);
    run.follow(
        run.get(STEPS),
        () -> {
          refresh(noise, random);
          return mixture.step(samples, noise, rate, routerRate, gradients);
        },
        () -> {
          Dispatch dispatch = Dispatch.of(mixture, fresh, clusters);
          return new double[] {
            mixture.loss(samples, noise), dispatch.error(), dispatch.entropy(), dispatch.busy()
          };
        });
  }

  private static void refresh(double[][] noise, Random random) {
    for (double[] row : noise) {
      for (int m = 0; m < row.length; m++) {
        row[m] = random.nextDouble();
      }
    }
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.atLeast(
            "one cubic expert: test error",
            0.3,
            "0.446 to 0.464",
            e -> e.run(SINGLE).last("testError")),
        Claim.atMost(
            "8 cubic experts: test error",
            0.1,
            "0.015 to 0.049",
            e -> e.run(MIXTURE).last("testError")),
        Claim.atMost(
            "8 cubic experts: entropy of the cluster given the expert",
            0.7,
            "0.09 to 0.42",
            e -> e.run(MIXTURE).last("dispatchEntropy")),
        Claim.atLeast(
            "that entropy of 8 linear experts less that of 8 cubic ones",
            0,
            "0.25 at least (0.67 to 0.95 against 0.09 to 0.42)",
            e -> e.run(LINEAR).last("dispatchEntropy") - e.run(MIXTURE).last("dispatchEntropy")));
  }

  @Override
  public List<Panel> picture(Evidence evidence) {
    Trajectory mixture = evidence.run(MIXTURE);
    Trajectory linear = evidence.run(LINEAR);
    Trajectory single = evidence.run(SINGLE);
    return List.of(
        Panel.overTime("One expert fails, eight learn", "test error")
            .curve("8 cubic", mixture, "testError")
            .curve("8 linear", linear, "testError")
            .curve("1 cubic", single, "testError"),
        Panel.overTime("Clusters go to different experts", "entropy of the cluster")
            .curve("8 cubic", mixture, "dispatchEntropy")
            .curve("8 linear", linear, "dispatchEntropy")
            .curve("1 cubic", single, "dispatchEntropy"));
  }
}
