package io.github.featurescope.examples.training;

import io.github.featurescope.adapters.models.ImageModelBuilder;
import io.github.featurescope.adapters.models.LeNet;
import io.github.featurescope.adapters.models.Mlp;
import io.github.featurescope.adapters.models.ResNet;
import io.github.featurescope.adapters.models.Vgg;
import io.github.featurescope.adapters.models.VisionTransformer;
import io.github.featurescope.examples.data.ImageLayout;
import java.util.Locale;
import org.deeplearning4j.nn.api.Model;
import org.jspecify.annotations.Nullable;

/** The networks that the training job can build by name. */
public enum Networks {
  /** Hidden dense layers of 256 units at width 1; two of them unless told otherwise. */
  MLP(ImageLayout.FLAT, 1, Optimizers.MOMENTUM) {
    @Override
    ImageModelBuilder<?, ? extends Model> builder(ModelSettings settings) {
      Mlp.Builder builder = Mlp.mlp().units(256);
      return settings.depth() == null ? builder : builder.depth(settings.depth());
    }

    @Override
    String depthMeaning() {
      return "hidden layers";
    }
  },
  /** LeNet-5 with ReLU and max pooling (LeCun et al., Proc. IEEE 1998), and 256 features. */
  LENET(ImageLayout.NCHW, 1, Optimizers.MOMENTUM) {
    @Override
    ImageModelBuilder<?, ? extends Model> builder(ModelSettings settings) {
      return LeNet.lenet().features(256);
    }
  },
  /** VGG with 8 convolutions and one linear head (Simonyan and Zisserman, ICLR 2015). */
  VGG11(ImageLayout.NCHW, 0.25, Optimizers.MOMENTUM) {
    @Override
    ImageModelBuilder<?, ? extends Model> builder(ModelSettings settings) {
      return Vgg.vgg11().batchNorm(settings.batchNorm());
    }
  },
  /** VGG with 13 convolutions and one linear head. */
  VGG16(ImageLayout.NCHW, 0.25, Optimizers.MOMENTUM) {
    @Override
    ImageModelBuilder<?, ? extends Model> builder(ModelSettings settings) {
      return Vgg.vgg16().batchNorm(settings.batchNorm());
    }
  },
  /** ResNet-18 with a stem for small images (He et al., CVPR 2016). */
  RESNET18(ImageLayout.NCHW, 0.25, Optimizers.MOMENTUM) {
    @Override
    ImageModelBuilder<?, ? extends Model> builder(ModelSettings settings) {
      return ResNet.resnet18();
    }
  },
  /** The narrow residual network of 20 layers that its authors made for CIFAR-10. */
  RESNET20(ImageLayout.NCHW, 1, Optimizers.MOMENTUM) {
    @Override
    ImageModelBuilder<?, ? extends Model> builder(ModelSettings settings) {
      return ResNet.cifar(settings.depth() == null ? 20 : settings.depth());
    }

    @Override
    String depthMeaning() {
      return "layers, 6 k + 2";
    }
  },
  /** A small vision transformer: 4 blocks with 4 heads on 64 numbers a token at width 1. */
  VIT(ImageLayout.NCHW, 1, Optimizers.ADAM) {
    @Override
    ImageModelBuilder<?, ? extends Model> builder(ModelSettings settings) {
      VisionTransformer.Builder builder = VisionTransformer.small();
      return settings.depth() == null ? builder : builder.depth(settings.depth());
    }

    @Override
    String depthMeaning() {
      return "blocks";
    }
  };

  private final ImageLayout layout;
  private final double defaultWidth;
  private final Optimizers defaultOptimizer;

  Networks(ImageLayout layout, double defaultWidth, Optimizers defaultOptimizer) {
    this.layout = layout;
    this.defaultWidth = defaultWidth;
    this.defaultOptimizer = defaultOptimizer;
  }

  abstract ImageModelBuilder<?, ? extends Model> builder(ModelSettings settings);

  /** What a depth counts, or null where the depth is fixed. */
  @Nullable String depthMeaning() {
    return null;
  }

  /**
   * Returns the layout of images that the network reads.
   *
   * @return flat or NCHW
   */
  public ImageLayout layout() {
    return layout;
  }

  /**
   * Returns the multiple of the published width that trains on a laptop.
   *
   * @return above 0
   */
  public double defaultWidth() {
    return defaultWidth;
  }

  /**
   * Returns the optimiser that suits the network.
   *
   * @return the one used when none is named
   */
  public Optimizers defaultOptimizer() {
    return defaultOptimizer;
  }

  /**
   * Tells whether batch normalisation can be chosen.
   *
   * @return true for VGG; residual networks always have it, the others never
   */
  public boolean choosesBatchNorm() {
    return this == VGG11 || this == VGG16;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
