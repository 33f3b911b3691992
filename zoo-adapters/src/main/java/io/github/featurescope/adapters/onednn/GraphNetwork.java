package io.github.featurescope.adapters.onednn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A ComputationGraph. */
record GraphNetwork(ComputationGraph model) implements Network {

  @Override
  public boolean initialised() {
    return model.getVertices() != null && model.params() != null;
  }

  @Override
  public DataType dataType() {
    return model.getConfiguration().getDataType();
  }

  @Override
  public Layer[] layers() {
    return model.getLayers();
  }

  @Override
  public Network replica() {
    var replica = new ComputationGraph(model.getConfiguration().clone());
    replica.init(model.params().dup(), false);
    return new GraphNetwork(replica);
  }

  @Override
  public long @Nullable [] inputShape() {
    ComputationGraphConfiguration conf = model.getConfiguration();
    if (conf.getNetworkInputs().size() != 1) {
      return null;
    }
    String input = conf.getNetworkInputs().get(0);
    for (var vertex : conf.getVertices().entrySet()) {
      if (inputsOf(conf, vertex.getKey()).contains(input)
          && vertex.getValue() instanceof LayerVertex first) {
        return InputShape.of(
            first.getPreProcessor(),
            model.getLayer(vertex.getKey()),
            layers(),
            type -> flattenings(conf.clone(), type));
      }
    }
    return null;
  }

  private static List<String> inputsOf(ComputationGraphConfiguration conf, String vertex) {
    return conf.getVertexInputs().getOrDefault(vertex, List.of());
  }

  private static List<InputShape.Flattening> flattenings(
      ComputationGraphConfiguration conf, InputType input) {
    Map<String, InputType> types = conf.getLayerActivationTypes(true, false, input);
    List<InputShape.Flattening> found = new ArrayList<>();
    for (var vertex : conf.getVertices().entrySet()) {
      if (vertex.getValue() instanceof LayerVertex layer
          && layer.getPreProcessor() instanceof CnnToFeedForwardPreProcessor flat
          && types.get(inputsOf(conf, vertex.getKey()).get(0))
              instanceof InputType.InputTypeConvolutional image) {
        found.add(new InputShape.Flattening(image, flat));
      }
    }
    return found;
  }

  @Override
  public Map<String, INDArray> outputs(INDArray[] inputs) {
    INDArray[] values = model.output(false, inputs);
    Map<String, INDArray> outputs = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      outputs.put(model.getConfiguration().getNetworkOutputs().get(i), values[i]);
    }
    return outputs;
  }

  @Override
  public void fillLayers(INDArray[] inputs) {
    model.feedForward(inputs, true, false);
  }

  @Override
  public Map<String, INDArray> gradients(INDArray[] inputs, INDArray[] labels) {
    model.rnnClearPreviousState();
    model.setInputs(inputs);
    model.setLabels(labels);
    model.computeGradientAndScore();
    return copies(model.gradient());
  }

  static Map<String, INDArray> copies(Gradient gradient) {
    Map<String, INDArray> copies = new LinkedHashMap<>();
    gradient
        .gradientForVariable()
        .forEach(
            (name, value) -> {
              if (value != null) {
                copies.put(name, value.dup());
              }
            });
    return copies;
  }
}
