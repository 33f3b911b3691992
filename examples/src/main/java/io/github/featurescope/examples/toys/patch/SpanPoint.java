package io.github.featurescope.examples.toys.patch;

/**
 * Where the filters stand, as the training samples see it.
 *
 * @param along ⟨w, μ⟩, [2m]
 * @param onNoise ⟨w, ξ⟩, [2m, n] row by row
 */
record SpanPoint(double[] along, double[] onNoise) {

  static SpanPoint of(PatchData data, PatchNetwork network) {
    double[][] weights = network.weights();
    int n = data.samples();
    double[] along = new double[weights.length];
    double[] onNoise = new double[weights.length * n];
    for (int r = 0; r < weights.length; r++) {
      along[r] = data.alongSignal(weights[r]);
      System.arraycopy(data.alongNoise(weights[r]), 0, onNoise, r * n, n);
    }
    return new SpanPoint(along, onNoise);
  }

  SpanPoint copy() {
    return new SpanPoint(along.clone(), onNoise.clone());
  }

  /** Goes downhill by a step of a length. */
  void add(double length, SpanGradient gradient) {
    Vectors.add(along, length, gradient.moveAlong());
    Vectors.add(onNoise, length, gradient.moveOnNoise());
  }
}
