package io.github.featurescope.adapters;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.layers.feedforward.PReLU;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Stands in for a PReLU layer while a model is read, with its parameters.
 *
 * <p>In inference mode DL4J's own writes over what it reads wherever that is in no workspace; see
 * {@link InPlace}.
 */
final class CopyingPrelu extends PReLU {

  private static final long serialVersionUID = 1L;

  private CopyingPrelu(PReLU own) {
    super(own.conf(), own.getDataType());
    setParamTable(own.paramTable());
    setIndex(own.getIndex());
  }

  @Override
  @SuppressWarnings("try") // the workspace scope is held, not used
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    if (!input.isAttached()) {
      try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
        input = input.dup(input.ordering());
      }
    }
    return super.activate(training, workspaces);
  }

  /** Reads with stand-ins among the layers of a network. */
  static <T> T standingIn(MultiLayerNetwork network, Supplier<T> reading) {
    Layer[] layers = network.getLayers();
    Layer[] own = layers.clone();
    try {
      for (int i = 0; i < layers.length; i++) {
        layers[i] = of(own[i]);
      }
      return reading.get();
    } finally {
      System.arraycopy(own, 0, layers, 0, own.length);
    }
  }

  /** Reads with stand-ins at the vertices of a graph. */
  static <T> T standingIn(ComputationGraph graph, Supplier<T> reading) {
    List<Runnable> undo = new ArrayList<>();
    try {
      for (GraphVertex vertex : graph.getVertices()) {
        if (vertex instanceof LayerVertex layerVertex) {
          Layer own = layerVertex.getLayer();
          undo.add(() -> layerVertex.setLayer(own));
          layerVertex.setLayer(of(own));
        }
      }
      return reading.get();
    } finally {
      undo.forEach(Runnable::run);
    }
  }

  private static Layer of(Layer layer) {
    return Step.thawed(layer) instanceof PReLU own ? new CopyingPrelu(own) : layer;
  }
}
