package io.github.featurescope.adapters;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Which placeholders the arrays of a batch go to.
 *
 * @param arrays placeholders of the features, in the order of the batch's arrays
 * @param masks placeholders of their masks, fewer where the last have none
 */
record SameDiffInputs(List<String> arrays, List<String> masks) {

  /** As the training configuration says, or, without one, all placeholders behind the logits. */
  static SameDiffInputs of(SameDiffGraph graph, Set<String> upstream) {
    TrainingConfig config = graph.model().getTrainingConfig();
    if (config != null && config.getDataSetFeatureMapping() != null) {
      List<String> masks = config.getDataSetFeatureMaskMapping();
      return new SameDiffInputs(
          List.copyOf(config.getDataSetFeatureMapping()), masks == null ? List.of() : masks);
    }
    return new SameDiffInputs(
        graph.placeholders().stream().filter(upstream::contains).toList(), List.of());
  }

  Map<String, INDArray> placeholders(ModelInputs inputs) {
    if (inputs.count() != arrays.size()) {
      throw new IllegalArgumentException(
          inputs.count()
              + " input arrays for a graph with the inputs "
              + arrays
              + "; give one for each, in this order");
    }
    Map<String, INDArray> named = new LinkedHashMap<>();
    for (int i = 0; i < arrays.size(); i++) {
      named.put(arrays.get(i), inputs.array(i));
      INDArray mask = inputs.mask(i);
      if (mask == null) {
        continue;
      }
      if (i >= masks.size() || masks.get(i) == null) {
        throw new IllegalArgumentException(
            "a mask for input '"
                + arrays.get(i)
                + "', but the graph has none for it; name its placeholder with"
                + " TrainingConfig.Builder.dataSetFeatureMaskMapping, or give no mask");
      }
      named.put(masks.get(i), mask);
    }
    return named;
  }

  /** A batch of zeros to learn shapes from; sizes that are open besides the first are 1. */
  Map<String, INDArray> zeros(SameDiffGraph graph, int size) {
    Map<String, INDArray> named = new LinkedHashMap<>();
    for (String input : arrays) {
      long[] shape = graph.variable(input).placeholderShape();
      long[] filled = shape == null ? new long[] {size} : shape.clone();
      for (int i = 0; i < filled.length; i++) {
        filled[i] = filled[i] < 0 ? 1 : filled[i];
      }
      filled[0] = size;
      DataType type = graph.variable(input).dataType();
      named.put(input, Nd4j.zeros(type, filled));
    }
    return named;
  }
}
