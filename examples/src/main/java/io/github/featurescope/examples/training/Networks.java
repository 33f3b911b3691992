package io.github.featurescope.examples.training;

import io.github.featurescope.examples.data.ImageLayout;
import io.github.featurescope.examples.data.ImageShape;
import java.util.Locale;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The networks that the training job can build by name. */
public enum Networks {
  /** Two hidden dense layers. */
  MLP(ImageLayout.FLAT) {
    @Override
    NeuralNetConfiguration.ListBuilder layers(NeuralNetConfiguration.Builder base, int width) {
      return base.list()
          .layer(new DenseLayer.Builder().name("hidden").nOut(width).build())
          .layer(new DenseLayer.Builder().name("features").nOut(width).build());
    }
  },
  /** LeNet-5 with ReLU and max pooling (LeCun et al., Proc. IEEE 1998). */
  LENET(ImageLayout.NCHW) {
    @Override
    NeuralNetConfiguration.ListBuilder layers(NeuralNetConfiguration.Builder base, int width) {
      return base.list()
          .layer(new ConvolutionLayer.Builder(5, 5).name("conv1").nOut(6).padding(2, 2).build())
          .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
          .layer(new ConvolutionLayer.Builder(5, 5).name("conv2").nOut(16).build())
          .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
          .layer(new DenseLayer.Builder().name("dense").nOut(120).build())
          .layer(new DenseLayer.Builder().name("features").nOut(width).build());
    }
  };

  private final ImageLayout layout;

  Networks(ImageLayout layout) {
    this.layout = layout;
  }

  abstract NeuralNetConfiguration.ListBuilder layers(
      NeuralNetConfiguration.Builder base, int width);

  /**
   * Returns the layout of images that the network reads.
   *
   * @return flat or NCHW
   */
  public ImageLayout layout() {
    return layout;
  }

  /**
   * Builds and initialises the network.
   *
   * @param image shape of an image
   * @param classes C
   * @param width p, units of the layer before the head
   * @param updater the optimiser
   * @param seed of the initial weights
   * @return the network
   */
  public MultiLayerNetwork build(
      ImageShape image, int classes, int width, IUpdater updater, long seed) {
    NeuralNetConfiguration.Builder base =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(updater)
            .weightInit(WeightInit.RELU)
            .activation(Activation.RELU);
    InputType input =
        layout == ImageLayout.FLAT
            ? InputType.feedForward(image.size())
            : InputType.convolutional(image.height(), image.width(), image.channels());
    MultiLayerConfiguration configuration =
        layers(base, width)
            .layer(
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .name("head")
                    .weightInit(WeightInit.XAVIER)
                    .activation(Activation.SOFTMAX)
                    .nOut(classes)
                    .build())
            .setInputType(input)
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
