package io.github.featurescope.adapters;

import io.github.featurescope.adapters.onednn.OneDnn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.graph.vertex.impl.StackVertex;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.workspace.ND4JWorkspaceException;

/** The vertices of a {@link ComputationGraph}. */
final class GraphTrunk implements Trunk {

  private final ComputationGraph graph;
  private final List<String> inputs;
  private final List<String> outputs;
  private boolean workspacesFail;

  GraphTrunk(ComputationGraph graph) {
    this.graph = graph;
    if (graph.getVertices() == null) {
      throw new UnsupportedModelException(
          "an initialised graph", "one without vertices", "Call graph.init() first.");
    }
    this.inputs = graph.getConfiguration().getNetworkInputs();
    this.outputs = graph.getConfiguration().getNetworkOutputs();
  }

  @Override
  public String kind() {
    return "ComputationGraph";
  }

  @Override
  public Model model() {
    return graph;
  }

  @Override
  public Trunk replica() {
    return new GraphTrunk((ComputationGraph) OneDnn.replica(graph));
  }

  @Override
  public Step output(@Nullable String name) {
    if (name == null && outputs.size() == 1) {
      return step(outputs.get(0));
    }
    if (name != null && outputs.contains(name)) {
      return step(name);
    }
    throw new UnsupportedModelException(
        name == null ? "a graph with one output" : "an output named '" + name + "'",
        "the outputs " + outputs,
        "Name the one to watch: FeatureScope.watch(model).output(\"" + outputs.get(0) + "\").");
  }

  private Step step(String name) {
    if (inputs.contains(name)) {
      return Step.input(name, inputs.indexOf(name));
    }
    GraphVertex vertex = graph.getVertex(name);
    if (!vertex.hasLayer()) {
      return Step.vertex(vertex);
    }
    Layer configuration =
        graph.getConfiguration().getVertices().get(name) instanceof LayerVertex declared
                && declared.getLayerConf() != null
            ? declared.getLayerConf().getLayer()
            : vertex.getLayer().conf().getLayer();
    return Step.layer(
        name,
        vertex.getVertexIndex(),
        vertex.getLayer(),
        configuration,
        vertex instanceof org.deeplearning4j.nn.graph.vertex.impl.LayerVertex layerVertex
            ? layerVertex.getLayerPreProcessor()
            : null);
  }

  @Override
  public List<Step> before(Step step) {
    List<String> names = graph.getConfiguration().getVertexInputs().get(step.name());
    return step.isInput() || names == null ? List.of() : names.stream().map(this::step).toList();
  }

  @Override
  public boolean stacks() {
    return Arrays.stream(graph.getVertices()).anyMatch(StackVertex.class::isInstance);
  }

  @Override
  public List<Step> inner() {
    List<Step> inner = new ArrayList<>();
    for (int index : graph.topologicalSortOrder()) {
      GraphVertex vertex = graph.getVertices()[index];
      if (!vertex.isInputVertex() && !outputs.contains(vertex.getVertexName())) {
        inner.add(step(vertex.getVertexName()));
      }
    }
    return inner;
  }

  @Override
  public List<Activation> run(ModelInputs samples, List<Step> wanted) {
    if (samples.count() != inputs.size()) {
      throw new IllegalArgumentException(
          samples.count()
              + " input arrays for a graph with the inputs "
              + inputs
              + "; give one for each, in this order");
    }
    return Masks.without(
        graph,
        () -> {
          Map<String, INDArray> masks = masks(samples);
          Map<String, INDArray> arrays = arrays(samples, wanted);
          return wanted.stream()
              .map(
                  step -> {
                    INDArray array = arrays.get(step.name());
                    return new Activation(
                        array == null ? samples.array(step.inputIndex()) : array,
                        masks.get(step.name()));
                  })
              .toList();
        });
  }

  /** Runs the graph to its end: DL4J leaves workspaces open when it stops at an inner vertex. */
  private Map<String, INDArray> arrays(ModelInputs samples, List<Step> wanted) {
    List<String> names =
        new ArrayList<>(wanted.stream().filter(s -> !s.isInput()).map(Step::name).toList());
    Map<String, INDArray> arrays = new HashMap<>();
    if (!names.isEmpty()) {
      names.addAll(outputs);
      List<String> all = names.stream().distinct().toList();
      INDArray[] read = InPlace.avoided(graph, () -> output(all, samples));
      for (int i = 0; i < read.length; i++) {
        arrays.put(all.get(i), read[i]);
      }
    }
    return arrays;
  }

  /** With DL4J's workspaces, unless it loses count of them on this graph. */
  private INDArray[] output(List<String> names, ModelInputs samples) {
    if (!workspacesFail) {
      try {
        return graph.output(names, false, samples.arrays(), samples.masks());
      } catch (NullPointerException | ND4JWorkspaceException e) {
        // M2.1 frees a workspace twice if more vertices follow the one that is asked for.
        workspacesFail = true;
      }
    }
    ComputationGraphConfiguration configuration = graph.getConfiguration();
    WorkspaceMode mode = configuration.getInferenceWorkspaceMode();
    configuration.setInferenceWorkspaceMode(WorkspaceMode.NONE);
    try {
      return graph.output(names, false, samples.arrays(), samples.masks());
    } finally {
      configuration.setInferenceWorkspaceMode(mode);
    }
  }

  /** What becomes of the inputs' masks on the way; vertices may merge them or use them up. */
  private Map<String, INDArray> masks(ModelInputs samples) {
    Map<String, INDArray> masks = new HashMap<>();
    if (!samples.hasMask()) {
      return masks;
    }
    Map<Integer, Pair<INDArray, MaskState>> after = new HashMap<>();
    for (int index : graph.topologicalSortOrder()) {
      GraphVertex vertex = graph.getVertices()[index];
      Pair<INDArray, MaskState> mask =
          vertex.isInputVertex()
              ? Pair.of(samples.mask(inputs.indexOf(vertex.getVertexName())), MaskState.Active)
              : maskAfter(vertex, after, samples.size());
      if (mask != null) {
        after.put(index, mask);
        if (mask.getFirst() != null) {
          masks.put(vertex.getVertexName(), mask.getFirst());
        }
      }
    }
    return masks;
  }

  private static @Nullable Pair<INDArray, MaskState> maskAfter(
      GraphVertex vertex, Map<Integer, Pair<INDArray, MaskState>> before, int samples) {
    List<@Nullable Pair<INDArray, MaskState>> incoming =
        new ArrayList<>(
            Arrays.stream(vertex.getInputVertices())
                .map(VertexIndices::getVertexIndex)
                .map(before::get)
                .toList());
    INDArray[] arrays = new INDArray[incoming.size()];
    MaskState state = null;
    for (int i = 0; i < arrays.length; i++) {
      Pair<INDArray, MaskState> one = incoming.get(i);
      if (one != null) {
        arrays[i] = one.getFirst();
        state = state == null || state == MaskState.Passthrough ? one.getSecond() : state;
      }
    }
    return Arrays.stream(arrays).allMatch(mask -> mask == null)
        ? null
        : vertex.feedForwardMaskArrays(arrays, state, samples);
  }
}
