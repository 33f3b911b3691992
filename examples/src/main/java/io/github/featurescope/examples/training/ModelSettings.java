package io.github.featurescope.examples.training;

import io.github.featurescope.examples.InputException;
import io.github.featurescope.examples.data.ImageShape;
import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Which network is trained, and in which size.
 *
 * @param network the family
 * @param width multiple of the published number of channels or units of every hidden layer, above 0
 * @param depth in the family's own count, or null for the published one
 * @param batchNorm whether a VGG has batch normalisation
 * @param accelerate whether oneDNN computes its layers where that agrees with the plain path
 */
public record ModelSettings(
    Networks network,
    double width,
    @Nullable Integer depth,
    boolean batchNorm,
    boolean accelerate) {

  /**
   * Checks what the family allows.
   *
   * @throws InputException if the family has no choice of depth or batch normalisation
   */
  public ModelSettings {
    if (batchNorm && !network.choosesBatchNorm()) {
      throw new InputException(
          "--batch-norm: for vgg11 and vgg16 only; "
              + network
              + (network.name().startsWith("RESNET") ? " always has it" : " has none"));
    }
    if (depth != null && network.depthMeaning() == null) {
      throw new InputException(
          "--depth: the depth of "
              + network
              + " is fixed; it can be chosen for "
              + Arrays.stream(Networks.values()).filter(n -> n.depthMeaning() != null).toList());
    }
  }

  /**
   * Chooses a network in its default size.
   *
   * @param network the family
   * @return settings with acceleration
   */
  public static ModelSettings of(Networks network) {
    return new ModelSettings(network, network.defaultWidth(), null, false, true);
  }

  /**
   * Builds and initialises the network.
   *
   * @param image shape of an image
   * @param classes C
   * @param updater the optimiser
   * @param l2 weight of the L2 penalty, or 0
   * @param seed of the initial weights
   * @return a MultiLayerNetwork or a ComputationGraph
   * @throws InputException if the network cannot be built in this size, with the reason
   */
  public Model build(ImageShape image, int classes, IUpdater updater, double l2, long seed) {
    try {
      return network
          .builder(this)
          .width(width)
          .image(image.channels(), image.height(), image.width())
          .classes(classes)
          .updater(updater)
          .l2(l2)
          .seed(seed)
          .accelerated(false) // the job does it on its own images, and says so
          .build();
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "--model "
              + network
              + " --width "
              + width
              + (depth == null ? "" : " --depth " + depth)
              + " on images of "
              + image
              + ": "
              + e.getMessage(),
          e);
    }
  }

  void forLog(Map<String, Object> settings) {
    settings.put("model", network.toString());
    settings.put("width", width);
    if (depth != null) {
      settings.put("depth", depth);
    }
    if (network.choosesBatchNorm()) {
      settings.put("batchNorm", batchNorm);
    }
  }
}
