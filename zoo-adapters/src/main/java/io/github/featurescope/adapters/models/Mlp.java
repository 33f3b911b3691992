package io.github.featurescope.adapters.models;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;

/**
 * Multilayer perceptrons: dense ReLU layers of one size.
 *
 * <p>The first layers are called "hidden1", "hidden2" and so on, the last one "features". With 2
 * layers of 512 units on 1 x 28 x 28 images of 10 classes it has 669,706 parameters. Weights start
 * as in He et al. (<a href="https://arxiv.org/abs/1502.01852">2015</a>).
 */
public final class Mlp {

  private Mlp() {}

  /**
   * Starts a perceptron of two hidden layers with 512 units each.
   *
   * @return the builder
   */
  public static Builder mlp() {
    return new Builder();
  }

  /** Builds a perceptron. */
  public static final class Builder extends ImageModelBuilder<Builder, MultiLayerNetwork> {
    private int depth = 2;
    private int units = 512;

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /**
     * Sets the number of hidden layers; 2 by default.
     *
     * @param depth at least 1
     * @return this
     */
    public Builder depth(int depth) {
      this.depth = positive("depth", depth);
      return this;
    }

    /**
     * Sets the units of each hidden layer at width 1; 512 by default.
     *
     * @param units at least 1
     * @return this
     */
    public Builder units(int units) {
      this.units = positive("units", units);
      return this;
    }

    /** {@inheritDoc} It reads flat images, [n, C H W], as well. */
    @Override
    MultiLayerNetwork assemble() {
      NeuralNetConfiguration.ListBuilder layers = base().list();
      for (int layer = 1; layer <= depth; layer++) {
        layers.layer(
            new DenseLayer.Builder()
                .name(layer < depth ? "hidden" + layer : FEATURES)
                .activation(Activation.RELU)
                .nOut(scaled(units))
                .build());
      }
      return Networks.initialised(layers.layer(head()).setInputType(inputType()).build());
    }
  }
}
