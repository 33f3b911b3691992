package io.github.featurescope.examples.toys.systems.lazyrich;

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
import java.util.List;
import java.util.Random;

/**
 * The scale of the output decides whether features change: lazy at large, rich at small scales.
 *
 * <p>Training is the same to the last bit on every machine; what the probes read of it is so up to
 * the rounding of the linear algebra that they find there.
 */
public final class LazyRichToy implements Toy {

  private static final int FRESH = 600;

  private static final Parameter<Double> SCALE =
      Parameter.real("scale", 0.03, Range.above(0), "α, output is α (f - f₀)");
  private static final Parameter<Double> RATE =
      Parameter.real("rate", 0.001, Range.above(0), "η, steps are η/α² times the gradient");
  private static final Parameter<Integer> STEPS =
      Parameter.integer("steps", 1500, Range.between(1, 100_000), "number of steps");
  private static final Parameter<Integer> SAMPLES =
      Parameter.integer("samples", 200, Range.between(10, 2000), "n, training samples");
  private static final Parameter<Integer> DIMENSION =
      Parameter.integer("dimension", 20, Range.between(2, 1000), "d, size of a sample");
  private static final Parameter<Integer> WIDTH =
      Parameter.integer("width", 100, Range.between(2, 1000), "units of a hidden layer");
  private static final Parameter<Integer> CLASSES =
      Parameter.integer("classes", 4, Range.between(2, 16), "C, of two clusters each");
  private static final Parameter<Double> DISTANCE =
      Parameter.real("distance", 2.5, Range.above(0), "norm of the clusters' centres");
  private static final Parameter<Double> DEVIATION =
      Parameter.real("deviation", 0.6, Range.above(0), "of samples around their centre");
  private static final Parameter<Boolean> FROZEN =
      Parameter.flag("frozen", false, "whether the last layer alone is trained");
  private static final Parameter<Boolean> RANDOM_LABELS =
      Parameter.flag("randomLabels", false, "whether labels are drawn without looking");

  private static final String[] LAZY = {"scale=30", "rate=0.02", "steps=600"};
  private static final String[] MIDDLE = {"scale=0.3", "rate=0.01", "steps=600"};
  private static final String[] RICH = {};
  private static final String[] FIXED = {"frozen=true", "scale=1", "rate=0.02", "steps=1500"};
  private static final String[] BLIND = {
    "randomLabels=true", "scale=0.3", "rate=0.01", "steps=1200"
  };

  @Override
  public ToyCard card() {
    return new ToyCard(
        "lazy-rich",
        "A large output scale leaves features as they were; a small one makes of them little more"
            + " than one feature a class, which the eigenfunctions show.",
        new Paper("Nam, Mingard, Lee, Hayou, Louis, ICLR 2026", "2410.04264"));
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(
        SCALE,
        RATE,
        STEPS,
        SAMPLES,
        DIMENSION,
        WIDTH,
        CLASSES,
        DISTANCE,
        DEVIATION,
        FROZEN,
        RANDOM_LABELS);
  }

  @Override
  public List<Column> columns() {
    return List.of(
        Column.of("loss", "mean of half the squared distance to the targets"),
        Column.of("accuracy", "share of training samples fitted"),
        Column.of("testAccuracy", "share of fresh samples classified rightly"),
        Column.of("quality", "share of the targets in the first C eigenfunctions, Π*(C)"),
        Column.of("effectiveDimension", "exp entropy of the eigenvalues"),
        Column.optional("used", "eigenfunctions that hold 95 % of the learned functions"),
        Column.of("alignment", "kernel-target alignment, by the probe"),
        Column.of("similarity", "CKA of the features with the first ones, uncentred"),
        Column.of("moved", "distance of hidden weights from the first ones, over their norm"),
        Column.optional("probeQuality", "centred Π*(C-1), by the probe"),
        Column.optional("probeUtility", "centred Π̂(C-1), by the probe"));
  }

  @Override
  public void train(ToyRun run) {
    Random data = run.random(Use.DATA);
    double[][] centres =
        Clusters.centres(run.get(CLASSES), run.get(DIMENSION), run.get(DISTANCE), data);
    Clusters drawn = Clusters.draw(centres, run.get(SAMPLES), run.get(DEVIATION), data);
    Clusters samples =
        run.get(RANDOM_LABELS) ? drawn.relabelled(run.get(CLASSES), run.random(Use.STEPS)) : drawn;
    Clusters fresh = Clusters.draw(centres, FRESH, run.get(DEVIATION), run.random(Use.FRESH));
    double[][] targets = samples.targets(run.get(CLASSES));
    ScaledNetwork network =
        ScaledNetwork.draw(
            samples.x(),
            targets,
            run.get(WIDTH),
            run.get(SCALE),
            run.get(FROZEN),
            run.random(Use.WEIGHTS));
    Start start = Start.of(network, fresh);
    double rate = run.get(RATE);
    run.follow(
        run.get(STEPS),
        () -> network.step(rate),
        () -> row(network, start, samples, targets, fresh));
  }

  /** What the network was before training. */
  @SuppressWarnings("ArrayRecordComponent") // lives within this class only
  private record Start(double[][] features, double[][][] hidden, double[][] freshOutputs) {

    static Start of(ScaledNetwork network, Clusters fresh) {
      return new Start(
          network.features(network.samples()),
          network.hidden(),
          network.raw(network.features(fresh.x())));
    }
  }

  private static double[] row(
      ScaledNetwork network, Start start, Clusters samples, double[][] targets, Clusters fresh) {
    double[][] outputs = network.outputs();
    FeatureReading reading =
        FeatureReading.of(
            network.features(), outputs, network.scaledHead(), samples.classes(), targets);
    double[][] freshOutputs =
        network.scaled(network.raw(network.features(fresh.x())), start.freshOutputs);
    return new double[] {
      network.loss(),
      samples.accuracy(outputs),
      fresh.accuracy(freshOutputs),
      reading.share(),
      reading.dimension(),
      reading.used(),
      reading.alignment(),
      FeatureReading.similarity(network.features(), start.features),
      network.moved(start.hidden),
      reading.probeQuality(),
      reading.probeUtility()
    };
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.atMost(
            "scale 30: change of the quality Π*(C)",
            0.01,
            "0.000",
            e -> change(e.run(LAZY), "quality")),
        Claim.atLeast(
            "scale 30: CKA of the features with the first ones",
            0.999,
            "1.000",
            e -> e.run(LAZY).last("similarity")),
        Claim.atLeast(
            "quality Π*(C) of scale 0.3 less that of scale 30",
            0,
            "0.28 (0.506 less 0.224)",
            e -> e.run(MIDDLE).last("quality") - e.run(LAZY).last("quality")),
        Claim.atLeast(
            "quality Π*(C) of scale 0.03 less that of scale 0.3",
            0,
            "0.41 (0.912 less 0.506)",
            e -> e.run(RICH).last("quality") - e.run(MIDDLE).last("quality")),
        Claim.atLeast("scale 0.03: quality Π*(C)", 0.8, "0.912", e -> e.run(RICH).last("quality")),
        Claim.atMost(
            "scale 0.03: features that hold 95 % of the learned functions",
            8, "5", e -> e.run(RICH).last("used")),
        Claim.atMost(
            "frozen features: largest change of the quality Π*(C)",
            0,
            "0",
            e -> change(e.run(FIXED), "quality")),
        Claim.atMost(
            "random labels: quality Π*(C)", 0.1, "0.046", e -> e.run(BLIND).last("quality")),
        Claim.atLeast(
            "random labels: training accuracy", 1, "1", e -> e.run(BLIND).last("accuracy")));
  }

  private static double change(Trajectory run, String column) {
    return run.max(column) - run.min(column);
  }

  @Override
  public List<Panel> picture(Evidence evidence) {
    Trajectory lazy = evidence.run(LAZY);
    Trajectory middle = evidence.run(MIDDLE);
    Trajectory rich = evidence.run(RICH);
    Trajectory blind = evidence.run(BLIND);
    return List.of(
        Panel.overTime("Targets in the first C eigenfunctions", "Π*(C)")
            .curve("α = 30", lazy, "quality")
            .curve("α = 0.3", middle, "quality")
            .curve("α = 0.03", rich, "quality")
            .curve("α = 0.3, random labels", blind, "quality"),
        Panel.overTime("Features that hold what was learned", "eigenfunctions for 95 %")
            .withLogY()
            .curve("α = 30", lazy, "used")
            .curve("α = 0.3", middle, "used")
            .curve("α = 0.03", rich, "used")
            .curve("α = 0.3, random labels", blind, "used"),
        Panel.overTime("Features leave where they began", "CKA with the first")
            .curve("α = 30", lazy, "similarity")
            .curve("α = 0.3", middle, "similarity")
            .curve("α = 0.03", rich, "similarity"));
  }
}
