package io.github.featurescope.probes;

/** The gradients of the softmax cross-entropy in the head's weights, in closed form δ zᵀ. */
final class HeadGradients {

  private HeadGradients() {}

  /** Says why there are none where the head does not read the features or nothing is read. */
  static void require(Snapshot snapshot) {
    snapshot.headWeights();
    if (snapshot.features().maxAbs() == 0) {
      throw new UndefinedMeasurementException(
          "the features are zero for every sample: the head's weights have no gradient");
    }
  }

  /** Returns δ = softmax − one-hot of every sample, [n, C]. */
  static Matrix residuals(Matrix logits, int[] labels) {
    int classes = logits.cols();
    double[] all = new double[Matrix.capacity(labels.length, classes)];
    for (int i = 0; i < labels.length; i++) {
      double[] residual = Softmax.residual(logits, i, labels[i]);
      System.arraycopy(residual, 0, all, i * classes, classes);
    }
    return Matrix.wrap(labels.length, classes, all);
  }

  /** Returns the Euclidean norm, also of values whose squares vanish or overflow. */
  static double norm(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    if (largest == 0) {
      return 0;
    }
    double sum = 0;
    for (double value : values) {
      sum += value / largest * (value / largest);
    }
    return largest * Math.sqrt(sum);
  }
}
