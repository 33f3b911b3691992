package io.github.featurescope.adapters;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.imports.VariableUtils;

/** A SameDiff graph as one walks it backwards: from a variable to what it is made of. */
final class SameDiffGraph {

  private final SameDiff graph;
  private final Map<String, Boolean> readsInput = new HashMap<>();

  SameDiffGraph(SameDiff graph) {
    this.graph = graph;
  }

  boolean has(String variable) {
    return graph.hasVariable(variable);
  }

  boolean isFloat(String variable) {
    return graph.getVariable(variable).dataType().isFPType();
  }

  /** What makes a variable, or null for placeholders, constants and parameters. */
  @Nullable SameDiffOp producer(String variable) {
    Variable found = graph.getVariables().get(variable);
    String op = found == null ? null : found.getOutputOfOp();
    return op == null ? null : graph.getOps().get(VariableUtils.stripVarSuffix(op));
  }

  /** The kind of operation that makes a variable, or the kind of variable. */
  String kind(String variable) {
    SameDiffOp op = producer(variable);
    return op == null
        ? graph.getVariable(variable).getVariableType().name().toLowerCase(java.util.Locale.ROOT)
        : op.getOp().opName();
  }

  List<String> inputs(SameDiffOp op) {
    return op.getInputsToOp() == null ? List.of() : op.getInputsToOp();
  }

  /** Whether a variable changes with the data, rather than with the parameters alone. */
  boolean readsInput(String variable) {
    Boolean known = readsInput.get(variable);
    if (known == null) {
      known =
          upstream(List.of(variable)).stream()
              .anyMatch(
                  name -> graph.getVariable(name).getVariableType() == VariableType.PLACEHOLDER);
      readsInput.put(variable, known);
    }
    return known;
  }

  /** The variables that others are made of, these included, each after those it is made of. */
  Set<String> upstream(List<String> variables) {
    Set<String> ordered = new LinkedHashSet<>();
    Set<String> entered = new LinkedHashSet<>();
    List<String> stack = new ArrayList<>(variables);
    while (!stack.isEmpty()) {
      String name = stack.get(stack.size() - 1);
      if (entered.add(name)) {
        SameDiffOp op = producer(name);
        if (op != null) {
          stack.addAll(inputs(op));
        }
      } else {
        stack.remove(stack.size() - 1);
        ordered.add(name);
      }
    }
    return ordered;
  }

  /** Float variables that operations make out of the data, in topological order. */
  List<String> activations(List<String> towards) {
    return upstream(towards).stream()
        .filter(name -> producer(name) != null && isFloat(name) && readsInput(name))
        .toList();
  }

  /** Float variables that nothing is made of: the graph's ends. */
  List<String> ends() {
    List<String> ends = new ArrayList<>();
    for (Variable variable : graph.getVariables().values()) {
      boolean used = variable.getInputsForOp() != null && !variable.getInputsForOp().isEmpty();
      String name = variable.getName();
      if (!used && producer(name) != null && isFloat(name)) {
        ends.add(name);
      }
    }
    return ends;
  }

  List<String> placeholders() {
    return graph.inputs() == null ? List.of() : graph.inputs();
  }

  SDVariable variable(String name) {
    return graph.getVariable(name);
  }

  SameDiff model() {
    return graph;
  }

  /** Number of trainable parameters. */
  long parameters() {
    return graph.variables().stream()
        .filter(v -> v.getVariableType() == VariableType.VARIABLE && v.getArr() != null)
        .mapToLong(v -> v.getArr().length())
        .sum();
  }
}
