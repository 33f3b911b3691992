package io.github.featurescope.adapters.onednn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A MultiLayerNetwork. */
record SequentialNetwork(MultiLayerNetwork model) implements Network {

  @Override
  public boolean initialised() {
    return model.isInitCalled();
  }

  @Override
  public DataType dataType() {
    return model.getLayerWiseConfigurations().getDataType();
  }

  @Override
  public Layer[] layers() {
    return model.getLayers();
  }

  @Override
  public Network replica() {
    var replica = new MultiLayerNetwork(model.getLayerWiseConfigurations().clone());
    replica.init(model.params().dup(), false);
    return new SequentialNetwork(replica);
  }

  @Override
  public long @Nullable [] inputShape() {
    MultiLayerConfiguration conf = model.getLayerWiseConfigurations();
    return InputShape.of(
        conf.getInputPreProcess(0), layers()[0], layers(), input -> flattenings(conf, input));
  }

  private static List<InputShape.Flattening> flattenings(
      MultiLayerConfiguration conf, InputType input) {
    List<InputType> types = conf.getLayerActivationTypes(input);
    List<InputShape.Flattening> found = new ArrayList<>();
    for (int i = 1; i < types.size(); i++) {
      if (conf.getInputPreProcess(i) instanceof CnnToFeedForwardPreProcessor flat
          && types.get(i - 1) instanceof InputType.InputTypeConvolutional image) {
        found.add(new InputShape.Flattening(image, flat));
      }
    }
    return found;
  }

  @Override
  public Map<String, INDArray> outputs(INDArray[] inputs) {
    return Map.of("output", model.output(inputs[0], false));
  }

  @Override
  public void fillLayers(INDArray[] inputs) {
    model.setInput(inputs[0]);
    model.feedForward(true, false);
  }

  @Override
  public Map<String, INDArray> gradients(INDArray[] inputs, INDArray[] labels) {
    model.rnnClearPreviousState();
    model.setInput(inputs[0]);
    model.setLabels(labels[0]);
    model.computeGradientAndScore();
    return GraphNetwork.copies(model.gradient());
  }
}
