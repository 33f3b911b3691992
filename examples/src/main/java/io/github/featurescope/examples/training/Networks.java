package io.github.featurescope.examples.training;

import io.github.featurescope.adapters.models.ImageModelBuilder;
import io.github.featurescope.adapters.models.LeNet;
import io.github.featurescope.adapters.models.Mlp;
import io.github.featurescope.examples.data.ImageLayout;
import io.github.featurescope.examples.data.ImageShape;
import java.util.Locale;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.learning.config.IUpdater;

/** The networks that the training job can build by name. */
public enum Networks {
  /** Two hidden dense layers. */
  MLP(ImageLayout.FLAT) {
    @Override
    ImageModelBuilder<?, MultiLayerNetwork> builder(int features) {
      return Mlp.mlp().units(features);
    }
  },
  /** LeNet-5 with ReLU and max pooling (LeCun et al., Proc. IEEE 1998). */
  LENET(ImageLayout.NCHW) {
    @Override
    ImageModelBuilder<?, MultiLayerNetwork> builder(int features) {
      return LeNet.lenet().features(features);
    }
  };

  private final ImageLayout layout;

  Networks(ImageLayout layout) {
    this.layout = layout;
  }

  abstract ImageModelBuilder<?, MultiLayerNetwork> builder(int features);

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
    return builder(width)
        .image(image.channels(), image.height(), image.width())
        .classes(classes)
        .updater(updater)
        .seed(seed)
        .build();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
