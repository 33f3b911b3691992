package io.github.featurescope.examples.toys.attention;

import io.github.featurescope.examples.toys.Moments;
import io.github.featurescope.examples.toys.Parameter;
import io.github.featurescope.examples.toys.Range;
import io.github.featurescope.examples.toys.Settings;
import io.github.featurescope.examples.toys.ToyRun;
import io.github.featurescope.examples.toys.ToyRun.Use;
import java.util.List;

/** The parameters of toys on {@link SingleHead}, and what is drawn and trained by them. */
public final class AttentionParameters {

  private static final int MOMENTS = 30;

  private final Parameter<Integer> samples;
  private final Parameter<Integer> dimension;
  private final Parameter<Integer> tokens;
  private final Parameter<Double> strength;
  private final Parameter<Boolean> pair;
  private final Parameter<Double> noise;
  private final Parameter<Integer> support;
  private final Parameter<Integer> width;
  private final Parameter<Double> attentionDeviation;
  private final Parameter<Double> valueDeviation;
  private final Parameter<Boolean> sign;
  private final Parameter<Double> rate;
  private final Parameter<Integer> steps;
  private final Parameter<Double> stop;
  private final Parameter<Integer> fresh;

  private AttentionParameters(AttentionSystem standard, int fresh) {
    Range many = Range.atLeast(2);
    this.samples = Parameter.integer("samples", standard.samples(), many, "n, training samples");
    this.dimension =
        Parameter.integer("dimension", standard.dimension(), Range.atLeast(3), "d of a token");
    this.tokens =
        Parameter.integer("tokens", standard.tokens(), many, "L, the first of them the signal");
    this.strength =
        Parameter.real("strength", standard.strength(), Range.above(0), "norm of the signal");
    this.pair =
        Parameter.flag("pair", standard.pair(), "a signal e1 or e2 for each class, not +-e1");
    this.noise =
        Parameter.real("noise", standard.noise(), Range.above(0), "deviation of the noise");
    this.support =
        Parameter.integer(
            "support", standard.support(), Range.atLeast(0), "coordinates with noise; 0 for all");
    this.width = Parameter.integer("width", standard.width(), Range.atLeast(1), "h of queries");
    this.attentionDeviation =
        Parameter.real(
            "attentionDeviation",
            standard.attentionDeviation(),
            Range.atLeast(0),
            "of the first query and key weights");
    this.valueDeviation =
        Parameter.real(
            "valueDeviation",
            standard.valueDeviation(),
            Range.atLeast(0),
            "of the first value weights");
    this.sign = Parameter.flag("sign", standard.sign(), "steps along the sign of the gradient");
    this.rate = Parameter.real("rate", standard.rate(), Range.above(0), "of all weights");
    this.steps = Parameter.integer("steps", standard.steps(), Range.atLeast(1), "at most");
    this.stop =
        Parameter.real(
            "stop", standard.stop(), Range.atLeast(0), "training loss at which training ends");
    this.fresh = Parameter.integer("fresh", fresh, many, "samples of the test error");
  }

  /**
   * Declares them.
   *
   * @param standard the defaults
   * @param fresh number of samples of the test error
   * @return the parameters
   */
  public static AttentionParameters of(AttentionSystem standard, int fresh) {
    return new AttentionParameters(standard, fresh);
  }

  /**
   * Returns all.
   *
   * @return in the order to show them in
   */
  public List<Parameter<?>> all() {
    return List.of(
        samples,
        dimension,
        tokens,
        strength,
        pair,
        noise,
        support,
        width,
        attentionDeviation,
        valueDeviation,
        sign,
        rate,
        steps,
        stop,
        fresh);
  }

  /**
   * Refuses more coordinates with noise than there are.
   *
   * @param settings of a toy
   */
  public void check(Settings settings) {
    int most = settings.get(dimension) - 2;
    Settings.require(
        settings.get(support) <= most,
        "support = "
            + settings.get(support)
            + " with dimension = "
            + (most + 2)
            + ": noise lies in all coordinates but two, so give at most "
            + most);
  }

  /**
   * Gathers the settings.
   *
   * @param run gives them
   * @return the system
   */
  public AttentionSystem system(ToyRun run) {
    return new AttentionSystem(
        run.get(samples),
        run.get(dimension),
        run.get(tokens),
        run.get(strength),
        run.get(pair),
        run.get(noise),
        run.get(support),
        run.get(width),
        run.get(attentionDeviation),
        run.get(valueDeviation),
        run.get(sign),
        run.get(rate),
        run.get(steps),
        run.get(stop));
  }

  /**
   * Draws data and weights, trains and records {@link AttentionColumns}.
   *
   * @param run gives settings and randomness and takes the rows
   */
  public void train(ToyRun run) {
    AttentionSystem system = system(run);
    HeadTraining training =
        HeadTraining.start(
            system.head(run.random(Use.WEIGHTS)),
            system.draw(system.samples(), run.random(Use.DATA)));
    TokenData unseen = system.draw(run.get(fresh), run.random(Use.FRESH));
    run.follow(
        Moments.geometric(system.steps(), MOMENTS),
        system.steps(),
        system.stop(),
        () -> training.step(system.rate(), system.sign()),
        () -> AttentionColumns.of(training, unseen));
  }
}
