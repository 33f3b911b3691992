package io.github.featurescope.examples.optim;

import io.github.featurescope.examples.data.Seeds;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;

/**
 * Label-noise SGD: flips labels anew in every batch, so that the noise acts on the steps and no
 * wrong label can be memorised.
 *
 * <p>Blanc, Gupta, Valiant and Valiant, Implicit regularization for deep neural networks driven by
 * an Ornstein-Uhlenbeck like process (<a href="https://arxiv.org/abs/1904.09080">COLT 2020</a>).
 * Each label becomes, with the given probability, any other class, each as likely. Batches are
 * changed in the order in which they are read.
 */
public final class BatchLabelNoise implements DataSetPreProcessor {

  private static final long serialVersionUID = 1L;

  private final double rate;
  private final Random random;

  private BatchLabelNoise(double rate, Random random) {
    this.rate = rate;
    this.random = random;
  }

  /**
   * Creates the noise.
   *
   * @param rate probability of a flip, in [0, 1]
   * @param seed of the flips
   * @return the preprocessor
   */
  public static BatchLabelNoise of(double rate, long seed) {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException("rate " + rate + " of label noise: give one in [0, 1]");
    }
    return new BatchLabelNoise(rate, Seeds.random(seed, Seeds.Stream.BATCH_LABELS));
  }

  /** Changes one-hot labels, [n, C], in a copy. */
  @Override
  public void preProcess(DataSet batch) {
    INDArray labels = batch.getLabels().dup();
    int classes = (int) labels.size(1);
    for (long row = 0; row < labels.size(0); row++) {
      if (random.nextDouble() < rate) {
        int step = 1 + random.nextInt(classes - 1);
        float[] values = labels.getRow(row).toFloatVector();
        for (int c = 0; c < classes; c++) {
          labels.putScalar(row, (c + step) % classes, values[c]);
        }
      }
    }
    batch.setLabels(labels);
  }
}
