package io.github.featurescope.adapters;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.graph.vertex.impl.MergeVertex;
import org.deeplearning4j.nn.graph.vertex.impl.PreprocessorVertex;
import org.deeplearning4j.nn.graph.vertex.impl.ReshapeVertex;
import org.deeplearning4j.nn.graph.vertex.impl.SubsetVertex;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Counts a step's channels or units as far as its configuration tells. */
final class Units {

  private Units() {}

  /** At least 1, or 0 if only running the model tells. */
  static int of(Trunk trunk, Step step) {
    Layer configuration = step.configuration();
    int own = configuration == null ? 0 : declared(configuration);
    List<Step> before = trunk.before(step);
    if (own > 0 || before.isEmpty() || step.preprocessor() != null) {
      return own;
    }
    if (step.vertex() instanceof MergeVertex) {
      int[] parts = before.stream().mapToInt(part -> of(trunk, part)).toArray();
      int sum = 0;
      for (int part : parts) {
        if (part == 0) {
          return 0;
        }
        sum += part;
      }
      return sum;
    }
    boolean changed =
        step.vertex() instanceof PreprocessorVertex
            || step.vertex() instanceof ReshapeVertex
            || step.vertex() instanceof SubsetVertex
            || configuration instanceof SpaceToDepthLayer
            || step.hasParameters();
    return changed ? 0 : of(trunk, before.get(0));
  }

  /** How many a head reads, places averaged; at least 1, or 0 if only running the model tells. */
  static int into(Trunk trunk, Step head) {
    Layer configuration = head.configuration();
    if (configuration instanceof BaseWrapperLayer wrapper) {
      configuration = wrapper.getUnderlying();
    }
    if (configuration instanceof Bidirectional both) {
      return (int) both.getNIn();
    }
    return configuration instanceof FeedForwardLayer layer && layer.getNIn() > 0
        ? (int) layer.getNIn()
        : of(trunk, trunk.before(head).get(0));
  }

  static boolean hasBias(Step head) {
    Map<String, INDArray> parameters = head.layer() == null ? null : head.layer().paramTable();
    return parameters != null && parameters.containsKey(DefaultParamInitializer.BIAS_KEY);
  }

  private static int declared(Layer configuration) {
    if (configuration instanceof BaseWrapperLayer wrapper) {
      return declared(wrapper.getUnderlying());
    }
    if (configuration instanceof Bidirectional both) {
      return (int) both.getNOut();
    }
    return configuration instanceof FeedForwardLayer layer ? (int) layer.getNOut() : 0;
  }
}
