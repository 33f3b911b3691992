package io.github.featurescope.examples.data;

import java.io.Serializable;

/**
 * The shape of one image.
 *
 * @param channels number of colour channels, at least 1
 * @param height rows of pixels, at least 1
 * @param width columns of pixels, at least 1
 */
public record ImageShape(int channels, int height, int width) implements Serializable {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException when one of them is below 1
   */
  public ImageShape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "image of "
              + channels
              + "x"
              + height
              + "x"
              + width
              + ": every number must be at least 1");
    }
  }

  /**
   * Returns the number of values in one image.
   *
   * @return channels × height × width
   */
  public int size() {
    return Math.multiplyExact(Math.multiplyExact(channels, height), width);
  }

  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}
