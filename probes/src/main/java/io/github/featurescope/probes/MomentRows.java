package io.github.featurescope.probes;

/** Features and logits of some samples, in whatever precision they come. */
abstract class MomentRows {

  /**
   * Writes one sample less a pivot, and adds what it writes to two sums.
   *
   * @param row of the sample
   * @param pivot [p + C]
   * @param to where to, at an offset, p + C values
   * @param featureSums [p]
   * @param logitSums [C]
   */
  abstract void less(
      int row, double[] pivot, double[] to, int at, double[] featureSums, double[] logitSums);

  /** Refuses what does not fit together; values are not looked at. */
  abstract void requireRows(int labels);

  /** Refuses values that are not finite. */
  abstract void requireFinite();

  static MomentRows of(Matrix features, Matrix logits) {
    return new MomentRows() {
      private final double[] left = features.values();
      private final double[] right = logits.values();

      @Override
      void less(
          int row, double[] pivot, double[] to, int at, double[] featureSums, double[] logitSums) {
        int p = featureSums.length;
        int c = logitSums.length;
        for (int j = 0, from = row * p; j < p; j++) {
          double value = left[from + j] - pivot[j];
          to[at + j] = value;
          featureSums[j] += value;
        }
        for (int j = 0, from = row * c; j < c; j++) {
          double value = right[from + j] - pivot[p + j];
          to[at + p + j] = value;
          logitSums[j] += value;
        }
      }

      @Override
      void requireRows(int labels) {
        require("logits", logits.rows(), features.rows());
        require("labels", labels, features.rows());
      }

      @Override
      void requireFinite() {
        features.requireFinite("features");
        logits.requireFinite("logits");
      }
    };
  }

  static MomentRows of(float[] features, int width, float[] logits, int classes) {
    return new MomentRows() {
      @Override
      void less(
          int row, double[] pivot, double[] to, int at, double[] featureSums, double[] logitSums) {
        for (int j = 0, from = row * width; j < width; j++) {
          double value = features[from + j] - pivot[j];
          to[at + j] = value;
          featureSums[j] += value;
        }
        for (int j = 0, from = row * classes; j < classes; j++) {
          double value = logits[from + j] - pivot[width + j];
          to[at + width + j] = value;
          logitSums[j] += value;
        }
      }

      @Override
      void requireRows(int labels) {
        require("logits", logits.length / classes, features.length / width);
        require("labels", labels, features.length / width);
      }

      @Override
      void requireFinite() {
        finite("features", features, width);
        finite("logits", logits, classes);
      }
    };
  }

  private static void require(String name, int rows, int expected) {
    if (rows != expected) {
      throw new InvalidSnapshotException(
          name + ": " + rows + " rows, but features have " + expected + "; pass one row a sample");
    }
  }

  private static void finite(String name, float[] values, int cols) {
    for (int at = 0; at < values.length; at++) {
      if (!Float.isFinite(values[at])) {
        throw new InvalidSnapshotException(
            name
                + ": "
                + values[at]
                + " at row "
                + at / cols
                + ", column "
                + at % cols
                + "; training has diverged, or the input was not finite");
      }
    }
  }
}
