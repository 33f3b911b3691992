package io.github.featurescope.adapters.onednn;

import io.github.featurescope.adapters.onednn.Agreement.Pass;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Runs a replica of a network without and with helpers on the same batch.
 *
 * <p>To be called on a thread of its own: ND4J's random generator and workspaces belong to the
 * thread, so that the caller's stay as they are.
 */
final class AgreementCheck {

  /**
   * A unit within a rounding error of zero is on in one path and off in the other. That is no fault
   * and in small networks so rare that one of a few small batches is without it; in large ones none
   * is, and there the gradients are compared without the kinks.
   */
  private static final int BATCHES = 5;

  private static final int LARGEST_BATCH = 8;
  private static final long PIXELS = 4L * 32 * 32;

  private final Network replica;
  private final LayerHelpers helpers;

  private AgreementCheck(Network replica) {
    this.replica = replica;
    helpers = LayerHelpers.of(replica.layers());
  }

  /**
   * Measures how far the two paths are apart.
   *
   * @param network the network, which is not touched
   * @param example inputs, the first dimension n; null makes some up
   * @return the smallest disagreement over a few batches
   * @throws IllegalStateException if the paths cannot be compared, with the reason
   */
  static Disagreement measure(Network network, INDArray @Nullable [] example) {
    AgreementCheck check = new AgreementCheck(network.replica());
    Disagreement best = check.compare(inputs(network, example, 0), 0);
    if (best.onlyGradientsApart()) {
      Network straight = network.replica();
      if (Kinks.straighten(straight.layers()) > 0) {
        Disagreement without = new AgreementCheck(straight).compare(inputs(network, example, 0), 0);
        if (without.tolerable()) {
          return best.withGradientsOf(without);
        }
      }
    }
    for (int i = 1; i < BATCHES && !best.tolerable(); i++) {
      Disagreement next = check.compare(inputs(network, example, i), i);
      best = next.excess() < best.excess() ? next : best;
    }
    return best;
  }

  private Disagreement compare(INDArray[] inputs, int seed) {
    Map<String, INDArray> plain = outputs(inputs, seed);
    INDArray[] labels =
        plain.values().stream().map(output -> labels(output, seed)).toArray(INDArray[]::new);
    Pass slow = new Pass(plain, gradients(inputs, labels, seed));
    replica.fillLayers(copies(inputs));
    LayerPasses layers = new LayerPasses(helpers.layers());
    Pass slowLayers = layers.run(seed);
    helpers.install();
    Pass fast = new Pass(outputs(inputs, seed), gradients(inputs, labels, seed));
    Pass fastLayers = layers.run(seed);
    helpers.remove();
    if (helpers.failed() > 0) {
      throw new IllegalStateException(
          "oneDNN failed in " + helpers.failed() + " layers; Deeplearning4j logged why");
    }
    return new Disagreement(
        Agreement.between(slow, fast),
        Agreement.between(slowLayers, fastLayers),
        helpers.layers().size());
  }

  private Map<String, INDArray> outputs(INDArray[] inputs, int seed) {
    Nd4j.getRandom().setSeed(seed);
    return replica.outputs(copies(inputs));
  }

  /** The same seed gives both paths the same dropout. */
  private Map<String, INDArray> gradients(INDArray[] inputs, INDArray[] labels, int seed) {
    Nd4j.getRandom().setSeed(seed);
    return replica.gradients(copies(inputs), copies(labels));
  }

  private static INDArray[] copies(INDArray[] arrays) {
    INDArray[] copies = new INDArray[arrays.length];
    for (int i = 0; i < arrays.length; i++) {
      copies[i] = arrays[i].dup();
    }
    return copies;
  }

  private static INDArray[] inputs(Network network, INDArray @Nullable [] example, int seed) {
    if (example == null) {
      return new INDArray[] {madeUp(network, seed)};
    }
    INDArray[] inputs = new INDArray[example.length];
    for (int i = 0; i < inputs.length; i++) {
      long n = example[i].size(0);
      long from = Math.max(0, Math.min((long) seed * LARGEST_BATCH, n - LARGEST_BATCH));
      inputs[i] =
          example[i].get(NDArrayIndex.interval(from, Math.min(n, from + LARGEST_BATCH))).dup();
    }
    return inputs;
  }

  private static INDArray madeUp(Network network, int seed) {
    long[] shape = network.inputShape();
    if (shape == null) {
      throw new IllegalStateException(
          "the configuration does not tell the shape of the input. Give an example batch:"
              + " OneDnn.accelerate(model, example)");
    }
    long pixels = shape.length == 3 ? shape[1] * shape[2] : 1;
    long[] batch = new long[shape.length + 1];
    batch[0] = Math.max(2, Math.min(LARGEST_BATCH, PIXELS / pixels));
    System.arraycopy(shape, 0, batch, 1, shape.length);
    INDArray input = Nd4j.create(DataType.FLOAT, batch);
    Random random = new Random(seed);
    for (long i = 0; i < input.length(); i++) {
      input.putScalar(i, random.nextGaussian());
    }
    return input;
  }

  /** A class for every example, and for every place where the output has more dimensions. */
  private static INDArray labels(INDArray output, int seed) {
    INDArray labels = Nd4j.zerosLike(output);
    Random random = new Random(seed);
    long classes = output.rank() > 1 ? output.size(1) : 1;
    for (long i = 0; i < output.size(0); i++) {
      INDArray example = labels.get(NDArrayIndex.point(i));
      example.get(NDArrayIndex.point(random.nextInt((int) classes))).assign(1);
    }
    return labels;
  }
}
