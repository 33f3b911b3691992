package io.github.featurescope.adapters;

import io.github.featurescope.probes.Matrix;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads features and labels out of a training step while it runs, without a forward pass of its
 * own.
 *
 * <p>DL4J hands {@code onForwardPass} the activations that it keeps for the backward pass anyway;
 * they live in its workspaces, and only what is read is copied. They are those of training: behind
 * dropout of the layers before the head, though before the head's own, and normalised by the
 * batch's own statistics. Call everything on the thread that trains.
 */
public final class StepReader {

  private final Source features;
  private final LinearMap map;
  private final Step output;

  private StepReader(Source features, LinearMap map, Step output) {
    this.features = features;
    this.map = map;
    this.output = output;
  }

  /** Of what a linear head reads. */
  static StepReader of(Trunk trunk, Head head, HeadChoice choice, boolean readsHeadInput) {
    LinearMap map = head.map();
    Source input = head.input();
    if (map == null || input == null || !readsHeadInput) {
      throw new UnsupportedModelException(
          "a linear head to ride on training by its input",
          input == null || readsHeadInput
              ? "logits that are no linear function of the features"
              : "the features of another layer",
          "Leave riding(...) out, and featureLayer(...) where there is a linear head.");
    }
    return new StepReader(input, map, trunk.output(choice.output()));
  }

  /**
   * Returns the number of features.
   *
   * @return p
   */
  public int width() {
    return map.width();
  }

  /**
   * Copies the features of a training step.
   *
   * @param activations as onForwardPass of a MultiLayerNetwork gets them
   * @param into where to
   * @return whether they fit there, one row a sample
   */
  public boolean read(List<INDArray> activations, StepRows into) {
    int at = features.step().isInput() ? 0 : features.step().index() + 1;
    return at < activations.size() && read(activations.get(at), activations.get(0).size(0), into);
  }

  /**
   * Copies the features of a training step.
   *
   * @param activations as onForwardPass of a ComputationGraph gets them
   * @param into where to
   * @return whether they fit there, one row a sample
   */
  public boolean read(Map<String, INDArray> activations, StepRows into) {
    INDArray array = activations.get(features.step().name());
    return array != null && read(array, array.size(0), into);
  }

  @SuppressWarnings("try") // the workspace scope is held, not used
  private boolean read(INDArray array, long samples, StepRows into) {
    if (samples > into.capacity()) {
      return false;
    }
    if (isPlain(array, samples)) {
      // The buffer as it lies: rows or columns are told apart when there is time.
      float[] values = into.fill((int) samples, array.ordering());
      array.data().asNioFloat().get(values, 0, length(array));
      return true;
    }
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      INDArray rows = features.rows(new Activation(array, null), (int) samples);
      if (rows.size(1) != width()) {
        return false;
      }
      INDArray copy = rows.castTo(DataType.FLOAT).dup('c');
      copy.data().asNioFloat().get(into.fill((int) samples, 'c'), 0, length(copy));
      return true;
    }
  }

  private boolean isPlain(INDArray array, long samples) {
    return array.rank() == 2
        && array.dataType() == DataType.FLOAT
        && features.preprocessor() == null
        && array.size(0) == samples
        && array.size(1) == width()
        && array.elementWiseStride() == 1
        && array.offset() == 0
        && array.data().length() == array.length();
  }

  private static int length(INDArray array) {
    return (int) array.length();
  }

  /**
   * Reads the labels of the step whose backward pass has been done.
   *
   * @return one-hot or softened [n, C], or 0 and 1 of a single unit [n, 1]; null where there are
   *     none
   */
  public @Nullable INDArray labels() {
    Layer layer = output.layer();
    return layer instanceof IOutputLayer answering ? answering.getLabels() : null;
  }

  /**
   * Copies the weights of the head.
   *
   * @return [C, p]; a single sigmoid unit's are those of two classes
   */
  @SuppressWarnings("try") // the workspace scope is held, not used
  public Matrix weights() {
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      INDArray weights = map.weights().transpose();
      return Matrix.of(map.outputs() == 1 ? Readout.asTwoClasses(weights, 0) : weights);
    }
  }

  /**
   * Copies the bias of the head.
   *
   * @return [C], zeros where it has none
   */
  public double[] bias() {
    double[] bias = map.biases();
    return bias.length == 1 ? new double[] {-0.5 * bias[0], 0.5 * bias[0]} : bias;
  }
}
