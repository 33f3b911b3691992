package io.github.featurescope.examples.toys.patch;

import io.github.featurescope.examples.data.LabelNoise;
import io.github.featurescope.examples.toys.Moments;
import io.github.featurescope.examples.toys.Parameter;
import io.github.featurescope.examples.toys.Range;
import io.github.featurescope.examples.toys.Settings;
import io.github.featurescope.examples.toys.ToyRun;
import io.github.featurescope.examples.toys.ToyRun.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The parameters of toys on the two-layer signal-noise network, and what is drawn by them. */
public final class PatchParameters {

  private final Parameter<Integer> samples;
  private final Parameter<Integer> dimension;
  private final Parameter<Double> strength;
  private final Parameter<Double> wrong;
  private final Parameter<Integer> filters;
  private final Parameter<Double> power;
  private final Parameter<Double> deviation;
  private final Parameter<Double> rate;
  private final Parameter<Integer> steps;
  private final Parameter<Double> stop;
  private final Parameter<Integer> fresh;

  private PatchParameters(SignalNoiseSystem standard, double stop, int fresh) {
    this.samples =
        Parameter.integer("samples", standard.samples(), Range.atLeast(2), "n, training samples");
    this.dimension =
        Parameter.integer("dimension", standard.dimension(), Range.atLeast(3), "d of a patch");
    this.strength =
        Parameter.real(
            "strength",
            standard.strength(),
            Range.above(0),
            "norm of the signal; the noise has deviation 1");
    this.wrong =
        Parameter.real(
            "wrong", standard.wrong(), Range.between(0, 1), "share of wrong training labels");
    this.filters =
        Parameter.integer(
            "filters", standard.filters(), Range.atLeast(1), "m, filters of each sign");
    this.power =
        Parameter.real(
            "power", standard.activation().power(), Range.atLeast(1), "q of max(z, 0)^q");
    this.deviation =
        Parameter.real("deviation", standard.deviation(), Range.atLeast(0), "of the first weights");
    this.rate = Parameter.real("rate", standard.rate(), Range.above(0), "of gradient descent");
    this.steps = Parameter.integer("steps", standard.steps(), Range.atLeast(1), "at most");
    this.stop =
        Parameter.real("stop", stop, Range.atLeast(0), "training loss at which training ends");
    this.fresh = Parameter.integer("fresh", fresh, Range.atLeast(2), "samples of the test error");
  }

  /**
   * Declares them.
   *
   * @param standard the defaults
   * @param stop training loss at which training ends; 0 for never
   * @param fresh number of samples of the test error
   * @return the parameters
   */
  public static PatchParameters of(SignalNoiseSystem standard, double stop, int fresh) {
    return new PatchParameters(standard, stop, fresh);
  }

  /**
   * Returns all, in the order to show them in.
   *
   * @param more those of the toy itself, shown last
   * @return the parameters
   */
  public List<Parameter<?>> with(Parameter<?>... more) {
    List<Parameter<?>> all =
        new ArrayList<>(
            List.of(
                samples, dimension, strength, wrong, filters, power, deviation, rate, steps, stop,
                fresh));
    all.addAll(List.of(more));
    return all;
  }

  /**
   * Refuses dimensions in which γ and ρ are not unique.
   *
   * @param settings of a toy
   */
  public void requireUniqueSplit(Settings settings) {
    int n = settings.get(samples);
    int d = settings.get(dimension);
    Settings.require(
        d >= n + 1,
        "dimension = "
            + d
            + " with samples = "
            + n
            + ": the split of the weights into signal and noise is unique only in a dimension of"
            + " at least samples + 1");
  }

  /**
   * Draws training samples and first weights.
   *
   * @param run gives settings and randomness
   * @return the state before the first step
   */
  public SignalNoiseState start(ToyRun run) {
    PatchNetwork network =
        PatchNetwork.draw(
            run.get(filters),
            run.get(dimension),
            run.get(deviation),
            new ReluPower(run.get(power)),
            run.random(Use.WEIGHTS));
    return SignalNoiseState.start(draw(run, run.get(samples), run.get(wrong), Use.DATA), network);
  }

  /**
   * Draws samples that training never sees, with true labels.
   *
   * @param run gives settings and randomness
   * @return the samples
   */
  public PatchData fresh(ToyRun run) {
    return draw(run, run.get(fresh), 0, Use.FRESH);
  }

  private PatchData draw(ToyRun run, int count, double flipped, Use use) {
    return PatchData.draw(
        count,
        run.get(dimension),
        run.get(strength),
        1,
        LabelNoise.symmetric(flipped),
        run.random(use));
  }

  /**
   * Trains by gradient descent.
   *
   * @param run takes the rows
   * @param state to train
   * @param look computes a row
   */
  public void descend(ToyRun run, SignalNoiseState state, Supplier<double[]> look) {
    double eta = run.get(rate);
    int last = run.get(steps);
    run.follow(Moments.geometric(last, 40), last, run.get(stop), () -> state.step(eta), look);
  }

  /**
   * Returns the parameter of the number of fresh samples.
   *
   * @return at least 2
   */
  public Parameter<Integer> freshSamples() {
    return fresh;
  }

  /**
   * Returns the parameter of the learning rate.
   *
   * @return η
   */
  public Parameter<Double> rate() {
    return rate;
  }

  /**
   * Returns the parameter of the number of steps.
   *
   * @return at most so many
   */
  public Parameter<Integer> steps() {
    return steps;
  }

  /**
   * Returns the parameter of the loss that ends training.
   *
   * @return 0 for never
   */
  public Parameter<Double> stop() {
    return stop;
  }
}
