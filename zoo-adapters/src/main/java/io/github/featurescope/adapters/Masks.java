package io.github.featurescope.adapters;

import java.util.Arrays;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Lays the training batch's masks aside while other samples are read, and puts them back. */
final class Masks {

  private Masks() {}

  /** With the mask of the samples being read, or with none. */
  static <T> T with(MultiLayerNetwork network, @Nullable INDArray mask, Supplier<T> reading) {
    return aside(
        network.getLayers(),
        () -> {
          if (mask != null) {
            network.setLayerMaskArrays(mask, null);
          }
          return reading.get();
        });
  }

  static <T> T without(ComputationGraph graph, Supplier<T> reading) {
    INDArray[] inputs = graph.getInputMaskArrays();
    INDArray[] labels = graph.getLabelMaskArrays();
    try {
      graph.clearLayerMaskArrays();
      return reading.get();
    } finally {
      graph.clearLayerMaskArrays();
      if (inputs != null || labels != null) {
        graph.setLayerMaskArrays(inputs, labels);
      }
    }
  }

  private static <T> T aside(Layer[] layers, Supplier<T> reading) {
    INDArray[] masks = Arrays.stream(layers).map(Layer::getMaskArray).toArray(INDArray[]::new);
    try {
      for (Layer layer : layers) {
        layer.setMaskArray(null);
      }
      return reading.get();
    } finally {
      for (int i = 0; i < masks.length; i++) {
        layers[i].setMaskArray(masks[i]);
      }
    }
  }
}
