package io.github.featurescope.adapters.onednn;

import io.github.featurescope.adapters.onednn.Agreement.Pass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs layers one at a time, each on an input that stays the same.
 *
 * <p>So a fault of one layer is told from rounding that depth has amplified.
 */
final class LayerPasses {

  private final List<Layer> layers;
  private final List<INDArray> inputs = new ArrayList<>();

  /**
   * Takes the inputs that the last forward pass has left in the layers.
   *
   * @param layers the layers to run
   */
  LayerPasses(List<Layer> layers) {
    this.layers = layers;
    for (Layer layer : layers) {
      INDArray input = ((org.deeplearning4j.nn.layers.AbstractLayer<?>) layer).input();
      if (input == null) {
        throw new IllegalStateException("a layer was not reached by the forward pass");
      }
      inputs.add(input.dup());
    }
  }

  /** Outputs in both modes and gradients for random gradients of the output. */
  Pass run(int seed) {
    Map<String, INDArray> outputs = new LinkedHashMap<>();
    Map<String, INDArray> gradients = new LinkedHashMap<>();
    LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      INDArray input = inputs.get(i);
      Nd4j.getRandom().setSeed(seed);
      INDArray trained = layer.activate(input.dup(), true, workspaces).dup();
      outputs.put(i + " training", trained);
      if (layer.getGradientsViewArray() != null) { // A frozen layer has none.
        INDArray epsilon = Nd4j.randn(trained.dataType(), trained.shape());
        Pair<Gradient, INDArray> back = layer.backpropGradient(epsilon, workspaces);
        gradients.put(i + " input", back.getSecond().dup());
        for (var gradient : GraphNetwork.copies(back.getFirst()).entrySet()) {
          gradients.put(i + "_" + gradient.getKey(), gradient.getValue());
        }
      }
      outputs.put(i + " inference", layer.activate(input.dup(), false, workspaces).dup());
    }
    return new Pass(outputs, gradients);
  }
}
