package io.github.featurescope.probes;

/** Classifies samples by their nearest class mean. */
final class NearestMean {

  // Above what the fast formula loses to cancellation, relative to the squared norms in it.
  private static final double CLOSE = 1e-10;

  private NearestMean() {}

  /**
   * Returns the share of samples whose nearest class mean is not the predicted class.
   *
   * @param products of every sample's centred features with every class mean, [n, C']
   * @param norms squared norms of the centred features, [n]
   */
  static double disagreement(Snapshot snapshot, Matrix products, double[] norms) {
    ClassMeans classes = snapshot.shared().classMeans();
    int[] predictions = snapshot.predictions();
    double[] meanNorms = classes.means().squaredRowNorms();
    double[] relative = new double[meanNorms.length];
    int different = 0;
    for (int i = 0; i < predictions.length; i++) {
      // ‖φ − m‖² less ‖φ‖² is fast; where it leaves a near tie, the distances themselves decide.
      double least = Double.POSITIVE_INFINITY;
      double scale = norms[i];
      for (int k = 0; k < relative.length; k++) {
        relative[k] = meanNorms[k] - 2 * products.get(i, k);
        least = Math.min(least, relative[k]);
        scale = Math.max(scale, meanNorms[k]);
      }
      int nearest = nearest(snapshot, i, relative, least + CLOSE * scale);
      different += classes.present()[nearest] != predictions[i] ? 1 : 0;
    }
    return (double) different / predictions.length;
  }

  private static int nearest(Snapshot snapshot, int row, double[] relative, double limit) {
    int best = -1;
    double bestDistance = Double.NaN;
    for (int k = 0; k < relative.length; k++) {
      if (relative[k] <= limit) {
        // Nobody asks for the distance of the first, unless a second comes as near.
        if (best < 0) {
          best = k;
        } else {
          bestDistance =
              Double.isNaN(bestDistance) ? squaredDistance(snapshot, row, best) : bestDistance;
          double distance = squaredDistance(snapshot, row, k);
          if (distance < bestDistance) {
            best = k;
            bestDistance = distance;
          }
        }
      }
    }
    return best;
  }

  private static double squaredDistance(Snapshot snapshot, int row, int position) {
    double[] mean = snapshot.shared().mean();
    double[] values = snapshot.features().values();
    double[] means = snapshot.shared().classMeans().means().values();
    double sum = 0;
    for (int j = 0, x = row * mean.length, y = position * mean.length; j < mean.length; j++) {
      double difference = (values[x + j] - mean[j]) - means[y + j];
      sum += difference * difference;
    }
    return sum;
  }
}
