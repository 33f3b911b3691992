package io.github.featurescope.adapters.models;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads the attention weights of every block of a {@link VisionTransformer}.
 *
 * <p>A block's map says how much of each token's value every token takes: its entry [i, h, s, t] is
 * the share of token t in what token s of image i receives in head h. The last axis sums to 1.
 */
public final class AttentionMaps {

  private final ComputationGraph graph;
  private final List<String> layers;

  private AttentionMaps(ComputationGraph graph, List<String> layers) {
    this.graph = graph;
    this.layers = layers;
  }

  /**
   * Finds the attention layers of a graph.
   *
   * @param graph a vision transformer, also one that was restored from a file
   * @return a reader of its maps
   * @throws IllegalArgumentException if it has no attention layer of this library
   */
  public static AttentionMaps of(ComputationGraph graph) {
    List<String> layers = new ArrayList<>();
    for (Layer layer : graph.getLayers()) {
      if (layer.conf().getLayer() instanceof MultiHeadAttention attention) {
        layers.add(attention.getLayerName());
      }
    }
    if (layers.isEmpty()) {
      throw new IllegalArgumentException(
          "The graph has no attention layer. Only transformers built by VisionTransformer show"
              + " their attention.");
    }
    return new AttentionMaps(graph, List.copyOf(layers));
  }

  /**
   * Names the layers, first block first.
   *
   * @return "block1_attention" and so on
   */
  public List<String> layers() {
    return layers;
  }

  /**
   * Computes the maps of a batch in inference mode, from the present parameters.
   *
   * @param images [n, C, H, W]
   * @return for each layer, first block first, its weights, [n, heads, T, T]
   */
  public Map<String, INDArray> read(INDArray images) {
    List<String> wanted = new ArrayList<>(graph.getConfiguration().getNetworkOutputs());
    int outputs = wanted.size();
    for (String layer : layers) {
      wanted.add(
          Objects.requireNonNull(graph.getConfiguration().getVertexInputs().get(layer)).get(0));
    }
    INDArray[] activations = graph.output(wanted, false, new INDArray[] {images}, null);
    Map<String, INDArray> maps = new LinkedHashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = graph.getLayer(layers.get(i));
      MultiHeadAttention attention = (MultiHeadAttention) layer.conf().getLayer();
      maps.put(
          layers.get(i),
          attention
              .newFunction()
              .weights(activations[outputs + i], new ParameterTable(layer.paramTable())));
    }
    return maps;
  }
}
