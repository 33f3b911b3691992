package io.github.featurescope.adapters;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.jspecify.annotations.Nullable;

/** One step of a model: an input, a layer with its preprocessor, or a vertex without a layer. */
final class Step {

  private final String name;
  private final int index;
  private final @Nullable Layer layer;
  private final org.deeplearning4j.nn.conf.layers.@Nullable Layer configuration;
  private final @Nullable GraphVertex vertex;
  private final @Nullable InputPreProcessor preprocessor;

  private Step(
      String name,
      int index,
      @Nullable Layer layer,
      org.deeplearning4j.nn.conf.layers.@Nullable Layer configuration,
      @Nullable GraphVertex vertex,
      @Nullable InputPreProcessor preprocessor) {
    this.name = name;
    this.index = index;
    this.layer = layer;
    this.configuration = configuration;
    this.vertex = vertex;
    this.preprocessor = preprocessor;
  }

  /** An input of the model, by its place among the inputs. */
  static Step input(String name, int input) {
    return new Step(name, -1 - input, null, null, null, null);
  }

  /** A layer, out of what freezes it. */
  static Step layer(
      String name,
      int index,
      Layer layer,
      org.deeplearning4j.nn.conf.layers.Layer configuration,
      @Nullable InputPreProcessor preprocessor) {
    return new Step(name, index, thawed(layer), thawed(configuration), null, preprocessor);
  }

  /** A vertex without a layer. */
  static Step vertex(GraphVertex vertex) {
    return new Step(vertex.getVertexName(), vertex.getVertexIndex(), null, null, vertex, null);
  }

  /** A layer out of what freezes it. */
  static Layer thawed(Layer layer) {
    if (layer instanceof FrozenLayer frozen) {
      return thawed(frozen.getInsideLayer());
    }
    return layer instanceof org.deeplearning4j.nn.layers.FrozenLayerWithBackprop frozen
        ? thawed(frozen.getUnderlying())
        : layer;
  }

  private static org.deeplearning4j.nn.conf.layers.Layer thawed(
      org.deeplearning4j.nn.conf.layers.Layer configuration) {
    if (configuration instanceof org.deeplearning4j.nn.conf.layers.misc.FrozenLayer frozen) {
      return thawed(frozen.getLayer());
    }
    return configuration instanceof FrozenLayerWithBackprop frozen
        ? thawed(frozen.getUnderlying())
        : configuration;
  }

  String name() {
    return name;
  }

  /** Place among the layers or vertices. */
  int index() {
    return index;
  }

  boolean isInput() {
    return index < 0;
  }

  /** Place among the model's inputs. */
  int inputIndex() {
    return -1 - index;
  }

  @Nullable Layer layer() {
    return layer;
  }

  org.deeplearning4j.nn.conf.layers.@Nullable Layer configuration() {
    return configuration;
  }

  @Nullable GraphVertex vertex() {
    return vertex;
  }

  @Nullable InputPreProcessor preprocessor() {
    return preprocessor;
  }

  /** Whether the step holds parameters. */
  boolean hasParameters() {
    return layer != null ? layer.numParams() > 0 : vertex != null && vertex.numParams() > 0;
  }

  /** What it is, for messages. */
  String described() {
    Object what = configuration != null ? configuration : vertex;
    return what == null
        ? "the input '" + name + "'"
        : what.getClass().getSimpleName() + " '" + name + "'";
  }

  /** Names for messages. */
  static List<String> names(List<Step> steps) {
    return steps.stream().map(Step::name).toList();
  }
}
