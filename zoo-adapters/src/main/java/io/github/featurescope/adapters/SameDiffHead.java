package io.github.featurescope.adapters;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/**
 * The linear step that makes the logits: features × weights, perhaps plus a bias.
 *
 * @param features variable that it reads, [n, p]
 * @param weights variable, [p, C], or [C, p] if transposed
 * @param transposed whether the weights hold a row a class
 * @param bias whether something is added
 */
record SameDiffHead(String features, String weights, boolean transposed, boolean bias) {

  /** Finds the step, or null if the logits are made in another way. */
  static @Nullable SameDiffHead of(SameDiffGraph graph, String logits) {
    SameDiffOp op = graph.producer(logits);
    if (op == null) {
      return null;
    }
    List<String> inputs = graph.inputs(op);
    return switch (op.getOp().opName()) {
      case "identity" -> of(graph, inputs.get(0));
      case "xw_plus_b" -> product(graph, op, true);
      case "matmul" -> product(graph, op, false);
      case "biasadd" -> withBias(of(graph, inputs.get(0)));
      case "add" -> sum(graph, inputs);
      default -> null;
    };
  }

  private static @Nullable SameDiffHead sum(SameDiffGraph graph, List<String> inputs) {
    for (int i = 0; i < 2 && inputs.size() == 2; i++) {
      if (!graph.readsInput(inputs.get(1 - i))) {
        return withBias(of(graph, inputs.get(i)));
      }
    }
    return null;
  }

  private static @Nullable SameDiffHead withBias(@Nullable SameDiffHead head) {
    return head == null
        ? null
        : new SameDiffHead(head.features, head.weights, head.transposed, true);
  }

  private static @Nullable SameDiffHead product(SameDiffGraph graph, SameDiffOp op, boolean bias) {
    String features = graph.inputs(op).get(0);
    String weights = graph.inputs(op).get(1);
    long[] transposed = ((DynamicCustomOp) op.getOp()).iArgs();
    boolean others =
        (transposed.length > 0 && transposed[0] != 0)
            || (transposed.length > 2 && transposed[2] != 0);
    if (others || !graph.readsInput(features) || graph.readsInput(weights)) {
      return null;
    }
    return new SameDiffHead(features, weights, transposed.length > 1 && transposed[1] != 0, bias);
  }
}
