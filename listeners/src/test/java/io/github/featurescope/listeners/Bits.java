package io.github.featurescope.listeners;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

/** Everything that training changes, bit for bit, read without the plugin. */
final class Bits {

  private Bits() {}

  static Map<String, int[]> of(Model model) {
    INDArray updater =
        model instanceof MultiLayerNetwork network
            ? network.getUpdater().getStateViewArray()
            : ((ComputationGraph) model).getUpdater().getStateViewArray();
    Map<String, int[]> bits = new LinkedHashMap<>();
    bits.put("parameters", of(model.params()));
    bits.put("updater", of(updater));
    return bits;
  }

  static Map<String, int[]> of(SameDiff graph) {
    Map<String, int[]> bits = new LinkedHashMap<>();
    for (SDVariable variable : graph.variables()) {
      if (variable.getVariableType() == VariableType.VARIABLE) {
        bits.put(variable.name(), of(variable.getArr()));
        GradientUpdater<?> updater = graph.getUpdaterMap().get(variable.name());
        updater
            .getState()
            .forEach((name, array) -> bits.put(variable.name() + " " + name, of(array)));
      }
    }
    return bits;
  }

  static int[] of(INDArray array) {
    float[] values = array.dup('c').data().asFloat();
    return IntStream.range(0, values.length).map(i -> Float.floatToRawIntBits(values[i])).toArray();
  }
}
