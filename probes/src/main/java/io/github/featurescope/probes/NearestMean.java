package io.github.featurescope.probes;

/** Classifies samples by their nearest class mean. */
final class NearestMean {

  // Above what the fast formula loses to cancellation, relative to the squared norms in it.
  private static final double CLOSE = 1e-10;

  private NearestMean() {}

  /** Returns the share of samples whose nearest class mean is not the predicted class. */
  static double disagreement(Snapshot snapshot, ClassMeans classes) {
    Matrix features = snapshot.shared().centredFeatures();
    int[] predictions = snapshot.predictions();
    Matrix products = features.timesTranspose(classes.means());
    double[] meanNorms = classes.means().squaredRowNorms();
    double[] norms = features.squaredRowNorms();
    int different = 0;
    for (int i = 0; i < predictions.length; i++) {
      if (classes.present()[nearest(i, features, classes, products, norms[i], meanNorms)]
          != predictions[i]) {
        different++;
      }
    }
    return (double) different / predictions.length;
  }

  /** ‖φ − m‖² less ‖φ‖² is fast; where it leaves a near tie, the distances themselves decide. */
  private static int nearest(
      int row,
      Matrix features,
      ClassMeans classes,
      Matrix products,
      double norm,
      double[] meanNorms) {
    int c = meanNorms.length;
    double[] relative = new double[c];
    double least = Double.POSITIVE_INFINITY;
    double scale = norm;
    for (int k = 0; k < c; k++) {
      relative[k] = meanNorms[k] - 2 * products.get(row, k);
      least = Math.min(least, relative[k]);
      scale = Math.max(scale, meanNorms[k]);
    }
    int best = -1;
    double bestDistance = Double.POSITIVE_INFINITY;
    for (int k = 0; k < c; k++) {
      if (relative[k] <= least + CLOSE * scale) {
        double distance = squaredDistance(features, row, classes.means(), k);
        if (best < 0 || distance < bestDistance) {
          best = k;
          bestDistance = distance;
        }
      }
    }
    return best;
  }

  private static double squaredDistance(Matrix a, int i, Matrix b, int k) {
    double sum = 0;
    for (int j = 0, x = i * a.cols(), y = k * a.cols(); j < a.cols(); j++) {
      double difference = a.values()[x + j] - b.values()[y + j];
      sum += difference * difference;
    }
    return sum;
  }
}
