package io.github.featurescope.adapters;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Keeps activation layers from writing over what they read.
 *
 * <p>In inference mode DL4J applies them in place wherever their input is in no workspace. That is
 * so when the input is asked for, which then comes back activated, and when it is the caller's own.
 */
final class InPlace {

  private InPlace() {}

  static <T> T avoided(MultiLayerNetwork network, Supplier<T> reading) {
    return avoided(network.getLayers(), () -> CopyingPrelu.standingIn(network, reading));
  }

  static <T> T avoided(ComputationGraph graph, Supplier<T> reading) {
    return avoided(graph.getLayers(), () -> CopyingPrelu.standingIn(graph, reading));
  }

  private static <T> T avoided(Layer[] layers, Supplier<T> reading) {
    List<Own> activations = new ArrayList<>();
    Arrays.stream(layers)
        .map(layer -> Step.thawed(layer).conf().getLayer())
        .forEach(
            configuration -> {
              if (configuration instanceof ActivationLayer layer) {
                activations.add(new Own(layer, layer.getActivationFn()));
              }
            });
    try {
      activations.forEach(own -> own.layer().setActivationFn(new Copying(own.activation())));
      return reading.get();
    } finally {
      activations.forEach(own -> own.layer().setActivationFn(own.activation()));
    }
  }

  private record Own(ActivationLayer layer, IActivation activation) {}

  private record Copying(IActivation own) implements IActivation {

    @Override
    @SuppressWarnings("try") // the workspace scope is held, not used
    public INDArray getActivation(INDArray in, boolean training) {
      if (in.isAttached()) {
        return own.getActivation(in, training);
      }
      try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
        return own.getActivation(in.dup(in.ordering()), training);
      }
    }

    @Override
    public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
      return own.backprop(in, epsilon);
    }

    @Override
    public int numParams(int inputSize) {
      return own.numParams(inputSize);
    }
  }
}
