package io.github.featurescope.listeners;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

/** The state of a SameDiff graph: its variables, and what the updater holds for each. */
record SameDiffState(SameDiff graph) implements ModelState {

  @Override
  public Map<String, INDArray> arrays() {
    return arrays(graph);
  }

  private static Map<String, INDArray> arrays(SameDiff of) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    for (SDVariable variable : of.variables()) {
      if (variable.getVariableType() == VariableType.VARIABLE) {
        arrays.put(variable.name(), variable.getArr());
      }
    }
    if (of.getUpdaterMap() != null) { // only once trained
      of.getUpdaterMap()
          .forEach(
              (variable, updater) -> {
                GradientUpdater<?> typed = updater;
                Map<String, INDArray> states = typed.getState();
                if (states != null) {
                  states.forEach(
                      (name, array) -> arrays.put("updater/" + variable + "/" + name, array));
                }
              });
    }
    return arrays;
  }

  @Override
  public void write(Path file) {
    graph.save(file.toFile(), true);
  }

  @Override
  public Map<String, INDArray> read(Path file) {
    return arrays(SameDiff.load(file.toFile(), true));
  }

  @Override
  public int epochs() {
    return graph.getTrainingConfig().getEpochCount();
  }

  @Override
  public long iterations() {
    return graph.getTrainingConfig().getIterationCount();
  }

  @Override
  public void count(int epochs, long iterations) {
    graph.getTrainingConfig().setEpochCount(epochs);
    graph.getTrainingConfig().setIterationCount(Math.toIntExact(iterations));
  }

  @Override
  public String suffix() {
    return ".fb";
  }
}
