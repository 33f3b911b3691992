package io.github.featurescope.adapters;

import io.github.featurescope.probes.Matrix;
import io.github.featurescope.probes.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a model says about a batch, in inference mode.
 *
 * @param features input of the head, [n, p]
 * @param logits output of the head before its activation, [n, C]
 * @param weights weights of the head without bias, [C, p], or null where the logits are no linear
 *     function of the features
 */
public record Readout(Matrix features, Matrix logits, @Nullable Matrix weights) {

  /** Of arrays in double precision; a single unit's answers become those of two classes. */
  static Readout of(INDArray features, INDArray logits, @Nullable INDArray weights) {
    boolean single = logits.size(1) == 1;
    INDArray classes = single ? asTwoClasses(logits, 1) : logits;
    INDArray rows = single && weights != null ? asTwoClasses(weights, 0) : weights;
    return new Readout(
        Matrix.of(features), Matrix.of(classes), rows == null ? null : Matrix.of(rows));
  }

  /** A sigmoid of z is the softmax of (-z/2, z/2). */
  static INDArray asTwoClasses(INDArray single, int dimension) {
    return Nd4j.concat(dimension, single.mul(-0.5), single.mul(0.5));
  }

  /**
   * Joins the readouts of batches.
   *
   * @param batches at least one, of one model at one moment
   * @return all samples in order
   */
  public static Readout join(List<Readout> batches) {
    return new Readout(
        Matrix.stackRows(batches.stream().map(Readout::features).toList()),
        Matrix.stackRows(batches.stream().map(Readout::logits).toList()),
        batches.get(0).weights());
  }

  /**
   * Begins a snapshot of what was read.
   *
   * @param givenLabels the labels that training sees, [n]
   * @return a builder
   */
  public Snapshot.Builder snapshot(int[] givenLabels) {
    return weights == null
        ? Snapshot.ofInnerLayer(features, logits, givenLabels)
        : Snapshot.builder(features, logits, givenLabels, weights);
  }
}
