package io.github.featurescope.adapters;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/** Finds the logits of a graph: what its loss takes a softmax or a sigmoid of. */
final class SameDiffLogits {

  /** Losses that take logits, with the place of the logits among their inputs. */
  private static int logitsOfLoss(String op) {
    return switch (op) {
      case "softmax_cross_entropy_loss",
          "softmax_cross_entropy_loss_with_logits",
          "sigm_cross_entropy_loss",
          "weighted_cross_entropy_with_logits" ->
          0;
      case "sparse_softmax_cross_entropy_loss_with_logits" -> 1;
      default -> -1;
    };
  }

  /** Functions that turn logits into probabilities. */
  private static final Set<String> PROBABILITIES =
      Set.of("softmax", "log_softmax", "sigmoid", "logsigmoid");

  /** What may stand between the probabilities and the loss, or between two losses and their sum. */
  private static final Set<String> PASSED =
      Set.of(
          "log_loss",
          "mean_sqerr_loss",
          "absolute_difference_loss",
          "huber_loss",
          "hinge_loss",
          "cosine_distance_loss",
          "reduce_mean",
          "reduce_sum",
          "reduce_norm1",
          "reduce_norm2",
          "add",
          "mergeadd",
          "subtract",
          "multiply",
          "divide",
          "add_scalar",
          "sub_scalar",
          "rsub_scalar",
          "mul_scalar",
          "div_scalar",
          "neg",
          "log",
          "square",
          "pow",
          "squaredsubtract",
          "ClipByValue",
          "maximum",
          "gather",
          "reshape",
          "squeeze",
          "expand_dims",
          "identity",
          "cast",
          "l2_loss");

  private final SameDiffGraph graph;
  private final Set<String> found = new LinkedHashSet<>();
  private final List<String> met = new ArrayList<>();

  private SameDiffLogits(SameDiffGraph graph) {
    this.graph = graph;
  }

  /** The logits, named by the user or found from the loss. */
  static String of(SameDiffGraph graph, @Nullable String wanted) {
    if (wanted == null) {
      return new SameDiffLogits(graph).fromLoss();
    }
    if (!graph.has(wanted)) {
      throw new UnsupportedModelException(
          "an output variable named '" + wanted + "'",
          "the ends " + graph.ends() + " of the graph",
          "Name a variable of the graph: FeatureScope.watch(sd).output(\"logits\").");
    }
    SameDiffOp op = graph.producer(wanted);
    if (op != null && PROBABILITIES.contains(op.getOp().opName())) {
      return graph.inputs(op).get(0);
    }
    return wanted;
  }

  private String fromLoss() {
    List<String> losses = losses(graph.model());
    if (losses.isEmpty()) {
      throw new UnsupportedModelException(
          "a loss variable, from which the logits follow",
          "none; the graph ends in " + graph.ends(),
          "Name the logits: FeatureScope.watch(sd).output(\"logits\"), or set the loss first with"
              + " sd.setLossVariables(\"loss\").");
    }
    losses.forEach(this::walkBack);
    if (found.size() == 1) {
      return found.iterator().next();
    }
    String help =
        "Name the logits: FeatureScope.watch(sd).output(\""
            + (found.isEmpty() ? "logits" : found.iterator().next())
            + "\").";
    throw new UnsupportedModelException(
        "one softmax or sigmoid cross-entropy behind the loss " + losses,
        found.isEmpty() ? String.join(", ", met) : "several, of the logits " + found,
        help);
  }

  /** The losses that the graph minimises. */
  static List<String> losses(SameDiff graph) {
    if (!graph.getLossVariables().isEmpty() || graph.getTrainingConfig() == null) {
      return graph.getLossVariables();
    }
    List<String> configured = graph.getTrainingConfig().getLossVariables();
    return configured == null ? List.of() : configured;
  }

  private void walkBack(String loss) {
    ArrayDeque<String> open = new ArrayDeque<>(List.of(loss));
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      String name = open.remove();
      SameDiffOp op = graph.producer(name);
      // What no input reaches is a regulariser; labels are placeholders.
      if (op == null || !seen.add(name) || !graph.readsInput(name)) {
        continue;
      }
      String kind = op.getOp().opName();
      int logits = PROBABILITIES.contains(kind) ? 0 : logitsOfLoss(kind);
      if (logits >= 0) {
        found.add(graph.inputs(op).get(logits));
      } else if (PASSED.contains(kind)) {
        open.addAll(graph.inputs(op));
      } else {
        met.add("operation " + kind + " at '" + name + "'");
      }
    }
  }
}
