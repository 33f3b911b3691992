package io.github.featurescope.probes;

import java.util.List;

/**
 * Products of every sample's centred features with several sets of directions, from one pass over
 * the features.
 */
final class RowProducts {

  private final Matrix all;
  private final int[] from;

  private RowProducts(Matrix all, int[] from) {
    this.all = all;
    this.from = from;
  }

  /** Multiplies with sets of directions of feature space, each [m, p], some of them empty. */
  static RowProducts of(CentredFeatures features, List<Matrix> sets) {
    int[] from = new int[sets.size() + 1];
    for (int k = 0; k < sets.size(); k++) {
      from[k + 1] = from[k] + sets.get(k).rows();
    }
    return new RowProducts(features.timesTranspose(Matrix.stackRows(sets)), from);
  }

  /** Returns the products with one set, [n, m]. */
  Matrix with(int set) {
    return all.columns(from[set], from[set + 1] - from[set]);
  }
}
