package io.github.featurescope.listeners;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.MultiDataSetIteratorAdapter;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A SameDiff graph that drops units and is trained by Adam in batches of 20, for the data of
 * TestModels.
 */
final class TestGraphs {

  /** Samples in a training batch. */
  static final int BATCH = 20;

  private TestGraphs() {}

  /** Images x [n, 1, 6, 6], hidden h [n, 8] with dropout, logits z [n, 3]. */
  static SameDiff graph() {
    Nd4j.getRandom().setSeed(11);
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 1, 6, 6);
    SDVariable y = graph.placeHolder("y", DataType.FLOAT, -1, TestModels.CLASSES);
    SDVariable w1 = graph.var("w1", Nd4j.randn(DataType.FLOAT, 36, 8).mul(0.2));
    SDVariable b1 = graph.var("b1", Nd4j.zeros(DataType.FLOAT, 8));
    SDVariable h = graph.math().tanh("h", x.reshape(-1, 36).mmul(w1).add(b1));
    // SameDiff M2.1 has no gradient for its own dropout operations, and no seed for a mask of any
    // other than a fixed shape.
    SDVariable kept = graph.random().bernoulli(0.8, DataType.FLOAT, BATCH, 8);
    SDVariable dropped = h.mul(kept).mul("dropped", 1 / 0.8);
    SDVariable w2 = graph.var("w2", Nd4j.randn(DataType.FLOAT, 8, TestModels.CLASSES).mul(0.2));
    SDVariable b2 = graph.var("b2", Nd4j.zeros(DataType.FLOAT, TestModels.CLASSES));
    SDVariable z = dropped.mmul(w2).add("z", b2);
    graph.loss().softmaxCrossEntropy("loss", y, z, null);
    graph.setTrainingConfig(
        TrainingConfig.builder()
            .updater(new Adam(0.01))
            .l2(1e-3)
            .dataSetFeatureMapping("x")
            .dataSetLabelMapping("y")
            .build());
    return graph;
  }

  static DataSetIterator iterator(DataSet data, boolean async) {
    return TestModels.iterator(data, BATCH, async);
  }

  static MultiDataSetIterator multiIterator(DataSet data, boolean async) {
    return new MultiDataSetIteratorAdapter(iterator(data, async));
  }
}
