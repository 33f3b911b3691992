package io.github.featurescope.adapters.onednn;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.deeplearning4j.nn.api.Model;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Puts oneDNN into the convolution and batch normalisation layers of a model, which on a CPU trains
 * several times faster.
 *
 * <p>Deeplearning4j 1.0.0-M2.1 has helpers for this and never uses them. Here they are used where
 * they agree with the plain path on a replica of the very model: outputs and gradients of a small
 * batch within a relative 1e-5 for every layer on the same input, and within 1e-5 times the number
 * of such layers for the network, in which rounding adds up; where nothing but the network's
 * gradients is further apart, as in large networks in which rounding switches some ReLU, they are
 * compared with hidden ReLUs and the like taken as linear. The check touches neither the model nor
 * ND4J's random state.
 *
 * <p>Dilated convolutions and batch normalisation with a fixed scale stay on the plain path, as
 * neither works in the helpers. Depthwise, separable and transposed convolutions and pooling need
 * no helper.
 *
 * <p>Results then differ from those of the plain path by rounding, so that a training run is no
 * longer bit-identical with one that is not accelerated. It is deterministic as before.
 *
 * <p>Helpers are in the layers, not in the configuration: a model that is cloned or restored has
 * none and is accelerated again. Call between two iterations, on the thread that trains.
 */
public final class OneDnn {

  private OneDnn() {}

  /**
   * Accelerates a model whose configuration tells the shape of its input.
   *
   * @param model an initialised MultiLayerNetwork or ComputationGraph; any other model is left as
   *     it is
   * @return which path is in use, and why
   * @throws IllegalArgumentException if the model is not initialised
   * @throws IllegalStateException if the layers of this version of Deeplearning4j hold no helper
   */
  public static Acceleration accelerate(Model model) {
    return accelerateWith(model, null);
  }

  /**
   * Accelerates a model, with the check run on examples of its input.
   *
   * @param model as in {@link #accelerate(Model)}
   * @param example one batch for each input of the model, the first dimension n; 8 examples of each
   *     are used, and up to 32 more where these do not agree
   * @return which path is in use, and why
   * @throws IllegalArgumentException if the model is not initialised
   * @throws IllegalStateException if the layers of this version of Deeplearning4j hold no helper
   */
  public static Acceleration accelerate(Model model, INDArray... example) {
    return accelerateWith(model, example);
  }

  /**
   * Puts a model back on the plain path.
   *
   * @param model any model
   * @return in how many layers a helper was
   */
  public static int remove(Model model) {
    Network network = Network.of(model);
    return network == null || !network.initialised()
        ? 0
        : LayerHelpers.of(network.layers()).remove();
  }

  /**
   * Copies a model: configuration, parameters and which layers compute with oneDNN, but neither
   * listeners nor the state of the updater. ND4J's random state stays as it is.
   *
   * @param model an initialised MultiLayerNetwork or ComputationGraph
   * @return the copy, of the same class
   * @throws IllegalArgumentException if it is neither, or not initialised
   */
  public static Model replica(Model model) {
    Network network = Network.of(model);
    if (network == null || !network.initialised()) {
      throw new IllegalArgumentException(
          "an initialised MultiLayerNetwork or ComputationGraph can be copied, not a "
              + model.getClass().getSimpleName()
              + (network == null ? "" : " without parameters; call its init() first"));
    }
    Network copy = network.replica();
    LayerHelpers.of(copy.layers()).installAsIn(LayerHelpers.of(network.layers()));
    return copy.model();
  }

  private static Acceleration accelerateWith(Model model, INDArray @Nullable [] example) {
    Network network = Network.of(model);
    if (network == null) {
      return refused(
          "a " + model.getClass().getSimpleName() + " has no layers that take a helper.", 0);
    }
    if (!network.initialised()) {
      throw new IllegalArgumentException(
          "The model is not initialised; call its init() before accelerating it.");
    }
    LayerHelpers helpers = LayerHelpers.of(network.layers());
    String obstacle = obstacle(network, helpers);
    if (!obstacle.isEmpty()) {
      helpers.remove();
      return refused(obstacle, helpers.poolings());
    }
    return install(network, helpers, example);
  }

  private static String obstacle(Network network, LayerHelpers helpers) {
    if (helpers.isEmpty()) {
      return "the model has no convolution or batch normalisation that oneDNN would speed up.";
    }
    if (network.dataType() != DataType.FLOAT) {
      return "the model computes in "
          + network.dataType()
          + " and the helpers of oneDNN are for FLOAT only.";
    }
    if (helpers.channelsLast()) {
      return "the model keeps its channels last (NHWC), on which oneDNN's backward pass crashes the"
          + " JVM. Build it with CNN2DFormat.NCHW.";
    }
    return OneDnnBackend.missing();
  }

  private static Acceleration install(
      Network network, LayerHelpers helpers, INDArray @Nullable [] example) {
    Disagreement measured;
    try {
      measured = onItsOwnThread(network, example);
    } catch (ExecutionException e) {
      helpers.remove();
      return refused("the check was not possible: " + message(e.getCause()), helpers.poolings());
    }
    if (measured.tolerable()) {
      helpers.install();
      return Acceleration.of(helpers, measured);
    }
    helpers.remove();
    return Acceleration.plain(
        "oneDNN does not agree with it on this model: " + measured + ".",
        helpers.poolings(),
        measured);
  }

  private static Disagreement onItsOwnThread(Network network, INDArray @Nullable [] example)
      throws ExecutionException {
    FutureTask<Disagreement> task =
        new FutureTask<>(
            () -> {
              try {
                return AgreementCheck.measure(network, example);
              } finally {
                Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
              }
            });
    new Thread(task, "featurescope-onednn-check").start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true; // The check is short, and a model half checked is of no use.
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Acceleration refused(String reason, int poolings) {
    return Acceleration.plain(reason, poolings, Disagreement.NOT_MEASURED);
  }

  private static String message(@Nullable Throwable cause) {
    return cause == null || cause.getMessage() == null ? "" + cause : cause.getMessage();
  }
}
