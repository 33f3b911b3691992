package io.github.featurescope.adapters.models;

import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;

/**
 * LeNet-5 with ReLU, max pooling and a softmax head, as it is trained today.
 *
 * <p>LeCun, Bottou, Bengio and Haffner, Gradient-based learning applied to document recognition (<a
 * href="https://doi.org/10.1109/5.726791">Proc. IEEE 1998</a>). For 28 x 28 images the first
 * convolution is padded by 2, so that its maps are 28 x 28 as in the paper, where images are 32 x
 * 32 and not padded; then 6 maps of 14 x 14, 16 of 10 x 10, 16 of 5 x 5, 120 units and 84 features.
 * 61,706 parameters for 1 x 28 x 28 images of 10 classes and for 1 x 32 x 32 ones.
 */
public final class LeNet {

  private static final int KERNEL = 5;

  private LeNet() {}

  /**
   * Starts the network of the paper.
   *
   * @return the builder
   */
  public static Builder lenet() {
    return new Builder();
  }

  /** Builds a LeNet. */
  public static final class Builder extends ImageModelBuilder<Builder, MultiLayerNetwork> {
    private int features = 84;

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /**
     * Sets p, the units of the layer before the head at width 1; 84 by default.
     *
     * @param features at least 1
     * @return this
     */
    public Builder features(int features) {
      this.features = positive("features", features);
      return this;
    }

    @Override
    MultiLayerNetwork assemble() {
      if (Math.min(height(), imageWidth()) < 12) {
        throw new IllegalArgumentException(
            "LeNet needs images of at least 12 x 12, not "
                + height()
                + " x "
                + imageWidth()
                + ": its second convolution would find nothing left. Use Mlp.");
      }
      int padding = Math.min(height(), imageWidth()) < 32 ? 2 : 0;
      return Networks.initialised(
          base()
              .list()
              .layer(convolution("conv1", 6, padding))
              .layer(pooling("pool1"))
              .layer(convolution("conv2", 16, 0))
              .layer(pooling("pool2"))
              .layer(dense("dense", 120))
              .layer(dense(FEATURES, features))
              .layer(head())
              .setInputType(inputType())
              .build());
    }

    private ConvolutionLayer convolution(String name, int maps, int padding) {
      return new ConvolutionLayer.Builder(KERNEL, KERNEL)
          .name(name)
          .nOut(scaled(maps))
          .padding(padding, padding)
          .activation(Activation.RELU)
          .build();
    }

    private static SubsamplingLayer pooling(String name) {
      return new SubsamplingLayer.Builder().name(name).kernelSize(2, 2).stride(2, 2).build();
    }

    private DenseLayer dense(String name, int units) {
      return new DenseLayer.Builder()
          .name(name)
          .nOut(scaled(units))
          .activation(Activation.RELU)
          .build();
    }
  }
}
