package io.github.featurescope.adapters.onednn;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Counts what a model tells its listeners. */
final class RecordingListener extends BaseTrainingListener {

  private int calls;

  int calls() {
    return calls;
  }

  @Override
  public void onForwardPass(Model model, List<INDArray> activations) {
    calls++;
  }

  @Override
  public void onForwardPass(Model model, Map<String, INDArray> activations) {
    calls++;
  }

  @Override
  public void onBackwardPass(Model model) {
    calls++;
  }

  @Override
  public void onGradientCalculation(Model model) {
    calls++;
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    calls++;
  }
}
