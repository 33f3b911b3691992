package io.github.featurescope.examples.toys.patch;

import io.github.featurescope.examples.data.LabelNoise;
import io.github.featurescope.examples.data.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One setting of the two-layer signal-noise model.
 *
 * @param samples n, at least 2
 * @param dimension d of a patch, at least 2
 * @param strength ‖μ‖ of the signal, above 0; the noise has deviation 1
 * @param wrong share of wrong labels, in [0, 1]
 * @param filters m, filters of each sign, at least 1
 * @param activation power of the ReLU
 * @param deviation σ₀ of the first weights, at least 0
 * @param rate η of gradient descent, above 0
 * @param steps how many of them, at least 1
 */
public record SignalNoiseSystem(
    int samples,
    int dimension,
    double strength,
    double wrong,
    int filters,
    ReluPower activation,
    double deviation,
    double rate,
    int steps) {

  private static final int TRAINING = 0;
  private static final int WEIGHTS = 1;
  private static final int FRESH = 2;

  /** Refuses numbers out of range. */
  public SignalNoiseSystem {
    Check.atLeast("number of samples", samples, 2);
    Check.atLeast("dimension", dimension, 2);
    Check.positive("strength of the signal", strength);
    Check.notNegative("share of wrong labels", wrong);
    if (wrong > 1) {
      throw new IllegalArgumentException(
          "share of wrong labels " + wrong + ": give a number in [0, 1]");
    }
    Check.atLeast("number of filters of each sign", filters, 1);
    Check.notNegative("deviation of the first weights", deviation);
    Check.positive("learning rate", rate);
    Check.atLeast("number of steps", steps, 1);
  }

  /**
   * Returns a model that first learns the signal and then memorises wrong labels: n = d = 100, ‖μ‖
   * = 3, 30 % of the labels wrong, ReLU, 2000 steps.
   *
   * @return the setting after Han et al., ICML 2025, arXiv 2505.18909
   */
  public static SignalNoiseSystem twoStages() {
    return new SignalNoiseSystem(100, 100, 3, 0.3, 20, ReluPower.RELU, 0.01, 0.2, 2000);
  }

  /**
   * Returns a ReLU model with more dimensions than samples: n = 20, d = 1000, clean labels, 800
   * steps. It generalises where n‖μ‖⁴/d is large.
   *
   * @param strength ‖μ‖: 5 is benign, 0.7 harmful
   * @return the setting after Kou, Chen, Chen and Gu, ICML 2023, arXiv 2303.04145
   */
  public static SignalNoiseSystem relu(double strength) {
    return new SignalNoiseSystem(20, 1000, strength, 0, 10, ReluPower.RELU, 0.001, 0.1, 800);
  }

  /**
   * Returns the cubed ReLU: n = 20, d = 1000, clean labels, 75 steps. Here the larger of γ and ρ
   * decides.
   *
   * @param strength ‖μ‖: 25 is benign, 5 harmful
   * @return the setting after Cao, Chen, Belkin and Gu, NeurIPS 2022, arXiv 2202.06526
   */
  public static SignalNoiseSystem cubedRelu(double strength) {
    return new SignalNoiseSystem(20, 1000, strength, 0, 10, new ReluPower(3), 0.01, 0.01, 75);
  }

  /**
   * Changes the strength of the signal.
   *
   * @param other ‖μ‖
   * @return the setting with it
   */
  public SignalNoiseSystem withStrength(double other) {
    return new SignalNoiseSystem(
        samples, dimension, other, wrong, filters, activation, deviation, rate, steps);
  }

  /**
   * Changes the share of wrong labels.
   *
   * @param other in [0, 1]
   * @return the setting with it
   */
  public SignalNoiseSystem withWrong(double other) {
    return new SignalNoiseSystem(
        samples, dimension, strength, other, filters, activation, deviation, rate, steps);
  }

  /**
   * Changes how long training takes.
   *
   * @param other number of steps, at least 1
   * @return the setting with it
   */
  public SignalNoiseSystem withSteps(int other) {
    return new SignalNoiseSystem(
        samples, dimension, strength, wrong, filters, activation, deviation, rate, other);
  }

  /**
   * Draws training samples and first weights.
   *
   * @param seed of both
   * @return the state before the first step
   */
  public SignalNoiseState start(long seed) {
    Random weights = Seeds.random(seed, Seeds.Stream.TOYS, WEIGHTS);
    return SignalNoiseState.start(
        draw(samples, wrong, seed, TRAINING),
        PatchNetwork.draw(filters, dimension, deviation, activation, weights));
  }

  /**
   * Draws samples that training never sees.
   *
   * @param count how many, at least 2
   * @param wrongHere share of wrong labels among them
   * @param seed that of the run
   * @return the samples
   */
  public PatchData fresh(int count, double wrongHere, long seed) {
    return draw(count, wrongHere, seed, FRESH);
  }

  /** Starts the generator of samples that training never sees. */
  Random freshRandom(long seed) {
    return Seeds.random(seed, Seeds.Stream.TOYS, FRESH);
  }

  private PatchData draw(int count, double flipped, long seed, int use) {
    return PatchData.draw(
        count,
        dimension,
        strength,
        1,
        LabelNoise.symmetric(flipped),
        Seeds.random(seed, Seeds.Stream.TOYS, use));
  }

  /**
   * Trains and stops at moments spread geometrically, the first step and the last included.
   *
   * @param seed of samples and weights
   * @param moments how many at most, at least 2; early ones may fall together
   * @param visitor looks at the state at each
   */
  public void train(long seed, int moments, Visitor visitor) {
    SignalNoiseState state = start(seed);
    for (int step : geometric(moments)) {
      while (state.steps() < step) {
        state.step(rate);
      }
      visitor.visit(state);
    }
  }

  /** Returns ascending steps from 1 to the last, without repetition. */
  private List<Integer> geometric(int moments) {
    Check.atLeast("number of moments", moments, 2);
    List<Integer> at = new ArrayList<>();
    for (int k = 0; k < moments; k++) {
      int step = (int) Math.round(StrictMath.pow(steps, k / (moments - 1.0)));
      if (at.isEmpty() || step > at.get(at.size() - 1)) {
        at.add(step);
      }
    }
    return at;
  }

  /**
   * Spreads moments geometrically.
   *
   * @param count how many at most, at least 2; early ones may fall together
   * @return ascending steps from 1 to the last
   */
  public int[] moments(int count) {
    return geometric(count).stream().mapToInt(step -> step).toArray();
  }

  /**
   * Changes the dimension.
   *
   * @param other d of a patch, at least 2
   * @return the setting with it
   */
  public SignalNoiseSystem withDimension(int other) {
    return new SignalNoiseSystem(
        samples, other, strength, wrong, filters, activation, deviation, rate, steps);
  }

  /** Looks at a run on its way. */
  @FunctionalInterface
  public interface Visitor {

    /**
     * Looks, and leaves the state as it is.
     *
     * @param state at some step
     */
    void visit(SignalNoiseState state);
  }
}
