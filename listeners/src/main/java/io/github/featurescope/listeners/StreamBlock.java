package io.github.featurescope.listeners;

import io.github.featurescope.adapters.StepReader;
import io.github.featurescope.adapters.StepRows;
import io.github.featurescope.probes.Matrix;
import io.github.featurescope.probes.RunningMoments;
import java.util.Arrays;

/** Rows of training steps that wait to be added up, since the product of many is cheaper. */
final class StreamBlock {

  private final int width;
  private double[] features = {};
  private int[] labels = {};
  private int rows;
  private Matrix weights = Matrix.ofRowMajor(0, 0, new double[0]);
  private double[] bias = {};

  StreamBlock(int width) {
    this.width = width;
  }

  int rows() {
    return rows;
  }

  /** Takes a step's rows; the arrays grow to the largest block and stay. */
  void take(StepRows step, int[] classes) {
    int after = rows + step.samples();
    if (labels.length < after) {
      features = Arrays.copyOf(features, after * width);
      labels = Arrays.copyOf(labels, after);
    }
    step.copyTo(features, rows);
    System.arraycopy(classes, 0, labels, rows, classes.length);
    rows = after;
  }

  /** Takes the head as it is now. */
  void close(StepReader reader) {
    weights = reader.weights();
    bias = reader.bias();
  }

  /** Adds all rows to moments and forgets them, whatever comes. */
  void addTo(RunningMoments moments) {
    int taken = rows;
    rows = 0;
    if (taken > 0) {
      Matrix block = Matrix.ofRowMajor(taken, width, Arrays.copyOf(features, taken * width));
      moments.add(block, weights, bias, Arrays.copyOf(labels, taken));
    }
  }
}
