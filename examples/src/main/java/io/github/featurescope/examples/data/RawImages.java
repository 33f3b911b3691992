package io.github.featurescope.examples.data;

import java.net.URI;

/** Images and labels as unsigned bytes, in the buffers of the files that held them. */
final class RawImages {

  /** The value of each byte: looking up is faster than dividing. */
  private static final float[] SCALED = new float[256];

  static {
    for (int i = 0; i < SCALED.length; i++) {
      SCALED[i] = i / 255f;
    }
  }

  private final URI source;
  private final ImageShape shape;
  private final int count;
  private final Bytes pixels;
  private final Bytes labels;

  RawImages(URI source, ImageShape shape, int count, Bytes pixels, Bytes labels) {
    this.source = source;
    this.shape = shape;
    this.count = count;
    this.pixels = pixels;
    this.labels = labels;
  }

  URI source() {
    return source;
  }

  ImageShape shape() {
    return shape;
  }

  int count() {
    return count;
  }

  int label(int index) {
    return labels.buffer[labels.offset(index)] & 0xff;
  }

  /** The values of one image, scaled from 0..255 to [0, 1]. */
  float[] scaled(int index) {
    float[] values = new float[shape.size()];
    int offset = pixels.offset(index);
    for (int i = 0; i < values.length; i++) {
      values[i] = SCALED[pixels.buffer[offset + i] & 0xff];
    }
    return values;
  }

  RawImages requireLabelsBelow(int classes, String file) {
    for (int i = 0; i < count; i++) {
      if (label(i) >= classes) {
        throw new DataException(
            file
                + ": label "
                + label(i)
                + " of record "
                + i
                + " is outside 0.."
                + (classes - 1)
                + "; the file is damaged, or of another data set with more classes");
      }
    }
    return this;
  }

  /** Equal pieces of a buffer: piece i starts at start + i × stride. */
  static final class Bytes {
    private final byte[] buffer;
    private final int start;
    private final int stride;

    Bytes(byte[] buffer, int start, int stride) {
      this.buffer = buffer;
      this.start = start;
      this.stride = stride;
    }

    private int offset(int index) {
      return start + index * stride;
    }
  }
}
