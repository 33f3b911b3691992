package io.github.featurescope.examples.data;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** How the pixels of images are arranged in an array. */
public enum ImageLayout {
  /** [n, c·h·w]: what dense layers take. */
  FLAT {
    @Override
    public long[] arrayShape(int count, ImageShape shape) {
      return new long[] {count, shape.size()};
    }
  },
  /** [n, c, h, w]: what convolutional layers take. */
  NCHW {
    @Override
    public long[] arrayShape(int count, ImageShape shape) {
      return new long[] {count, shape.channels(), shape.height(), shape.width()};
    }
  };

  /**
   * Returns the shape of an array of images.
   *
   * @param count number of images, n
   * @param shape shape of one image
   * @return 2 or 4 numbers
   */
  public abstract long[] arrayShape(int count, ImageShape shape);

  /** Wraps pixels in NCHW order; always of type float, whatever ND4J's default is. */
  INDArray array(float[] pixels, int count, ImageShape shape) {
    return Nd4j.createFromArray(pixels).reshape(arrayShape(count, shape));
  }
}
