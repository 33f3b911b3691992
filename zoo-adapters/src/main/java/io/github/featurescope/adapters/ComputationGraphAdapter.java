package io.github.featurescope.adapters;

import io.github.featurescope.probes.Matrix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Finds the head of a {@link ComputationGraph}: the layer at its output, or at a named one. */
final class ComputationGraphAdapter implements ModelAdapter {

  @Override
  public boolean supports(Object model) {
    return model instanceof ComputationGraph;
  }

  @Override
  public ModelReader open(Object model, HeadChoice choice) {
    ComputationGraph graph = (ComputationGraph) model;
    if (graph.getVertices() == null) {
      throw new UnsupportedModelException(
          "an initialised graph", "one without vertices", "Call graph.init() first.");
    }
    return new Reader(graph, chooseOutput(graph, choice.output()));
  }

  private static String chooseOutput(ComputationGraph graph, @Nullable String wanted) {
    List<String> outputs = graph.getConfiguration().getNetworkOutputs();
    if (wanted == null && outputs.size() == 1) {
      return outputs.get(0);
    }
    if (wanted != null && outputs.contains(wanted)) {
      return wanted;
    }
    throw new UnsupportedModelException(
        wanted == null ? "a graph with one output" : "an output named '" + wanted + "'",
        "the outputs " + outputs,
        "Name the one to watch: FeatureScope.watch(model).output(\"" + outputs.get(0) + "\").");
  }

  private static final class Reader implements ModelReader {
    private final ComputationGraph graph;
    private final DenseHead head;
    private final String featureVertex;
    private final boolean readsInput;
    private final @Nullable InputPreProcessor preprocessor;

    Reader(ComputationGraph graph, String output) {
      this.graph = graph;
      GraphVertex vertex = graph.getVertex(output);
      if (!(vertex instanceof LayerVertex layerVertex)) {
        throw new UnsupportedModelException(
            "a layer at output '" + output + "'",
            "a " + vertex.getClass().getSimpleName(),
            "End the graph in an OutputLayer.");
      }
      this.head = DenseHead.of(layerVertex.getLayer(), output);
      this.preprocessor = layerVertex.getLayerPreProcessor();
      this.featureVertex =
          Objects.requireNonNull(graph.getConfiguration().getVertexInputs().get(output)).get(0);
      this.readsInput = graph.getConfiguration().getNetworkInputs().contains(featureVertex);
    }

    @Override
    public HeadDescription head() {
      return new HeadDescription(
          "ComputationGraph",
          head.name(),
          featureVertex,
          head.width(),
          head.classes(),
          head.hasBias(),
          graph.numParams());
    }

    @Override
    public Readout read(ModelInputs inputs) {
      INDArray features =
          readsInput ? input(inputs) : activations(inputs, List.of(featureVertex))[0];
      if (preprocessor != null) {
        features =
            preprocessor.preProcess(features, inputs.size(), LayerWorkspaceMgr.noWorkspaces());
      }
      return head.read(features);
    }

    @Override
    public List<String> layers() {
      List<String> outputs = graph.getConfiguration().getNetworkOutputs();
      List<String> inner = new ArrayList<>();
      for (int index : graph.topologicalSortOrder()) {
        GraphVertex vertex = graph.getVertices()[index];
        if (!vertex.isInputVertex() && !outputs.contains(vertex.getVertexName())) {
          inner.add(vertex.getVertexName());
        }
      }
      return inner;
    }

    @Override
    public Map<String, Matrix> readLayers(ModelInputs inputs, List<String> layers) {
      List<String> known = layers();
      for (String layer : layers) {
        if (!known.contains(layer)) {
          throw UnsupportedModelException.unknownLayer(layer, known);
        }
      }
      INDArray[] activations = activations(inputs, layers);
      Map<String, Matrix> features = new LinkedHashMap<>();
      for (int i = 0; i < layers.size(); i++) {
        GraphVertex vertex = graph.getVertex(layers.get(i));
        boolean channelsLast = vertex.hasLayer() && ChannelOrder.isLast(vertex.getLayer());
        features.put(layers.get(i), LayerOutput.features(activations[i], channelsLast));
      }
      return features;
    }

    /** Runs the graph to its end: DL4J leaves workspaces open when it stops at an inner vertex. */
    private INDArray[] activations(ModelInputs inputs, List<String> vertices) {
      requireAllInputs(inputs);
      List<String> wanted = new ArrayList<>(vertices);
      wanted.addAll(graph.getConfiguration().getNetworkOutputs());
      return Masks.without(
          graph, () -> graph.output(wanted, false, inputs.arrays(), inputs.masks()));
    }

    private INDArray input(ModelInputs inputs) {
      requireAllInputs(inputs);
      return inputs.array(graph.getConfiguration().getNetworkInputs().indexOf(featureVertex));
    }

    private void requireAllInputs(ModelInputs inputs) {
      List<String> names = graph.getConfiguration().getNetworkInputs();
      if (inputs.count() != names.size()) {
        throw new IllegalArgumentException(
            inputs.count()
                + " input arrays for a graph with the inputs "
                + names
                + "; give one for each, in this order");
      }
    }
  }
}
