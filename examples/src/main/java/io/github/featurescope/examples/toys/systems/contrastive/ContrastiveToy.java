package io.github.featurescope.examples.toys.systems.contrastive;

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
import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.List;
import java.util.Random;

/** Contrastive learning from one modality, which learns noise, and from two, which learn signal. */
public final class ContrastiveToy implements Toy {

  private static final int MOMENTS = 20;

  private static final Parameter<Integer> MODALITIES =
      Parameter.integer(
          "modalities", 2, Range.between(1, 2), "1: partner is an augmentation; 2: paired sample");
  private static final Parameter<Integer> SAMPLES =
      Parameter.integer("samples", 60, Range.atLeast(2), "n, training samples");
  private static final Parameter<Integer> DIMENSION =
      Parameter.integer("dimension", 1000, Range.atLeast(2), "d of a patch");
  private static final Parameter<Integer> FILTERS =
      Parameter.integer("filters", 20, Range.atLeast(1), "m of an encoder");
  private static final Parameter<Double> STRENGTH =
      Parameter.real(
          "strength", 4, Range.above(0), "norm of the signal; the noise has deviation 1");
  private static final Parameter<Double> FACTOR =
      Parameter.real("factor", 3, Range.above(0), "C, the other modality's signal over this one's");
  private static final Parameter<Double> TEMPERATURE =
      Parameter.real("temperature", 0.1, Range.above(0), "tau of the loss");
  private static final Parameter<Double> AUGMENTATION =
      Parameter.real("augmentation", 0.5, Range.atLeast(0), "deviation of noise that is added");
  private static final Parameter<Double> DEVIATION =
      Parameter.real("deviation", 0.01, Range.atLeast(0), "of the first weights");
  private static final Parameter<Double> RATE =
      Parameter.real("rate", 0.05, Range.above(0), "of gradient descent");
  private static final Parameter<Integer> STEPS =
      Parameter.integer("steps", 200, Range.atLeast(1), "all made");
  private static final Parameter<Integer> FRESH =
      Parameter.integer("fresh", 400, Range.atLeast(2), "samples of the test error");

  @Override
  public ToyCard card() {
    return new ToyCard(
        "contrastive",
        "Contrasting a sample with its augmentation memorises noise; contrasting it with a second"
            + " modality of better signal learns the signal, and a linear probe generalises.",
        new Paper("Huang et al., NeurIPS 2024", "2411.02837"));
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(
        MODALITIES,
        SAMPLES,
        DIMENSION,
        FILTERS,
        STRENGTH,
        FACTOR,
        TEMPERATURE,
        AUGMENTATION,
        DEVIATION,
        RATE,
        STEPS,
        FRESH);
  }

  @Override
  public void check(Settings settings) {
    Settings.require(
        settings.get(DIMENSION) > settings.get(SAMPLES),
        "dimension = "
            + settings.get(DIMENSION)
            + " with samples = "
            + settings.get(SAMPLES)
            + ": noise can be memorised only in a dimension above the number of samples");
  }

  @Override
  public List<Column> columns() {
    return List.of(
        Column.of("signal", "mean |<w, signal>| over filters"),
        Column.of("noise", "mean |<w, noise>| over filters and training samples"),
        Column.optional("ratio", "signal over noise"),
        Column.of("largestSignal", "largest |<w, signal>|"),
        Column.of("largestNoise", "largest |<w, noise>|"),
        Column.of("loss", "contrastive loss"),
        Column.of("probeError", "share of fresh samples that a linear probe gets wrong"));
  }

  @Override
  public void train(ToyRun run) {
    int dimension = run.get(DIMENSION);
    double strength = run.get(STRENGTH);
    double[] signs = Views.signs(run.get(SAMPLES));
    Random data = run.random(Use.DATA);
    Views views = Views.draw(signs, strength, dimension, data);
    Views other = Views.draw(signs, run.get(FACTOR) * strength, dimension, data);
    Random weights = run.random(Use.WEIGHTS);
    Encoder first = encoder(run, weights);
    Encoder second = encoder(run, weights);
    Random augmentation = run.random(Use.STEPS);
    Views augmented = views.blank();
    boolean single = run.get(MODALITIES) == 1;
    views.augment(run.get(AUGMENTATION), augmentation, augmented);
    ContrastiveTraining training =
        single
            ? ContrastiveTraining.single(views, augmented, first, signs, run.get(TEMPERATURE))
            : ContrastiveTraining.multi(views, other, first, second, signs, run.get(TEMPERATURE));
    double[] freshSigns = Views.signs(run.get(FRESH));
    Views fresh = Views.draw(freshSigns, strength, dimension, run.random(Use.FRESH));
    run.follow(
        Moments.geometric(run.get(STEPS), MOMENTS),
        run.get(STEPS),
        Double.NEGATIVE_INFINITY,
        () -> {
          double loss = training.step(run.get(RATE));
          if (single) {
            views.augment(run.get(AUGMENTATION), augmentation, augmented);
          }
          return loss;
        },
        () -> look(first, views, strength, training, signs, fresh, freshSigns));
  }

  private static Encoder encoder(ToyRun run, Random random) {
    return new Encoder(
        Vectors.normal(run.get(FILTERS), run.get(DIMENSION), run.get(DEVIATION), random));
  }

  private static double[] look(
      Encoder encoder,
      Views views,
      double strength,
      ContrastiveTraining training,
      double[] signs,
      Views fresh,
      double[] freshSigns) {
    double signal = 0;
    double noise = 0;
    double largestSignal = 0;
    double largestNoise = 0;
    for (double[] w : encoder.weights()) {
      double alongSignal = Math.abs(w[0]) * strength;
      signal += alongSignal / encoder.filters();
      largestSignal = Math.max(largestSignal, alongSignal);
      for (double[] xi : views.noises()) {
        double alongNoise = Math.abs(Vectors.dot(w, xi));
        noise += alongNoise / (encoder.filters() * views.size());
        largestNoise = Math.max(largestNoise, alongNoise);
      }
    }
    double loss = training.loss();
    // No probe of weights that are not finite: the loss ends the run.
    double error =
        Double.isFinite(signal + noise + loss)
            ? RidgeProbe.error(encoder, views, signs, fresh, freshSigns)
            : 1;
    return new double[] {signal, noise, signal / noise, largestSignal, largestNoise, loss, error};
  }

  private static Trajectory single(Evidence evidence) {
    return evidence.run("modalities=1");
  }

  private static Trajectory multi(Evidence evidence) {
    return evidence.run("modalities=2");
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.atMost(
            "one modality: signal over noise", 0.3, "0.13 to 0.18", e -> single(e).last("ratio")),
        Claim.atLeast(
            "one modality: error of a linear probe",
            0.25,
            "0.315 to 0.568",
            e -> single(e).last("probeError")),
        Claim.atMost(
            "one modality: contrastive loss", 0.002, "below 0.002", e -> single(e).last("loss")),
        Claim.atLeast(
            "two modalities: signal over noise", 1, "1.06 to 1.47", e -> multi(e).last("ratio")),
        Claim.atMost(
            "two modalities: error of a linear probe",
            0.02,
            "0 to 0.003",
            e -> multi(e).last("probeError")),
        Claim.atMost(
            "two modalities: contrastive loss", 0.002, "below 0.002", e -> multi(e).last("loss")));
  }

  @Override
  public List<Panel> picture(Evidence evidence) {
    Trajectory single = single(evidence);
    Trajectory multi = multi(evidence);
    return List.of(
        Panel.overTime("What the encoder learns", "mean |⟨w, ·⟩|")
            .withLogY()
            .curve("signal, one modality", single, "signal")
            .curve("noise, one modality", single, "noise")
            .curve("signal, two modalities", multi, "signal")
            .curve("noise, two modalities", multi, "noise"),
        Panel.overTime("Both contrast well, one generalises", "error of a linear probe")
            .curve("one modality", single, "probeError")
            .curve("two modalities", multi, "probeError"),
        Panel.overTime("Contrastive loss", "loss")
            .withLogY()
            .curve("one modality", single, "loss")
            .curve("two modalities", multi, "loss"));
  }
}
