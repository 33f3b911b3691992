package io.github.featurescope.examples.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Bends, turns and places a glyph as one hand on one day would. */
final class Handwriting {

  private final double amplitude;
  private final double[] phases = new double[4];
  private final double[] affine;
  private final double shiftX;
  private final double shiftY;

  /** Draws a hand; {@code wildness} scales everything, about 1 looks natural. */
  Handwriting(Random random, double wildness) {
    amplitude = 0.045 * wildness;
    for (int i = 0; i < phases.length; i++) {
      phases[i] = 2 * Math.PI * random.nextDouble();
    }
    double turn = StrictMath.toRadians(12 * wildness * between(random));
    double shear = 0.22 * wildness * between(random);
    double width = 17 * (1 + 0.16 * wildness * between(random));
    double height = 20 * (1 + 0.12 * wildness * between(random));
    double cos = StrictMath.cos(turn);
    double sin = StrictMath.sin(turn);
    affine =
        new double[] {
          cos * width, (cos * shear - sin) * height, sin * width, (sin * shear + cos) * height
        };
    shiftX = 14 + 1.8 * wildness * between(random);
    shiftY = 14 + 1.8 * wildness * between(random);
  }

  /** Between -1 and 1, mostly in the middle. */
  static double between(Random random) {
    return random.nextDouble() + random.nextDouble() - 1;
  }

  /** Maps points of the unit square to pixels of a 28x28 picture. */
  List<double[]> place(double[][] stroke) {
    List<double[]> placed = new ArrayList<>(stroke.length);
    for (double[] point : stroke) {
      double x = point[0] - 0.5 + bend(point[1], phases[0]) + bend(point[0], phases[1]);
      double y = point[1] - 0.5 + bend(point[0], phases[2]) + bend(point[1], phases[3]);
      placed.add(
          new double[] {
            affine[0] * x + affine[1] * y + shiftX, affine[2] * x + affine[3] * y + shiftY
          });
    }
    return placed;
  }

  private double bend(double coordinate, double phase) {
    return amplitude * StrictMath.sin(2 * Math.PI * 0.9 * coordinate + phase);
  }
}
