package io.github.featurescope.examples.optim;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Sharpness-aware minimisation: every step uses the gradient at the worst point nearby.
 *
 * <p>Foret, Kleiner, Mobahi and Neyshabur, Sharpness-aware minimization for efficiently improving
 * generalization (<a href="https://arxiv.org/abs/2010.01412">ICLR 2021</a>), algorithm 1: with g
 * the gradient of the batch at w, the model's own optimiser steps from w by the gradient at w + ρ g
 * / ‖g‖. It takes two gradients a step, so about twice the time. Penalties such as L2 are taken at
 * w and have no part in ρ g / ‖g‖; neither have the running statistics of batch normalisation,
 * which are updated by the second pass.
 *
 * <p>The weights are back at w before the optimiser steps, so listeners see the real weights
 * wherever they may look at them after a step; they are told of two forward and two backward passes
 * for each step, the second one away from w.
 */
public final class SharpnessAwareTraining {

  private final double radius;

  private SharpnessAwareTraining(double radius) {
    this.radius = radius;
  }

  /**
   * Creates the training.
   *
   * @param radius ρ, above 0; the paper uses 0.05
   * @return the training
   */
  public static SharpnessAwareTraining of(double radius) {
    if (!(radius > 0) || Double.isInfinite(radius)) {
      throw new IllegalArgumentException("radius " + radius + " of SAM: give a number above 0");
    }
    return new SharpnessAwareTraining(radius);
  }

  /**
   * Trains, telling listeners of epochs and counting them as Deeplearning4j's own loop does.
   *
   * @param model an initialised MultiLayerNetwork or ComputationGraph with one input and output
   * @param iterator the batches; reset before each epoch but the first, and where it is exhausted
   * @param epochs at least 1
   */
  public void fit(Model model, DataSetIterator iterator, int epochs) {
    AnyNetwork network = AnyNetwork.of(model);
    network.prepare();
    Return ret = new Return(model, moved(network));
    List<TrainingListener> before = network.listeners();
    List<TrainingListener> during = new ArrayList<>(before);
    during.add(0, ret);
    model.setListeners(during);
    try {
      for (int epoch = 0; epoch < epochs; epoch++) {
        epoch(network, iterator, ret);
      }
    } finally {
      ret.comeBack();
      List<TrainingListener> after = network.listeners();
      after.remove(ret);
      model.setListeners(after);
    }
  }

  private void epoch(AnyNetwork network, DataSetIterator iterator, Return ret) {
    network.listeners().forEach(listener -> listener.onEpochStart(network.model()));
    if (!iterator.hasNext()) {
      iterator.reset();
    }
    while (iterator.hasNext()) {
      DataSet batch = iterator.next();
      network.computeGradient(batch);
      ret.leave(network.gradient(), radius);
      network.fit(batch);
    }
    network.listeners().forEach(listener -> listener.onEpochEnd(network.model()));
    network.countEpoch();
  }

  /** 1 where a gradient moves the parameter, 0 for running statistics; null where it is all 1. */
  private static @Nullable INDArray moved(AnyNetwork network) {
    List<INDArray> statistics = new ArrayList<>();
    for (Layer layer : network.layers()) {
      layer
          .paramTable()
          .forEach(
              (name, values) -> {
                if (!layer.updaterDivideByMinibatch(name)) {
                  statistics.add(values);
                }
              });
    }
    if (statistics.isEmpty()) {
      return null;
    }
    // Parameters are views of one array, so writing through them finds their places in it.
    INDArray parameters = network.model().params();
    INDArray kept = parameters.dup();
    parameters.assign(1);
    statistics.forEach(values -> values.assign(0));
    INDArray moved = parameters.dup();
    parameters.assign(kept);
    return moved;
  }

  /** Brings the weights back as soon as the gradient away from them is there. */
  private static final class Return extends BaseTrainingListener {
    private final Model model;
    private final @Nullable INDArray moved;
    private final INDArray home;
    private boolean away;

    Return(Model model, @Nullable INDArray moved) {
      this.model = model;
      this.moved = moved;
      this.home = model.params().dup();
    }

    void leave(INDArray gradient, double radius) {
      INDArray parameters = model.params();
      INDArray direction = moved == null ? gradient : gradient.mul(moved.reshape(gradient.shape()));
      double norm = direction.norm2Number().doubleValue();
      home.assign(parameters);
      away = true;
      if (norm > 0) {
        parameters.addi(direction.mul(radius / norm).reshape(parameters.shape()));
      }
    }

    void comeBack() {
      if (away) {
        away = false;
        model.params().assign(home);
      }
    }

    @Override
    public void onGradientCalculation(Model trained) {
      comeBack();
    }
  }
}
