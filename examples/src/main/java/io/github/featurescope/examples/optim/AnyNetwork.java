package io.github.featurescope.examples.optim;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** What MultiLayerNetwork and ComputationGraph both do, for which they share no interface. */
interface AnyNetwork {

  /**
   * Wraps a model.
   *
   * @param model a MultiLayerNetwork or a ComputationGraph
   * @return the same model under one interface
   * @throws IllegalArgumentException if it is another
   */
  static AnyNetwork of(Model model) {
    if (model instanceof MultiLayerNetwork network) {
      return new Sequential(network);
    }
    if (model instanceof ComputationGraph graph) {
      return new Graph(graph);
    }
    throw new IllegalArgumentException(
        "cannot train a "
            + model.getClass().getName()
            + "; give a MultiLayerNetwork or a ComputationGraph");
  }

  /** The model itself. */
  Model model();

  /** All layers. */
  Layer[] layers();

  /** A copy of the list. */
  List<TrainingListener> listeners();

  /** Trains one step. */
  void fit(DataSet batch);

  /** Computes the gradient of a batch into the model's gradient view, without a step. */
  void computeGradient(DataSet batch);

  /** The gradient view, [1, parameters] or [parameters]. */
  INDArray gradient();

  /** Counts an epoch as done. */
  void countEpoch();

  /** Makes the gradient view where there is none yet. */
  void prepare();

  /**
   * A network of layers in a row.
   *
   * @param model the network
   */
  record Sequential(MultiLayerNetwork model) implements AnyNetwork {

    @Override
    public Layer[] layers() {
      return model.getLayers();
    }

    @Override
    public List<TrainingListener> listeners() {
      return new ArrayList<>(model.getListeners());
    }

    @Override
    public void fit(DataSet batch) {
      model.fit(batch);
    }

    @Override
    public void computeGradient(DataSet batch) {
      model.setInput(batch.getFeatures());
      model.setLabels(batch.getLabels());
      model.setLayerMaskArrays(batch.getFeaturesMaskArray(), batch.getLabelsMaskArray());
      model.computeGradientAndScore();
    }

    @Override
    public INDArray gradient() {
      return model.getGradientsViewArray();
    }

    @Override
    public void countEpoch() {
      model.incrementEpochCount();
    }

    @Override
    public void prepare() {
      if (model.getGradientsViewArray() == null) {
        model.initGradientsView();
      }
    }
  }

  /**
   * A graph of layers.
   *
   * @param model the graph
   */
  record Graph(ComputationGraph model) implements AnyNetwork {

    @Override
    public Layer[] layers() {
      return model.getLayers();
    }

    @Override
    public List<TrainingListener> listeners() {
      return new ArrayList<>(model.getListeners());
    }

    @Override
    public void fit(DataSet batch) {
      model.fit(batch);
    }

    @Override
    public void computeGradient(DataSet batch) {
      model.setInputs(batch.getFeatures());
      model.setLabels(batch.getLabels());
      model.setLayerMaskArrays(
          masks(batch.getFeaturesMaskArray()), masks(batch.getLabelsMaskArray()));
      model.computeGradientAndScore();
    }

    private static INDArray @Nullable [] masks(@Nullable INDArray mask) {
      return mask == null ? null : new INDArray[] {mask};
    }

    @Override
    public INDArray gradient() {
      return model.getGradientsViewArray();
    }

    @Override
    public void countEpoch() {
      model.incrementEpochCount();
    }

    @Override
    public void prepare() {
      if (model.getGradientsViewArray() == null) {
        model.initGradientsView();
      }
    }
  }
}
