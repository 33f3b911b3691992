package io.github.featurescope.adapters;

import io.github.featurescope.probes.Matrix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Reads features, logits and weights out of a SameDiff graph. */
final class SameDiffReader implements ModelReader {

  /** Operations whose output says nothing that their input does not. */
  private static final Set<String> SAME_VALUES =
      Set.of("reshape", "permute", "transpose", "identity", "cast", "squeeze", "expand_dims");

  private final SameDiffGraph graph;
  private final String logits;
  private final String features;
  private final @Nullable SameDiffHead head;
  private final SameDiffInputs inputs;
  private final @Nullable TimeReduction overTime;
  private final List<String> activations;
  private final SameDiffShapes shapes;

  /** The head is null where the features are not what it reads. */
  SameDiffReader(
      SameDiffGraph graph,
      String logits,
      String features,
      @Nullable SameDiffHead head,
      @Nullable TimeReduction overTime) {
    this.graph = graph;
    this.logits = logits;
    this.features = features;
    this.head = head;
    this.overTime = overTime;
    this.activations = graph.activations(List.of(logits, features));
    this.inputs = SameDiffInputs.of(graph, graph.upstream(List.of(logits, features)));
    Set<String> all = new LinkedHashSet<>(activations);
    all.add(features);
    this.shapes = SameDiffShapes.of(graph, inputs, List.copyOf(all));
    long[] shape = shapes.of(logits);
    if (shape != null) {
      requireRows(shape.length);
    }
  }

  @Override
  public HeadDescription head() {
    return new HeadDescription(
        "SameDiff",
        logits,
        features,
        shapes.width(features),
        Math.max(2, shapes.width(logits)),
        head != null && head.bias(),
        graph.parameters());
  }

  @Override
  @SuppressWarnings("try") // the workspace scope is held, not used
  public Readout read(ModelInputs batch) {
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      Set<String> wanted = new LinkedHashSet<>(List.of(features, logits));
      if (head != null) {
        wanted.add(head.weights());
      }
      Map<String, INDArray> values =
          SameDiffInference.read(graph.model(), inputs.placeholders(batch), wanted);
      INDArray classes = samples(values, logits, batch);
      INDArray rows = null;
      if (head != null) {
        INDArray weights = value(values, head.weights()).castTo(DataType.DOUBLE);
        rows = head.transposed() ? weights : weights.transpose();
      }
      return Readout.of(samples(values, features, batch), classes, rows);
    }
  }

  private INDArray samples(Map<String, INDArray> values, String name, ModelInputs batch) {
    INDArray array = value(values, name);
    if (name.equals(logits)) {
      requireRows(array.rank());
    }
    boolean last = name.equals(logits) || head != null || shapes.channelsLast(name, array.rank());
    return SampleRows.of(name, array, batch.size(), last, overTime, batch.mask(0));
  }

  /** Logits of sequences become a sample's only as the user declares. */
  private void requireRows(int rank) {
    if (rank == 3 && overTime == null) {
      throw new UnsupportedModelException(
          "logits with a row a sample",
          "logits '" + logits + "' at every step of a sequence",
          "Say how steps become one sample: FeatureScope.watch(sd).overTime(TimeReduction.LAST).");
    }
    if (rank > 3) {
      throw new UnsupportedModelException(
          "logits with a row a sample",
          "logits '" + logits + "' with " + rank + " dimensions",
          "Name others: FeatureScope.watch(sd).output(\"logits\").");
    }
  }

  private static INDArray value(Map<String, INDArray> values, String name) {
    INDArray value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("variable '" + name + "' was not computed");
    }
    return value;
  }

  @Override
  public List<String> layers() {
    List<String> layers = new ArrayList<>();
    for (String name : activations) {
      boolean says = !SAME_VALUES.contains(graph.kind(name)) || name.equals(features);
      if (says && !name.equals(logits) && shapes.mayBeLayer(name)) {
        layers.add(name);
      }
    }
    return layers;
  }

  @Override
  public Map<String, Matrix> readLayers(ModelInputs batch, List<String> layers) {
    List<String> known = layers();
    for (String layer : layers) {
      if (!known.contains(layer)) {
        throw UnsupportedModelException.unknownLayer(layer, known);
      }
    }
    Map<String, INDArray> values =
        SameDiffInference.read(graph.model(), inputs.placeholders(batch), layers);
    Map<String, Matrix> read = new LinkedHashMap<>();
    for (String layer : layers) {
      INDArray array = value(values, layer);
      boolean last = shapes.channelsLast(layer, array.rank());
      INDArray rows = SampleRows.of(layer, array, batch.size(), last, overTime, batch.mask(0));
      read.put(layer, Matrix.of(rows));
    }
    return read;
  }
}
