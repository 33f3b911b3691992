package io.github.featurescope.examples.toys.systems.mixup;

import io.github.featurescope.examples.data.Seeds;
import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.Random;

/**
 * Samples of two patches: one of four orthogonal features, and noise. Features 0 and 1 are the
 * common ones of y = +1 and y = −1, features 2 and 3 the rare ones, shared out evenly.
 *
 * @param labels y = ±1, [n]
 * @param features which feature a sample has, [n], 0 to 3
 * @param noise [n, d], nothing along the features
 */
@SuppressWarnings("ArrayRecordComponent") // lives within this package only, and is not compared
record FeatureData(double[] labels, int[] features, double[][] noise) {

  static final int FEATURES = 4;

  static FeatureData draw(int samples, int dimension, int rare, double deviation, Random random) {
    int[] order = Seeds.permutation(samples, random);
    int[] picked = Seeds.permutation(samples, random);
    double[] labels = new double[samples];
    int[] features = new int[samples];
    for (int i = 0; i < samples; i++) {
      labels[order[i]] = i < samples / 2 ? 1 : -1;
    }
    // Both labels have their rare samples: a rare feature that nobody shows cannot be learned.
    int[] left = {(rare + 1) / 2, rare / 2};
    for (int i : picked) {
      int label = labels[i] > 0 ? 0 : 1;
      features[i] = left[label]-- > 0 ? 2 + label : label;
    }
    double[][] noise = Vectors.normal(samples, dimension, deviation, random);
    for (double[] patch : noise) {
      java.util.Arrays.fill(patch, 0, FEATURES, 0);
    }
    return new FeatureData(labels, features, noise);
  }

  int samples() {
    return labels.length;
  }

  boolean rare(int i) {
    return features[i] >= 2;
  }
}
