package io.github.featurescope.adapters.models;

import java.util.Arrays;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Residual networks of basic blocks for small images.
 *
 * <p>He, Zhang, Ren and Sun, Deep residual learning for image recognition (<a
 * href="https://arxiv.org/abs/1512.03385">2016</a>): a 3 x 3 convolution, stages of blocks with two
 * 3 x 3 convolutions each, the first block of every later stage with stride 2, global average
 * pooling and a linear head; batch normalisation after every convolution, which has no bias.
 *
 * <ul>
 *   <li>{@link #resnet18()}: 2 blocks in each of 4 stages with 64, 128, 256 and 512 channels, and 1
 *       x 1 convolutions on the shortcuts that change shape; 512 features and 11,173,962 trainable
 *       parameters at width 1 for 3 x 32 x 32 images of 10 classes. It is the network that the
 *       paper trains on ImageNet, with the stem for small images that is usual for CIFAR.
 *   <li>{@link #resnet20()}: the paper's network for CIFAR-10 (section 4.2), 3 blocks in each of 3
 *       stages with 16, 32 and 64 channels, and shortcuts without parameters; 64 features and
 *       269,722 trainable parameters, or 272,474 with 1 x 1 convolutions instead.
 * </ul>
 *
 * <p>Layers of a block are called "stage2_block1_conv1", "..._norm1", "..._relu1" and so on; its
 * output is "stage2_block1". Weights start as in He et al. (<a
 * href="https://arxiv.org/abs/1502.01852">2015</a>).
 */
public final class ResNet {

  private ResNet() {}

  /**
   * Starts the network with 18 layers.
   *
   * @return the builder
   */
  public static Builder resnet18() {
    return new Builder(new int[] {64, 128, 256, 512}, new int[] {2, 2, 2, 2}, true);
  }

  /**
   * Starts the network with 34 layers; 21,282,122 trainable parameters.
   *
   * @return the builder
   */
  public static Builder resnet34() {
    return resnet18().blocks(3, 4, 6, 3);
  }

  /**
   * Starts the paper's network for CIFAR-10 with 20 layers.
   *
   * @return the builder
   */
  public static Builder resnet20() {
    return cifar(20);
  }

  /**
   * Starts a network of the paper's family for CIFAR-10.
   *
   * @param depth number of layers with weights, 6 k + 2: 8, 14, 20, 32, 44, 56, 110
   * @return the builder
   * @throws IllegalArgumentException if the depth is another
   */
  public static Builder cifar(int depth) {
    if (depth < 8 || depth % 6 != 2) {
      throw new IllegalArgumentException(
          "depth is " + depth + "; this family has 6 k + 2 layers: 8, 14, 20, 26, 32 and so on.");
    }
    int blocks = (depth - 2) / 6;
    return new Builder(new int[] {16, 32, 64}, new int[] {blocks, blocks, blocks}, false);
  }

  /** Builds a residual network. */
  public static final class Builder extends ImageModelBuilder<Builder, ComputationGraph> {
    private final int[] channels;
    private int[] blocks;
    private boolean projection;

    private Builder(int[] channels, int[] blocks, boolean projection) {
      this.channels = channels;
      this.blocks = blocks;
      this.projection = projection;
    }

    @Override
    Builder self() {
      return this;
    }

    /**
     * Sets the number of blocks in each stage.
     *
     * @param blocks as many numbers as the network has stages, each at least 1
     * @return this
     * @throws IllegalArgumentException if there are more or fewer
     */
    public Builder blocks(int... blocks) {
      if (blocks.length != channels.length) {
        throw new IllegalArgumentException(
            "blocks are "
                + Arrays.toString(blocks)
                + "; give one number for each of the "
                + channels.length
                + " stages.");
      }
      for (int count : blocks) {
        positive("blocks of a stage", count);
      }
      this.blocks = blocks.clone();
      return this;
    }

    /**
     * Sets how a shortcut changes shape.
     *
     * @param projection true for 1 x 1 convolutions with batch normalisation (the paper's option B,
     *     default of ResNet-18), false for every second pixel and channels of zeros (option A,
     *     default of the CIFAR family)
     * @return this
     */
    public Builder projection(boolean projection) {
      this.projection = projection;
      return this;
    }

    @Override
    ComputationGraph assemble() {
      int[] scaled = Arrays.stream(channels).map(this::scaled).toArray();
      return Networks.initialised(
          new ResNetGraph(base(), projection).build(scaled, blocks, inputType(), head()));
    }
  }
}
