package io.github.featurescope.examples.reproductions;

import io.github.featurescope.examples.RealData;
import io.github.featurescope.examples.data.ClassChoice;
import io.github.featurescope.examples.data.DataSources;
import io.github.featurescope.examples.data.ImageLayout;
import io.github.featurescope.examples.data.ImageShape;
import io.github.featurescope.examples.data.LabelledImages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Images of one data set, with labels as they are.
 *
 * @param train what the network is trained on
 * @param heldOut other images of the training files
 * @param test images of the test files
 */
record ImageSets(LabelledImages train, LabelledImages heldOut, LabelledImages test) {

  /** Chooses real images, each class by its share; skips the test where there are none. */
  static ImageSets real(String data, int train, int heldOut, int test, long seed) {
    return of(
        DataSources.named(data, folder(data), ClassChoice.all(), 0, 0, 0),
        train,
        heldOut,
        test,
        seed);
  }

  /** Draws digits, which need no files. */
  static ImageSets drawn(int train, int heldOut, int test, long seed) {
    return of(
        DataSources.named("digits", null, ClassChoice.all(), train + heldOut, test, seed),
        train,
        heldOut,
        test,
        seed);
  }

  private static ImageSets of(DataSources.Split all, int train, int heldOut, int test, long seed) {
    LabelledImages.Split chosen = all.train().subset(train + heldOut, seed).split(train, seed);
    return new ImageSets(chosen.first(), chosen.rest(), all.test().subset(test, seed));
  }

  private static Path folder(String data) {
    return RealData.folder(data.equals("cifar10") ? "cifar-10-batches-bin" : data);
  }

  /** The same images in the middle of larger black ones. */
  ImageSets padded(int side) {
    return new ImageSets(padded(train, side), padded(heldOut, side), padded(test, side));
  }

  private static LabelledImages padded(LabelledImages images, int side) {
    ImageShape shape = images.shape();
    int top = (side - shape.height()) / 2;
    int left = (side - shape.width()) / 2;
    float[] all = images.features(ImageLayout.FLAT).data().asFloat();
    List<float[]> padded = new ArrayList<>(images.size());
    for (int i = 0; i < images.size(); i++) {
      float[] image = new float[shape.channels() * side * side];
      for (int row = 0; row < shape.channels() * shape.height(); row++) {
        int channel = row / shape.height();
        int to = (channel * side + top + row % shape.height()) * side + left;
        int from = i * shape.size() + row * shape.width();
        System.arraycopy(all, from, image, to, shape.width());
      }
      padded.add(image);
    }
    ImageShape larger = new ImageShape(shape.channels(), side, side);
    return LabelledImages.of(larger, images.classNames(), padded, images.truth());
  }
}
