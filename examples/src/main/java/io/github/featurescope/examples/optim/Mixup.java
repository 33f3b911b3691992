package io.github.featurescope.examples.optim;

import io.github.featurescope.examples.data.Seeds;
import java.util.Random;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.random.RandomGeneratorFactory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;

/**
 * Mixup: every sample of a batch is mixed with another one, inputs and labels alike.
 *
 * <p>Zhang, Cisse, Dauphin and Lopez-Paz, mixup: beyond empirical risk minimization (<a
 * href="https://arxiv.org/abs/1710.09412">ICLR 2018</a>): λ x + (1 − λ) x′ with one λ ~ Beta(α, α)
 * a batch and x′ from a permutation of the batch, as in the authors' implementation; they use α = 1
 * on CIFAR-10. Batches are changed in the order in which they are read.
 */
public final class Mixup implements DataSetPreProcessor {

  private static final long serialVersionUID = 1L;

  /** Where λ is a half to three digits; far above it, drawing from the distribution never ends. */
  static final double MOST_ALPHA = 1e6;

  private final Random random;
  private final BetaDistribution beta;

  private Mixup(Random random, BetaDistribution beta) {
    this.random = random;
    this.beta = beta;
  }

  /**
   * Creates the mixing.
   *
   * @param alpha α above 0 and at most 10⁶: small values mix little, 1 makes λ uniform
   * @param seed of shares and partners
   * @return the preprocessor
   */
  public static Mixup of(double alpha, long seed) {
    if (!(alpha > 0 && alpha <= MOST_ALPHA)) {
      throw new IllegalArgumentException(
          "alpha " + alpha + " of mixup: give a number above 0 and at most " + MOST_ALPHA);
    }
    Random random = Seeds.random(seed, Seeds.Stream.MIXUP);
    return new Mixup(
        random,
        new BetaDistribution(
            RandomGeneratorFactory.createRandomGenerator(random),
            alpha,
            alpha,
            BetaDistribution.DEFAULT_INVERSE_ABSOLUTE_ACCURACY));
  }

  @Override
  public void preProcess(DataSet batch) {
    double lambda = beta.sample();
    int[] partners = Seeds.permutation(batch.numExamples(), random);
    batch.setFeatures(mixed(batch.getFeatures(), partners, lambda));
    batch.setLabels(mixed(batch.getLabels(), partners, lambda));
  }

  private static INDArray mixed(INDArray values, int[] partners, double lambda) {
    INDArray others = values.dup('c');
    for (int i = 0; i < partners.length; i++) {
      others.slice(i).assign(values.slice(partners[i]));
    }
    return others.muli(1 - lambda).addi(values.mul(lambda));
  }
}
