package io.github.featurescope.examples.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.datavec.api.records.reader.RecordReader;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Images with given and true labels, in memory and immutable.
 *
 * <p>Values are in [0, 1] (bytes by 1/255; nothing else is done to them). Samples have the ids
 * 0..n-1. Subsets share the pixels with the whole.
 */
public final class LabelledImages implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ImageShape shape;
  private final List<String> classNames;
  private final float[][] pixels;
  private final int[] given;
  private final int[] truth;
  private final int[] origins;

  LabelledImages(
      ImageShape shape,
      List<String> classNames,
      float[][] pixels,
      int[] given,
      int[] truth,
      int[] origins) {
    this.shape = shape;
    this.classNames = List.copyOf(classNames);
    this.pixels = pixels;
    this.given = given;
    this.truth = truth;
    this.origins = origins;
  }

  /**
   * Takes pixels and true labels, by copy.
   *
   * @param shape shape of one image
   * @param classNames names of the C classes
   * @param pixels n images of channels × height × width values in that order
   * @param labels [n], each in 0..C-1
   * @return the data set
   * @throws DataException if sizes do not fit, or a label has no class
   */
  public static LabelledImages of(
      ImageShape shape, List<String> classNames, List<float[]> pixels, int[] labels) {
    LabelledImagesBuilder builder = new LabelledImagesBuilder(shape, classNames);
    if (pixels.size() != labels.length) {
      throw new DataException(pixels.size() + " images, but " + labels.length + " labels");
    }
    for (int i = 0; i < labels.length; i++) {
      builder.add(pixels.get(i).clone(), labels[i], labels[i]);
    }
    return builder.build();
  }

  /**
   * Reads all records of a reader, from its beginning, and leaves it reset.
   *
   * @param reader gives records [image, label]; true labels are taken from {@link
   *     NoisyLabelMetaData} where there is such
   * @param shape shape of one image
   * @return the data set
   * @throws DataException if there are no records, or they are not of this shape
   */
  public static LabelledImages read(RecordReader reader, ImageShape shape) {
    return LabelledImagesBuilder.read(reader, shape);
  }

  /**
   * Returns the number of samples.
   *
   * @return n, at least 1
   */
  public int size() {
    return given.length;
  }

  /**
   * Returns the number of classes.
   *
   * @return C
   */
  public int classes() {
    return classNames.size();
  }

  /**
   * Returns the names of the classes.
   *
   * @return C names, in the order of the labels
   */
  public List<String> classNames() {
    return classNames;
  }

  /**
   * Returns the shape of one image.
   *
   * @return channels, height and width
   */
  public ImageShape shape() {
    return shape;
  }

  /**
   * Returns the labels that training sees.
   *
   * @return [n], a copy
   */
  public int[] given() {
    return given.clone();
  }

  /**
   * Returns the labels before noise.
   *
   * @return [n], a copy
   */
  public int[] truth() {
    return truth.clone();
  }

  /**
   * Returns, for each sample, its place in the data that was first read.
   *
   * @return [n], a copy; 0..n-1 unless this is a subset
   */
  public int[] origins() {
    return origins.clone();
  }

  /**
   * Returns the values of one image.
   *
   * @param sample in 0..n-1
   * @return channels × height × width values in that order, in [0, 1], a copy
   */
  public float[] pixels(int sample) {
    return pixels[sample].clone();
  }

  /**
   * Makes an array of all images.
   *
   * @param layout arrangement of the pixels
   * @return floats, [n, c·h·w] or [n, c, h, w]
   */
  public INDArray features(ImageLayout layout) {
    return features(layout, all());
  }

  private INDArray features(ImageLayout layout, int[] ids) {
    float[] values = new float[Math.multiplyExact(ids.length, shape.size())];
    for (int i = 0; i < ids.length; i++) {
      System.arraycopy(pixels[ids[i]], 0, values, i * shape.size(), shape.size());
    }
    return layout.array(values, ids.length, shape);
  }

  /**
   * Makes one data set of all samples: features, one-hot given labels, and the ids as metadata.
   *
   * @param layout arrangement of the pixels
   * @return the data set
   */
  public DataSet toDataSet(ImageLayout layout) {
    return toDataSet(layout, all());
  }

  /** A data set of some samples, in this order, their ids as example metadata. */
  DataSet toDataSet(ImageLayout layout, int[] ids) {
    float[] oneHot = new float[ids.length * classes()];
    List<Serializable> metaData = new ArrayList<>(ids.length);
    for (int i = 0; i < ids.length; i++) {
      oneHot[i * classes() + given[ids[i]]] = 1;
      metaData.add(ids[i]);
    }
    INDArray labels = Nd4j.createFromArray(oneHot).reshape(ids.length, classes());
    DataSet dataSet = new DataSet(features(layout, ids), labels);
    dataSet.setExampleMetaData(metaData);
    dataSet.setLabelNames(classNames);
    return dataSet;
  }

  private int[] all() {
    return IntStream.range(0, size()).toArray();
  }

  /**
   * Puts wrong labels in, starting from the true ones.
   *
   * @param noise the noise
   * @param seed seed of the noise
   * @return the same images with other given labels
   */
  public LabelledImages withNoise(LabelNoise noise, long seed) {
    int[] noisy = noise.apply(truth, classes(), seed).given();
    return new LabelledImages(shape, classNames, pixels, noisy, truth, origins);
  }

  /**
   * Keeps the samples of some classes, by true label, and numbers these classes anew.
   *
   * @param classes numbers of at least two classes here; the first becomes 0, the second 1, and so
   *     on
   * @return the samples of these classes in their order here, without noise
   * @throws DataException if a class has no sample
   */
  LabelledImages ofClasses(int[] classes) {
    int[] renamed = new int[classes()];
    Arrays.fill(renamed, -1);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < classes.length; i++) {
      renamed[classes[i]] = i;
      names.add(classNames.get(classes[i]));
    }
    LabelledImages kept =
        at(IntStream.range(0, size()).filter(i -> renamed[truth[i]] >= 0).toArray());
    int[] labels = IntStream.of(kept.truth).map(label -> renamed[label]).toArray();
    for (int i = 0; i < names.size(); i++) {
      int label = i;
      if (IntStream.of(labels).noneMatch(one -> one == label)) {
        throw new DataException("there is no sample of class " + names.get(i));
      }
    }
    return new LabelledImages(shape, names, kept.pixels, labels, labels.clone(), kept.origins);
  }

  /**
   * Chooses samples so that the classes keep their shares, by given label.
   *
   * @param size number of samples, at least 1
   * @param seed seed of the choice
   * @return the chosen samples in their order here, with new ids
   * @throws DataException if there are fewer samples
   */
  public LabelledImages subset(int size, long seed) {
    if (size < 1 || size > size()) {
      throw new DataException(
          size + " samples asked for, but there are " + size() + "; ask for 1 to " + size());
    }
    return size == size() ? this : at(Stratified.choose(given, classes(), size, seed)[0]);
  }

  /**
   * Splits in two so that the classes keep their shares, by given label.
   *
   * @param size number of samples of the first part, at least 1 and below n
   * @param seed seed of the choice
   * @return the two parts, disjoint and together everything
   * @throws DataException if one part would be empty
   */
  public Split split(int size, long seed) {
    if (size < 1 || size >= size()) {
      throw new DataException(
          "cannot split " + size + " of " + size() + " samples off: both parts must have some");
    }
    int[][] parts = Stratified.choose(given, classes(), size, seed);
    return new Split(at(parts[0]), at(parts[1]));
  }

  private LabelledImages at(int[] ids) {
    float[][] chosen = new float[ids.length][];
    for (int i = 0; i < ids.length; i++) {
      chosen[i] = pixels[ids[i]];
    }
    return new LabelledImages(
        shape, classNames, chosen, at(given, ids), at(truth, ids), at(origins, ids));
  }

  private static int[] at(int[] values, int[] ids) {
    return IntStream.of(ids).map(id -> values[id]).toArray();
  }

  /**
   * Two parts of a data set.
   *
   * @param first the part of the size asked for
   * @param rest all other samples
   */
  public record Split(LabelledImages first, LabelledImages rest) {}
}
