package io.github.featurescope.adapters.models;

import io.github.featurescope.adapters.onednn.OneDnn;
import java.util.Objects;
import java.util.Random;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the builders of all families share: image, classes, width, optimiser and seed.
 *
 * <p>Every model reads images as [n, C, H, W] and answers class probabilities, [n, classes]. Its
 * last layer is called {@value #HEAD}, and the layer that feeds it {@value #FEATURES}.
 *
 * @param <B> the builder itself
 * @param <M> the model it builds
 */
public abstract class ImageModelBuilder<B extends ImageModelBuilder<B, M>, M extends Model> {

  private static final Logger logger = LoggerFactory.getLogger(ImageModelBuilder.class);

  /** Name of the layer whose activation, [n, p], the head reads. */
  public static final String FEATURES = "features";

  /** Name of the softmax layer at the end. */
  public static final String HEAD = "head";

  private int channels = 3;
  private int height = 32;
  private int width = 32;
  private int classes = 10;
  private double multiplier = 1;
  private double l2;
  private IUpdater updater = new Adam(1e-3);
  private long seed = 1;
  private DataType dataType = DataType.FLOAT;
  private boolean accelerated = true;

  ImageModelBuilder() {}

  abstract B self();

  abstract M assemble();

  /**
   * Builds the model, draws its initial parameters and, unless told otherwise, accelerates it.
   *
   * @return an initialised model; the log says on which path its layers run
   * @throws IllegalArgumentException if the image is too small for the family, or the width for its
   *     layers
   */
  public final M build() {
    M model = assemble();
    if (accelerated) {
      INDArray example =
          Nd4j.createFromArray(example(40L * channels * height * width))
              .reshape(40, channels, height, width);
      logger.info("{}", OneDnn.accelerate(model, example));
    }
    return model;
  }

  /**
   * Says whether {@link OneDnn} is to speed the model up; it is by default.
   *
   * @param accelerated false for Deeplearning4j's layers as they are
   * @return this
   */
  public final B accelerated(boolean accelerated) {
    this.accelerated = accelerated;
    return self();
  }

  /**
   * Sets the shape of an image; 3 x 32 x 32 by default.
   *
   * @param channels C, at least 1
   * @param height H, at least 1
   * @param width W, at least 1
   * @return this
   */
  public final B image(int channels, int height, int width) {
    this.channels = positive("channels", channels);
    this.height = positive("height", height);
    this.width = positive("width", width);
    return self();
  }

  /**
   * Sets the number of classes; 10 by default.
   *
   * @param classes at least 2
   * @return this
   */
  public final B classes(int classes) {
    if (classes < 2) {
      throw new IllegalArgumentException(
          "classes is " + classes + "; a classifier tells at least 2 apart.");
    }
    this.classes = classes;
    return self();
  }

  /**
   * Scales the published number of channels or units of every hidden layer; 1 by default.
   *
   * @param multiplier above 0; 0.25 makes about a sixteenth of the parameters
   * @return this
   */
  public final B width(double multiplier) {
    if (!(multiplier > 0) || Double.isInfinite(multiplier)) {
      throw new IllegalArgumentException(
          "width is " + multiplier + "; give a positive multiple of the published width.");
    }
    this.multiplier = multiplier;
    return self();
  }

  /**
   * Sets the optimiser; Adam with learning rate 0.001 by default.
   *
   * @param updater the optimiser
   * @return this
   */
  public final B updater(IUpdater updater) {
    this.updater = Objects.requireNonNull(updater, "updater");
    return self();
  }

  /**
   * Sets the weight of an L2 penalty on all weights, not on biases or normalisation; 0 by default.
   *
   * @param l2 at least 0
   * @return this
   */
  public final B l2(double l2) {
    if (!(l2 >= 0) || Double.isInfinite(l2)) {
      throw new IllegalArgumentException("l2 is " + l2 + "; give 0 or a positive weight.");
    }
    this.l2 = l2;
    return self();
  }

  /**
   * Sets the seed of the initial parameters; 1 by default.
   *
   * @param seed any number
   * @return this
   */
  public final B seed(long seed) {
    this.seed = seed;
    return self();
  }

  /**
   * Sets the type of parameters and activations; float by default.
   *
   * @param dataType FLOAT or DOUBLE
   * @return this
   */
  public final B dataType(DataType dataType) {
    if (dataType != DataType.FLOAT && dataType != DataType.DOUBLE) {
      throw new IllegalArgumentException(
          "dataType is " + dataType + "; these models train in FLOAT or DOUBLE.");
    }
    this.dataType = dataType;
    return self();
  }

  final int channels() {
    return channels;
  }

  final int height() {
    return height;
  }

  final int imageWidth() {
    return width;
  }

  final DataType dataType() {
    return dataType;
  }

  final InputType inputType() {
    return InputType.convolutional(height, width, channels);
  }

  final int scaled(int published) {
    return scaled(published, 1);
  }

  /** Scales a published size to the nearest positive multiple of a unit. */
  final int scaled(int published, int unit) {
    double size = Math.max(1, Math.rint(published * multiplier / unit)) * unit;
    if (size > 1 << 20) {
      throw new IllegalArgumentException(
          "width " + multiplier + " makes a layer of " + size + " units; give a smaller multiple.");
    }
    return (int) size;
  }

  final NeuralNetConfiguration.Builder base() {
    NeuralNetConfiguration.Builder base =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .dataType(dataType)
            .updater(updater)
            .weightInit(WeightInit.RELU)
            .activation(Activation.IDENTITY)
            .convolutionMode(ConvolutionMode.Truncate);
    return l2 > 0 ? base.l2(l2) : base;
  }

  final OutputLayer head() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .name(HEAD)
        .weightInit(WeightInit.XAVIER)
        .activation(Activation.SOFTMAX)
        .nOut(classes)
        .build();
  }

  /** Drawn here, as ND4J's own generator is left as it is. */
  private static float[] example(long length) {
    float[] values = new float[Math.toIntExact(length)];
    Random random = new Random(0);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  static int positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + "; give at least 1.");
    }
    return value;
  }
}
