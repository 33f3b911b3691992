package io.github.featurescope.adapters;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Opens any model that one of the known adapters supports. */
public final class ModelAdapters {

  private static final List<ModelAdapter> BUILT_IN =
      List.of(new MultiLayerNetworkAdapter(), new ComputationGraphAdapter(), new SameDiffAdapter());

  private ModelAdapters() {}

  /**
   * Finds the head of a model with one output.
   *
   * <p>The head is the last layer with weights: an OutputLayer, CenterLossOutputLayer or
   * RnnOutputLayer, or a dense layer or convolution behind which stand nothing but dropout,
   * averages, a softmax or sigmoid, and the loss. Where something else stands between, as a ReLU
   * before the average, the logits are the model's own and the readout has no weights. Several
   * sigmoid units are read as one class each, a single one as two classes.
   *
   * @param model an initialised MultiLayerNetwork, ComputationGraph or SameDiff, or a model of a
   *     family that another {@link ModelAdapter} on the class path knows
   * @return a reader of that model
   * @throws UnsupportedModelException if it has no head that can be watched
   */
  public static ModelReader open(Object model) {
    return open(model, HeadChoice.automatic());
  }

  /**
   * Finds the head of a model with what the user says about it.
   *
   * @param model as in {@link #open(Object)}
   * @param choice names the output, the features or the reduction over time where that is needed
   * @return a reader of that model
   * @throws UnsupportedModelException if it has no head that can be watched
   */
  public static ModelReader open(Object model, HeadChoice choice) {
    // Services come first: they may know a model better than the built-in adapters.
    List<ModelAdapter> adapters = new ArrayList<>();
    ServiceLoader.load(ModelAdapter.class).forEach(adapters::add);
    adapters.addAll(BUILT_IN);
    for (ModelAdapter adapter : adapters) {
      if (adapter.supports(model)) {
        return adapter.open(model, choice);
      }
    }
    throw new UnsupportedModelException(
        "a MultiLayerNetwork, a ComputationGraph or a SameDiff",
        "a " + model.getClass().getName(),
        "Implement " + ModelAdapter.class.getName() + " for it and register it as a service.");
  }
}
