package io.github.featurescope.adapters.models;

import java.util.Map;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.samediff.SameDiffLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link TokenLayer}; of the SameDiff layer it only takes the care of parameters. */
@SuppressWarnings("try") // workspace scopes are held, not used
final class TokenLayerRuntime extends SameDiffLayer {

  private static final long serialVersionUID = 1L;

  private final transient TokenFunction function;

  TokenLayerRuntime(
      NeuralNetConfiguration configuration, TokenFunction function, DataType dataType) {
    super(configuration, dataType);
    this.function = function;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    // Activations live until the backward pass is over, and so does what it needs of them.
    try (MemoryWorkspace ignored = workspaces.notifyScopeBorrowed(ArrayType.ACTIVATIONS)) {
      return function.forward(input, new ParameterTable(paramTable));
    }
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray outputGradient, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    // DL4J hands out no gradients where there are no parameters.
    Map<String, INDArray> gradients = gradTable == null ? Map.of() : gradTable;
    INDArray inputGradient;
    try (MemoryWorkspace ignored = workspaces.notifyScopeBorrowed(ArrayType.BP_WORKING_MEM)) {
      inputGradient =
          workspaces.dup(
              ArrayType.ACTIVATION_GRAD,
              function.backward(
                  outputGradient, new ParameterTable(paramTable), new ParameterTable(gradients)),
              'c');
    }
    Gradient gradient = new DefaultGradient();
    gradients.forEach((name, value) -> gradient.gradientForVariable().put(name, value));
    return new Pair<>(gradient, inputGradient);
  }

  @Override
  public @Nullable Pair<INDArray, MaskState> feedForwardMaskArray(
      @Nullable INDArray mask, MaskState state, int minibatchSize) {
    if (mask != null) {
      throw new UnsupportedOperationException(
          "Layer '" + conf().getLayer().getLayerName() + "' reads whole images: leave masks out.");
    }
    return null;
  }
}
