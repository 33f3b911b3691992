package io.github.featurescope.examples.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The strokes of the ten digits in a unit square, y downwards, each with the variants that people
 * write.
 */
final class Glyphs {

  private final List<double[][]> strokes = new ArrayList<>();

  private Glyphs() {}

  /** Draws one of the variants of a digit; each stroke is a list of points {x, y}. */
  static List<double[][]> of(int digit, Random random) {
    return new Glyphs().draw(digit, random.nextInt(2) == 0).strokes;
  }

  private Glyphs draw(int digit, boolean plain) {
    return switch (digit) {
      case 0 -> arc(.5, .5, plain ? .29 : .22, .42, 0, 360);
      case 1 -> plain ? line(.5, .08, .5, .92) : line(.33, .26, .54, .08, .52, .92);
      case 2 ->
          plain
              ? arc(.49, .32, .27, .24, 190, 385).line(.74, .42, .2, .91, .82, .91)
              : arc(.47, .31, .26, .23, 200, 400)
                  .line(.67, .46, .18, .88, .42, .84, .62, .92, .84, .86);
      case 3 ->
          plain
              ? arc(.46, .29, .25, .21, 205, 450).arc(.46, .71, .29, .21, 270, 515)
              : line(.22, .1, .74, .1, .44, .42).arc(.45, .67, .29, .25, 265, 510);
      case 4 ->
          plain
              ? line(.64, .92, .64, .08, .16, .64, .86, .64)
              : line(.24, .1, .2, .54, .8, .54).line(.74, .12, .68, .92);
      case 5 -> line(.76, .1, .3, .1, .26, .46).arc(.47, .66, .29, .25, 225, plain ? 500 : 470);
      case 6 ->
          plain
              ? line(.66, .08, .42, .28, .28, .5, .23, .7).arc(.49, .69, .26, .23, 0, 360)
              : arc(.62, .52, .38, .44, 180, 285).arc(.5, .7, .25, .21, 0, 360);
      case 7 ->
          plain
              ? line(.18, .11, .8, .11, .4, .92)
              : line(.2, .14, .78, .11, .58, .5, .44, .92).line(.34, .52, .74, .48);
      case 8 -> arc(.5, .29, plain ? .22 : .19, .2, 0, 360).arc(.5, .71, .27, .22, 0, 360);
      case 9 ->
          plain
              ? arc(.47, .32, .26, .23, 0, 360).line(.73, .32, .68, .92)
              : arc(.48, .3, .24, .21, 0, 360).arc(.36, .46, .38, .46, -20, 85);
      default -> throw new IllegalArgumentException("digit " + digit + " is outside 0..9");
    };
  }

  private Glyphs line(double... coordinates) {
    double[][] points = new double[coordinates.length / 2][];
    for (int i = 0; i < points.length; i++) {
      points[i] = new double[] {coordinates[2 * i], coordinates[2 * i + 1]};
    }
    strokes.add(points);
    return this;
  }

  /**
   * Part of an ellipse from one angle to another, in degrees from the right, clockwise on screen.
   */
  private Glyphs arc(double cx, double cy, double rx, double ry, double from, double to) {
    int pieces = Math.max(4, (int) Math.ceil((to - from) / 24));
    double[][] points = new double[pieces + 1][];
    for (int i = 0; i <= pieces; i++) {
      double angle = StrictMath.toRadians(from + (to - from) * i / pieces);
      points[i] = new double[] {cx + rx * StrictMath.cos(angle), cy + ry * StrictMath.sin(angle)};
    }
    strokes.add(points);
    return this;
  }
}
