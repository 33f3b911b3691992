package io.github.featurescope.adapters.onednn;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;

/** Takes the kinks out of a network: activations that are linear by pieces become linear. */
final class Kinks {

  private Kinks() {}

  /**
   * Straightens the hidden layers of a replica.
   *
   * @param layers of a network whose configuration is its own
   * @return how many activations had kinks
   */
  static int straighten(Layer[] layers) {
    int straightened = 0;
    for (Layer layer : layers) {
      var configuration = LayerHelpers.unwrap(layer).conf().getLayer();
      if (configuration instanceof ActivationLayer activation
          && hasKinks(activation.getActivationFn())) {
        activation.setActivationFn(new ActivationIdentity());
        straightened++;
      } else if (configuration instanceof BaseLayer hidden
          && !(configuration instanceof BaseOutputLayer)
          && hasKinks(hidden.getActivationFn())) {
        hidden.setActivationFn(new ActivationIdentity());
        straightened++;
      }
    }
    return straightened;
  }

  private static boolean hasKinks(IActivation activation) {
    return activation instanceof ActivationReLU
        || activation instanceof ActivationReLU6
        || activation instanceof ActivationLReLU
        || activation instanceof ActivationThresholdedReLU
        || activation instanceof ActivationHardTanH
        || activation instanceof ActivationHardSigmoid;
  }
}
