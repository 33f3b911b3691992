package io.github.featurescope.adapters;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/** What is known of the shapes of a graph's activations before any data is read. */
final class SameDiffShapes {

  /** Samples in the trial batch: unlike any other size that is likely to stand first. */
  private static final int TRIAL = 3;

  private final SameDiffGraph graph;
  private final Map<String, long[]> shapes = new LinkedHashMap<>();

  private SameDiffShapes(SameDiffGraph graph) {
    this.graph = graph;
  }

  /** Runs a batch of zeros; a graph that does not take it only tells its shapes later. */
  static SameDiffShapes of(SameDiffGraph graph, SameDiffInputs inputs, List<String> variables) {
    SameDiffShapes shapes = new SameDiffShapes(graph);
    try {
      Map<String, INDArray> arrays =
          SameDiffInference.read(graph.model(), inputs.zeros(graph, TRIAL), variables);
      arrays.forEach((name, array) -> shapes.shapes.put(name, array.shape()));
    } catch (RuntimeException e) {
      shapes.shapes.clear();
    }
    return shapes;
  }

  /** The shape of a variable with a first size of its own, or null if unknown. */
  long @Nullable [] of(String variable) {
    return shapes.get(variable);
  }

  /** Whether a variable may hold a row, map or sequence for each sample. */
  boolean mayBeLayer(String variable) {
    long[] shape = shapes.get(variable);
    return shapes.isEmpty() || (shape != null && shape.length >= 2 && shape[0] == TRIAL);
  }

  /** Number of features after averaging, or 0 if unknown. */
  int width(String variable) {
    long[] shape = shapes.get(variable);
    if (shape == null) {
      return 0;
    }
    int channels = channelsLast(variable, shape.length) ? shape.length - 1 : 1;
    return shape.length == 1 ? 1 : (int) shape[channels];
  }

  /**
   * Whether channels come last: as the nearest convolution or pooling behind the variable says,
   * else for sequences yes, since SameDiff multiplies along the last dimension, for maps no.
   */
  boolean channelsLast(String variable, int rank) {
    if (rank <= 2) {
      return true;
    }
    List<String> behind = List.copyOf(graph.upstream(List.of(variable)));
    for (int i = behind.size() - 1; i >= 0; i--) {
      SameDiffOp op = graph.producer(behind.get(i));
      int place = op == null ? -1 : formatArgument(op.getOp().opName());
      if (op != null && op.getOp() instanceof DynamicCustomOp custom && place >= 0) {
        long[] arguments = custom.iArgs();
        return arguments.length > place && arguments[place] == 1;
      }
    }
    return rank == 3;
  }

  /** Where among its integer arguments an operation has its data format, 1 for channels last. */
  private static int formatArgument(String op) {
    return switch (op) {
      case "conv2d", "depthwise_conv2d", "sconv2d", "deconv2d" -> 9;
      case "maxpool2d", "avgpool2d", "pnormpool2d" -> 10;
      default -> -1;
    };
  }
}
