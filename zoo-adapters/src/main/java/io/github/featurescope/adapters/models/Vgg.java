package io.github.featurescope.adapters.models;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;

/**
 * VGG for small images: the convolutions of the paper and one linear head.
 *
 * <p>Simonyan and Zisserman, Very deep convolutional networks for large-scale image recognition (<a
 * href="https://arxiv.org/abs/1409.1556">2015</a>), configurations A, B, D and E. Five stages of 3
 * x 3 convolutions with 64, 128, 256, 512 and 512 channels, each ended by 2 x 2 max pooling, which
 * rounds up so that 28 x 28 images pass as well; what is left, 1 x 1 for images up to 32 x 32, is
 * averaged into 512 features. The two hidden dense layers of the paper, made for 224 x 224 images,
 * are left out, as is usual for CIFAR.
 *
 * <p>Trainable parameters at width 1 for 3 x 32 x 32 images of 10 classes, without and with batch
 * normalisation: VGG-11 9,225,610 and 9,231,114; VGG-13 9,410,122 and 9,416,010; VGG-16 14,719,818
 * and 14,728,266; VGG-19 20,029,514 and 20,040,522.
 *
 * <p>Layers are called "conv3_1" (stage 3, first convolution), "norm3_1", "relu3_1" and "pool3".
 * Weights start as in He et al. (<a href="https://arxiv.org/abs/1502.01852">2015</a>).
 */
public final class Vgg {

  private static final int[] CHANNELS = {64, 128, 256, 512, 512};

  private Vgg() {}

  /**
   * Starts configuration A, with 8 convolutions.
   *
   * @return the builder
   */
  public static Builder vgg11() {
    return new Builder(1, 1, 2, 2, 2);
  }

  /**
   * Starts configuration B, with 10 convolutions.
   *
   * @return the builder
   */
  public static Builder vgg13() {
    return new Builder(2, 2, 2, 2, 2);
  }

  /**
   * Starts configuration D, with 13 convolutions.
   *
   * @return the builder
   */
  public static Builder vgg16() {
    return new Builder(2, 2, 3, 3, 3);
  }

  /**
   * Starts configuration E, with 16 convolutions.
   *
   * @return the builder
   */
  public static Builder vgg19() {
    return new Builder(2, 2, 4, 4, 4);
  }

  /** Builds a VGG. */
  public static final class Builder extends ImageModelBuilder<Builder, MultiLayerNetwork> {
    private final int[] convolutions;
    private boolean batchNorm = true;

    private Builder(int... convolutions) {
      this.convolutions = convolutions;
    }

    @Override
    Builder self() {
      return this;
    }

    /**
     * Sets whether each convolution is followed by batch normalisation; true by default.
     *
     * @param batchNorm false for the network of the paper
     * @return this
     */
    public Builder batchNorm(boolean batchNorm) {
      this.batchNorm = batchNorm;
      return this;
    }

    @Override
    MultiLayerNetwork assemble() {
      NeuralNetConfiguration.ListBuilder layers = base().list();
      for (int stage = 1; stage <= CHANNELS.length; stage++) {
        for (int index = 1; index <= convolutions[stage - 1]; index++) {
          convolution(layers, stage + "_" + index, scaled(CHANNELS[stage - 1]));
        }
        layers.layer(
            new SubsamplingLayer.Builder()
                .name("pool" + stage)
                .kernelSize(2, 2)
                .stride(2, 2)
                .convolutionMode(ConvolutionMode.Same)
                .build());
      }
      layers.layer(new GlobalPoolingLayer.Builder(PoolingType.AVG).name(FEATURES).build());
      return Networks.initialised(layers.layer(head()).setInputType(inputType()).build());
    }

    private void convolution(NeuralNetConfiguration.ListBuilder layers, String name, int channels) {
      layers.layer(
          new ConvolutionLayer.Builder(3, 3)
              .name("conv" + name)
              .nOut(channels)
              .padding(1, 1)
              .build());
      if (batchNorm) {
        layers.layer(new BatchNormalization.Builder().name("norm" + name).build());
      }
      layers.layer(
          new ActivationLayer.Builder().name("relu" + name).activation(Activation.RELU).build());
    }
  }
}
