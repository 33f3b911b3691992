package io.github.featurescope.adapters;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs a SameDiff graph in inference mode without leaving a trace in it.
 *
 * <p>{@code SameDiff.output} would not do while the graph trains: it calls the user's listeners,
 * draws random numbers that training would have drawn, applies dropout, and keeps a session whose
 * book-keeping grows with every call. Here every call has a session of its own, dropout passes its
 * input on, a random mask or noise is its mean, and the random generator is left as it was.
 */
public final class SameDiffInference {

  private SameDiffInference() {}

  /**
   * Computes variables of a graph; not thread-safe against training of the same graph.
   *
   * @param graph the graph, with its parameters as they are
   * @param placeholders by name, only those that the variables need
   * @param variables names of the variables wanted
   * @return by name, detached copies in the variables' own data types
   * @throws IllegalArgumentException if the graph has no such variable or placeholder
   */
  @SuppressWarnings("try") // the workspace scope is held, not used
  public static Map<String, INDArray> read(
      SameDiff graph, Map<String, INDArray> placeholders, Collection<String> variables) {
    Random random = Nd4j.getRandom();
    long root = random.rootState();
    long node = random.nodeState();
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return new LinkedHashMap<>(run(graph, cast(graph, placeholders), variables));
    } finally {
      random.setStates(root, node);
    }
  }

  private static Map<String, INDArray> run(
      SameDiff graph, Map<String, INDArray> placeholders, Collection<String> variables) {
    Map<String, INDArray> found = new LinkedHashMap<>();
    List<String> computed = new ArrayList<>();
    for (String name : variables) {
      SDVariable variable = require(graph, name);
      if (variable.getVariableType() == VariableType.ARRAY) {
        computed.add(name);
      } else if (variable.getVariableType() == VariableType.PLACEHOLDER) {
        found.put(name, given(placeholders, name).dup());
      } else {
        found.put(name, graph.getArrForVarName(name).dup());
      }
    }
    if (!computed.isEmpty()) {
      new InferenceModeSession(graph)
          .output(
              computed, placeholders, null, List.of(), List.of(), At.defaultAt(Operation.INFERENCE))
          .forEach((name, array) -> found.put(name, array.dup()));
    }
    return found;
  }

  /** In the data types of the graph; DL4J's own casting leaves some operations out. */
  private static Map<String, INDArray> cast(SameDiff graph, Map<String, INDArray> placeholders) {
    Map<String, INDArray> all = new LinkedHashMap<>();
    placeholders.forEach(
        (name, array) -> all.put(name, array.castTo(require(graph, name).dataType())));
    return all;
  }

  private static INDArray given(Map<String, INDArray> placeholders, String name) {
    INDArray array = placeholders.get(name);
    if (array == null) {
      throw new IllegalArgumentException(
          "no array for placeholder '" + name + "'; there are " + placeholders.keySet());
    }
    return array;
  }

  private static SDVariable require(SameDiff graph, String name) {
    if (!graph.hasVariable(name)) {
      throw new IllegalArgumentException(
          "the graph has no variable '" + name + "'; its inputs are " + graph.inputs());
    }
    return graph.getVariable(name);
  }
}
