package io.github.featurescope.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Models imported from files that the tests write as Keras would. */
class KerasModelsTest {

  private static final String TRAINING =
      """
      {"loss": "categorical_crossentropy", "metrics": ["accuracy"], "optimizer_config":
        {"class_name": "SGD", "config":
          {"name": "SGD", "lr": 0.01, "decay": 0.0, "momentum": 0.0, "nesterov": false}}}
      """;

  @TempDir private Path folder;

  private static String dense(String name, int units, String activation, String shape) {
    return """
        {"class_name": "Dense", "name": "%s", %s "config": {"name": "%s", "trainable": true, %s
          "dtype": "float32", "units": %d, "activation": "%s", "use_bias": true,
          "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": null}},
          "bias_initializer": {"class_name": "Zeros", "config": {}},
          "kernel_regularizer": null, "bias_regularizer": null, "activity_regularizer": null,
          "kernel_constraint": null, "bias_constraint": null}}
        """
        .formatted(
            name,
            shape.startsWith("\"inbound") ? shape : "",
            name,
            shape.startsWith("\"batch") ? shape : "",
            units,
            activation);
  }

  private static String from(String layer) {
    return "\"inbound_nodes\": [[[\"%s\", 0, 0, {}]]],".formatted(layer);
  }

  private static INDArray random(long... shape) {
    return Nd4j.randn(DataType.FLOAT, shape).muli(0.5);
  }

  private static Map<String, INDArray> weights(INDArray kernel, int units) {
    Map<String, INDArray> weights = new LinkedHashMap<>();
    weights.put("kernel", kernel);
    weights.put("bias", random(units));
    return weights;
  }

  private Path sequential() {
    String model =
        """
        {"class_name": "Sequential", "config": {"name": "sequential", "layers": [%s, %s]}}
        """
            .formatted(
                dense("hidden", 8, "relu", "\"batch_input_shape\": [null, 5],"),
                dense("answers", 3, "softmax", ""));
    return KerasFile.write(
        folder.resolve("sequential.h5"),
        model,
        TRAINING,
        Map.of("hidden", weights(random(5, 8), 8), "answers", weights(random(8, 3), 3)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sequentialWithAndWithoutItsLoss(boolean loss) throws Exception {
    MultiLayerNetwork network =
        KerasModelImport.importKerasSequentialModelAndWeights(sequential().toString(), loss);
    ModelInputs inputs = ModelInputs.of(Nd4j.randn(DataType.FLOAT, 6, 5));
    ModelReader reader = ModelAdapters.open(network);

    assertThat(network.getnLayers()).isEqualTo(loss ? 3 : 2);
    assertThat(reader.head())
        .isEqualTo(
            new HeadDescription(
                "MultiLayerNetwork", "answers", "hidden", 8, 3, true, network.numParams()));
    Logits.assertLinear(
        reader.read(inputs), network.getLayer(1).getParam("b"), Logits.own(network, inputs));
  }

  private Path functional() {
    String model =
        """
        {"class_name": "Model", "config": {"name": "model", "layers": [
          {"class_name": "InputLayer", "name": "image", "inbound_nodes": [], "config":
            {"name": "image", "batch_input_shape": [null, 8, 8, 2], "dtype": "float32"}},
          {"class_name": "Conv2D", "name": "conv", %s "config":
            {"name": "conv", "trainable": true, "dtype": "float32", "filters": 4,
             "kernel_size": [3, 3], "strides": [1, 1], "padding": "valid",
             "data_format": "channels_last", "dilation_rate": [1, 1], "activation": "linear",
             "use_bias": true,
             "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": null}},
             "bias_initializer": {"class_name": "Zeros", "config": {}},
             "kernel_regularizer": null, "bias_regularizer": null, "activity_regularizer": null,
             "kernel_constraint": null, "bias_constraint": null}},
          {"class_name": "BatchNormalization", "name": "norm", %s "config":
            {"name": "norm", "trainable": true, "dtype": "float32", "axis": 3, "momentum": 0.99,
             "epsilon": 0.001, "center": true, "scale": true,
             "beta_initializer": {"class_name": "Zeros", "config": {}},
             "gamma_initializer": {"class_name": "Ones", "config": {}},
             "moving_mean_initializer": {"class_name": "Zeros", "config": {}},
             "moving_variance_initializer": {"class_name": "Ones", "config": {}},
             "beta_regularizer": null, "gamma_regularizer": null,
             "beta_constraint": null, "gamma_constraint": null}},
          {"class_name": "Activation", "name": "relu", %s "config":
            {"name": "relu", "trainable": true, "dtype": "float32", "activation": "relu"}},
          {"class_name": "GlobalAveragePooling2D", "name": "pool", %s "config":
            {"name": "pool", "trainable": true, "dtype": "float32",
             "data_format": "channels_last"}},
          %s],
          "input_layers": [["image", 0, 0]], "output_layers": [["answers", 0, 0]]}}
        """
            .formatted(
                from("image"),
                from("conv"),
                from("norm"),
                from("relu"),
                dense("answers", 3, "softmax", from("pool")));
    Map<String, INDArray> norm = new LinkedHashMap<>();
    norm.put("gamma", random(4).addi(1));
    norm.put("beta", random(4));
    norm.put("moving_mean", random(4));
    norm.put("moving_variance", Nd4j.rand(DataType.FLOAT, 4).addi(0.5));
    return KerasFile.write(
        folder.resolve("functional.h5"),
        model,
        TRAINING,
        Map.of(
            "conv", weights(random(3, 3, 2, 4), 4),
            "norm", norm,
            "answers", weights(random(4, 3), 3)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void functionalWithAndWithoutItsLoss(boolean loss) throws Exception {
    ComputationGraph graph =
        KerasModelImport.importKerasModelAndWeights(functional().toString(), loss);
    ModelInputs inputs = ModelInputs.of(Nd4j.randn(DataType.FLOAT, 6, 8, 8, 2));
    ModelReader reader = ModelAdapters.open(graph);

    assertThat(reader.head())
        .isEqualTo(
            new HeadDescription(
                "ComputationGraph", "answers", "pool", 4, 3, true, graph.numParams()));
    assertThat(reader.layers()).contains("conv", "norm", "relu", "pool");
    Logits.assertLinear(
        reader.read(inputs), graph.getLayer("answers").getParam("b"), Logits.own(graph, inputs));
  }
}
