package io.github.featurescope.adapters.models;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.activations.Activation;

/** Lays out the graph of a residual network; each method returns the name of its output. */
final class ResNetGraph {

  private final GraphBuilder graph;
  private final boolean projection;

  ResNetGraph(NeuralNetConfiguration.Builder base, boolean projection) {
    this.graph = base.graphBuilder();
    this.projection = projection;
  }

  ComputationGraphConfiguration build(
      int[] channels, int[] blocks, InputType input, OutputLayer head) {
    graph.addInputs("input").setInputTypes(input);
    String last = convolution("stem", "", "input", 3, 1, channels[0]);
    last = relu("stem_relu", last);
    int width = channels[0];
    for (int stage = 0; stage < channels.length; stage++) {
      for (int block = 0; block < blocks[stage]; block++) {
        String name = "stage" + (stage + 1) + "_block" + (block + 1);
        int stride = stage > 0 && block == 0 ? 2 : 1;
        last = block(name, last, stride, width, channels[stage]);
        width = channels[stage];
      }
    }
    graph.addLayer(
        ImageModelBuilder.FEATURES, new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last);
    return graph
        .addLayer(ImageModelBuilder.HEAD, head, ImageModelBuilder.FEATURES)
        .setOutputs(ImageModelBuilder.HEAD)
        .build();
  }

  private String block(String name, String input, int stride, int in, int out) {
    String inner = convolution(name, "1", input, 3, stride, out);
    inner = relu(name + "_relu1", inner);
    inner = convolution(name, "2", inner, 3, 1, out);
    String shortcut = stride == 1 && in == out ? input : shortcut(name, input, stride, out);
    graph.addVertex(
        name + "_add", new ElementWiseVertex(ElementWiseVertex.Op.Add), inner, shortcut);
    return relu(name, name + "_add");
  }

  private String shortcut(String name, String input, int stride, int out) {
    if (projection) {
      return convolution(name, "_shortcut", input, 1, stride, out);
    }
    graph.addVertex(name + "_shortcut", new PaddedShortcut(stride, out), input);
    return name + "_shortcut";
  }

  private String convolution(
      String name, String suffix, String input, int kernel, int stride, int out) {
    String convolution = name + "_conv" + suffix;
    String norm = name + "_norm" + suffix;
    graph.addLayer(
        convolution,
        new ConvolutionLayer.Builder(kernel, kernel)
            .stride(stride, stride)
            .padding(kernel / 2, kernel / 2)
            .nOut(out)
            .hasBias(false)
            .build(),
        input);
    graph.addLayer(norm, new BatchNormalization.Builder().build(), convolution);
    return norm;
  }

  private String relu(String name, String input) {
    graph.addLayer(name, new ActivationLayer.Builder().activation(Activation.RELU).build(), input);
    return name;
  }
}
