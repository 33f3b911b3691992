package io.github.featurescope.examples.data;

import java.util.List;

/** A grey square picture on which lines are drawn by their distance to each pixel. */
final class Raster {

  private final int side;
  private final float[] values;

  Raster(int side) {
    this.side = side;
    this.values = new float[side * side];
  }

  float[] values() {
    return values;
  }

  /**
   * Draws connected lines with round ends; overlaps do not add up.
   *
   * @param points in pixels, the centre of the first pixel at 0.5
   * @param thickness in pixels
   * @param blur width of the edge's fall from full to nothing, in pixels, above 0
   * @param ink value of the line's middle, in [0, 1]
   */
  void draw(List<double[]> points, double thickness, double blur, double ink) {
    for (int i = 1; i < points.size(); i++) {
      segment(points.get(i - 1), points.get(i), thickness / 2, blur, ink);
    }
  }

  private void segment(double[] a, double[] b, double radius, double blur, double ink) {
    double reach = radius + blur / 2;
    double dx = b[0] - a[0];
    double dy = b[1] - a[1];
    double squared = dx * dx + dy * dy;
    int left = clip(Math.min(a[0], b[0]) - reach);
    int right = clip(Math.max(a[0], b[0]) + reach);
    int top = clip(Math.min(a[1], b[1]) - reach);
    int bottom = clip(Math.max(a[1], b[1]) + reach);
    for (int row = top; row <= bottom; row++) {
      for (int col = left; col <= right; col++) {
        double px = col + 0.5 - a[0];
        double py = row + 0.5 - a[1];
        double along = squared == 0 ? 0 : (px * dx + py * dy) / squared;
        double t = Math.max(0, Math.min(1, along));
        double ex = px - t * dx;
        double ey = py - t * dy;
        double distance = Math.sqrt(ex * ex + ey * ey);
        double value = ink * Math.max(0, Math.min(1, (reach - distance) / blur));
        int pixel = row * side + col;
        values[pixel] = Math.max(values[pixel], (float) value);
      }
    }
  }

  private int clip(double coordinate) {
    return (int) Math.max(0, Math.min(side - 1, Math.floor(coordinate)));
  }
}
