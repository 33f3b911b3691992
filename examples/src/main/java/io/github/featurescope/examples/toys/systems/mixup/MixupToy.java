package io.github.featurescope.examples.toys.systems.mixup;

import io.github.featurescope.examples.data.Seeds;
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
import java.util.Random;

/** Mixup learns a rare feature, where training on samples as they are memorises its noise. */
public final class MixupToy implements Toy {

  private static final Parameter<Integer> SAMPLES =
      Parameter.integer("samples", 100, Range.atLeast(2), "n, training samples");
  private static final Parameter<Integer> DIMENSION =
      Parameter.integer("dimension", 600, Range.atLeast(5), "d of a patch");
  private static final Parameter<Double> RARE =
      Parameter.real("rare", 0.05, Range.between(0, 1), "ρ, share with a rare feature");
  private static final Parameter<Double> COMMON_NORM =
      Parameter.real("commonNorm", 1, Range.above(0), "norm of the common features");
  private static final Parameter<Double> RARE_NORM =
      Parameter.real("rareNorm", 1, Range.above(0), "norm of the rare features");
  private static final Parameter<Double> NOISE =
      Parameter.real("noise", 0.1, Range.above(0), "deviation of the noise");
  private static final Parameter<Integer> FILTERS =
      Parameter.integer("filters", 8, Range.atLeast(1), "m, filters of each sign");
  private static final Parameter<Double> DEVIATION =
      Parameter.real("deviation", 0.01, Range.atLeast(0), "of the first weights");
  private static final Parameter<Double> SHARE =
      Parameter.real(
          "share", 0.7, Range.between(0.5, 1), "λ of a sample in its mixture; 1 mixes nothing");
  private static final Parameter<Double> RATE =
      Parameter.real("rate", 0.5, Range.above(0), "of descent");
  private static final Parameter<Integer> STEPS =
      Parameter.integer("steps", 1500, Range.atLeast(1), "of training");
  private static final Parameter<Integer> FRESH =
      Parameter.integer("fresh", 600, Range.atLeast(2), "samples of the test errors");

  private static final String PLAIN = "share=1";
  private static final String MIXED = "share=0.7";

  @Override
  public ToyCard card() {
    return new ToyCard(
        "mixup",
        "Training on samples as they are learns the common features and memorises the noise of the"
            + " few samples with rare ones; mixtures of pairs make it learn the rare features too.",
        new Paper("Zou, Cao, Li, Gu, ICML 2023", "2303.08433"));
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(
        SAMPLES,
        DIMENSION,
        RARE,
        COMMON_NORM,
        RARE_NORM,
        NOISE,
        FILTERS,
        DEVIATION,
        SHARE,
        RATE,
        STEPS,
        FRESH);
  }

  @Override
  public void check(Settings settings) {
    double share = settings.get(RARE);
    Settings.require(
        Math.round(share * settings.get(SAMPLES)) >= 2,
        "rare = "
            + share
            + " with samples = "
            + settings.get(SAMPLES)
            + ": each label needs a sample with a rare feature; give a larger share or more samples");
  }

  @Override
  public List<Column> columns() {
    return List.of(
        Column.of("common", "largest |inner product| of a filter with the common feature of +1"),
        Column.of("rare", "largest |inner product| of a filter with the rare feature of +1"),
        Column.of("rareNoise", "largest |inner product| with the noise of a rare sample, mean"),
        Column.of("loss", "mean training loss of samples as they are"),
        Column.of("accuracy", "share of training samples fitted"),
        Column.of("commonError", "share of errors on fresh samples with a common feature"),
        Column.of("rareError", "share of errors on fresh samples with a rare feature"));
  }

  private static FeatureData draw(ToyRun run, Use use, int count) {
    return FeatureData.draw(
        count,
        run.get(DIMENSION),
        (int) Math.round(run.get(RARE) * count),
        run.get(NOISE),
        run.random(use));
  }

  @Override
  public void train(ToyRun run) {
    FeatureData data = draw(run, Use.DATA, run.get(SAMPLES));
    FeatureData fresh = draw(run, Use.FRESH, run.get(FRESH));
    double[][] weights =
        Vectors.normal(
            2 * run.get(FILTERS), run.get(DIMENSION), run.get(DEVIATION), run.random(Use.WEIGHTS));
    QuadraticModel model =
        new QuadraticModel(data, run.get(COMMON_NORM), run.get(RARE_NORM), weights);
    Random random = run.random(Use.STEPS);
    double rate = run.get(RATE);
    double share = run.get(SHARE);
    run.follow(
        run.get(STEPS),
        () -> model.step(rate, share, Seeds.permutation(data.samples(), random)),
        () -> row(model, fresh));
  }

  private static double[] row(QuadraticModel model, FeatureData fresh) {
    double[] margins = model.margins();
    double[] errors = model.errors(fresh);
    return new double[] {
      model.maxAlong(0),
      model.maxAlong(2),
      model.rareNoise(),
      Arrays.stream(margins).map(Logistic::loss).average().orElseThrow(),
      Arrays.stream(margins).filter(margin -> margin > 0).count() / (double) margins.length,
      errors[0],
      errors[1]
    };
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.atLeast(
            "samples as they are: test error on rare features",
            0.25,
            "0.30 to 0.44",
            e -> e.run(PLAIN).last("rareError")),
        Claim.atMost(
            "mixtures: test error on rare features",
            0.02,
            "0.000",
            e -> e.run(MIXED).last("rareError")),
        Claim.atMost(
            "test error on common features, both",
            0.01,
            "0.000",
            e -> Math.max(e.run(PLAIN).last("commonError"), e.run(MIXED).last("commonError"))),
        Claim.atLeast(
            "samples as they are: noise of rare samples over their feature",
            3,
            "2.7 to 3.2 over 0.05 to 0.26",
            e -> e.run(PLAIN).last("rareNoise") / e.run(PLAIN).last("rare")),
        Claim.atMost(
            "mixtures: noise of rare samples over their feature",
            1,
            "0.28 to 0.33 over 0.65 to 1.18",
            e -> e.run(MIXED).last("rareNoise") / e.run(MIXED).last("rare")));
  }

  @Override
  public List<Panel> picture(Evidence evidence) {
    Trajectory plain = evidence.run(PLAIN);
    Trajectory mixed = evidence.run(MIXED);
    return List.of(
        Panel.overTime("Features and noise learned", "inner product")
            .withLogY()
            .curve("rare feature, mixtures", mixed, "rare")
            .curve("noise of rare samples, mixtures", mixed, "rareNoise")
            .curve("rare feature, plain", plain, "rare")
            .curve("noise of rare samples, plain", plain, "rareNoise")
            .curve("common feature, plain", plain, "common"),
        Panel.overTime("Samples with a rare feature", "test error")
            .curve("rare, mixtures", mixed, "rareError")
            .curve("rare, plain", plain, "rareError")
            .curve("common, mixtures", mixed, "commonError")
            .curve("common, plain", plain, "commonError"));
  }
}
