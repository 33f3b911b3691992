package io.github.featurescope.examples.toys.attention;

import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.Random;

/**
 * Sizes of data, model and training.
 *
 * @param samples n, training samples
 * @param dimension d, of a token
 * @param tokens L, of a sample: one of signal and L − 1 of noise
 * @param strength norm of the signal
 * @param pair whether the classes have a signal each, e<sub>1</sub> and e<sub>2</sub>, rather than
 *     ±e<sub>1</sub>
 * @param noise deviation of a coordinate of the noise
 * @param support how many coordinates of a noise token are not 0; 0 for all
 * @param width h, of queries and keys
 * @param attentionDeviation of the first query and key weights
 * @param valueDeviation of the first value weights
 * @param sign whether steps follow the sign of the gradient rather than the gradient
 * @param rate η of all weights
 * @param steps at most
 * @param stop training loss at which training ends; 0 for never
 */
public record AttentionSystem(
    int samples,
    int dimension,
    int tokens,
    double strength,
    boolean pair,
    double noise,
    int support,
    int width,
    double attentionDeviation,
    double valueDeviation,
    boolean sign,
    double rate,
    int steps,
    double stop) {

  /**
   * The defaults of gradient descent with dense noise: nSNR² = 7.8, where the signal wins.
   *
   * @return n = 20, d = 500, four tokens
   */
  public static AttentionSystem denseNoise() {
    return new AttentionSystem(20, 500, 4, 14, true, 1, 0, 20, 0.02, 0.01, false, 0.05, 2000, 0.02);
  }

  /**
   * The defaults of sign-GD with sparse noise, where noise wins though gradient descent learns the
   * signal.
   *
   * @return n = 20, d = 500, two tokens
   */
  public static AttentionSystem sparseNoise() {
    return new AttentionSystem(
        20, 500, 2, 1, false, 0.5, 20, 20, 0.02, 0.001, true, 0.0005, 3000, 0.01);
  }

  /**
   * Draws samples.
   *
   * @param count how many, at least 2
   * @param random draws them
   * @return as many of one class as of the other
   */
  public TokenData draw(int count, Random random) {
    return TokenData.draw(this, count, random);
  }

  /**
   * Draws first weights.
   *
   * @param random draws them
   * @return normal weights of the deviations given
   */
  public SingleHead head(Random random) {
    return SingleHead.of(
        Vectors.normal(dimension, width, attentionDeviation, random),
        Vectors.normal(dimension, width, attentionDeviation, random),
        Vectors.normal(1, dimension, valueDeviation, random)[0]);
  }
}
