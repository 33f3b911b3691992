package io.github.featurescope.examples.suspects;

import io.github.featurescope.examples.data.ImageShape;
import java.awt.image.BufferedImage;

/** Turns values in [0, 1] into a picture. */
final class Picture {

  private Picture() {}

  /**
   * Three or more channels are red, green and blue; fewer are grey. Grey pictures of light strokes
   * on black, as of MNIST, are shown as ink on paper, which a white sheet asks for.
   */
  static BufferedImage of(float[] pixels, ImageShape shape) {
    int plane = shape.height() * shape.width();
    boolean colour = shape.channels() >= 3;
    boolean inverted = !colour && mean(pixels, plane) < 0.5;
    BufferedImage picture =
        new BufferedImage(shape.width(), shape.height(), BufferedImage.TYPE_INT_RGB);
    for (int at = 0; at < plane; at++) {
      int red = level(pixels[at], inverted);
      int green = colour ? level(pixels[plane + at], false) : red;
      int blue = colour ? level(pixels[2 * plane + at], false) : red;
      picture.setRGB(at % shape.width(), at / shape.width(), red << 16 | green << 8 | blue);
    }
    return picture;
  }

  private static double mean(float[] pixels, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += pixels[i];
    }
    return sum / count;
  }

  private static int level(float value, boolean inverted) {
    float inside = Math.min(1, Math.max(0, value));
    return Math.round(255 * (inverted ? 1 - inside : inside));
  }
}
