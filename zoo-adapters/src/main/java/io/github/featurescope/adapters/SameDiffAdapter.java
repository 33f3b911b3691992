package io.github.featurescope.adapters;

import java.util.List;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Finds the head of a {@link SameDiff} graph from its loss: the logits are what the loss takes a
 * softmax or sigmoid of, the features what is multiplied by weights to make them.
 */
final class SameDiffAdapter implements ModelAdapter {

  @Override
  public boolean supports(Object model) {
    return model instanceof SameDiff;
  }

  @Override
  public ModelReader open(Object model, HeadChoice choice) {
    SameDiffGraph graph = new SameDiffGraph((SameDiff) model);
    String logits = SameDiffLogits.of(graph, choice.output());
    if (graph.producer(logits) == null || !graph.readsInput(logits)) {
      throw new UnsupportedModelException(
          "logits that follow from the inputs",
          "'" + logits + "', a " + graph.kind(logits),
          "Name the logits: FeatureScope.watch(sd).output(\"logits\").");
    }
    SameDiffHead head = SameDiffHead.of(graph, logits);
    String wanted = choice.featureLayer();
    if (wanted == null) {
      if (head == null) {
        throw noHead(graph, logits);
      }
      return new SameDiffReader(graph, logits, head.features(), head, choice.overTime());
    }
    if (!graph.has(wanted) || !graph.isFloat(wanted)) {
      throw new UnsupportedModelException(
          "a float variable named '" + wanted + "' for the features",
          graph.has(wanted) ? "a variable of another type" : "none of that name",
          "Name one of " + candidates(graph, logits) + ".");
    }
    boolean own = head != null && head.features().equals(wanted);
    return new SameDiffReader(graph, logits, wanted, own ? head : null, choice.overTime());
  }

  private static UnsupportedModelException noHead(SameDiffGraph graph, String logits) {
    List<String> candidates = candidates(graph, logits);
    return new UnsupportedModelException(
        "a linear step (xw_plus_b, or matmul with or without bias) that makes the logits '"
            + logits
            + "'",
        "operation " + graph.kind(logits) + "; variables that could be features are " + candidates,
        "Name the features: FeatureScope.watch(sd).output(\""
            + logits
            + "\").featureLayer(\""
            + (candidates.isEmpty() ? "features" : candidates.get(candidates.size() - 1))
            + "\").");
  }

  /** The last few variables before the logits. */
  private static List<String> candidates(SameDiffGraph graph, String logits) {
    List<String> all =
        graph.activations(List.of(logits)).stream().filter(n -> !n.equals(logits)).toList();
    return all.subList(Math.max(0, all.size() - 12), all.size());
  }
}
