package io.github.featurescope.examples.bench;

import io.github.featurescope.examples.data.ImageShape;
import io.github.featurescope.examples.training.Strategy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** What the ways to train change in a network and its batches. */
final class Ways {

  private static final double KEPT = 0.5;
  private static final int MOST_SHIFTED = 2;

  private Ways() {}

  static void apply(BenchRun.Way way, Model network, Strategy strategy) {
    switch (way) {
      case COSINE -> schedule(network, cosine(strategy));
      case DROPOUT -> drop(network);
      default -> {}
    }
  }

  private static MapSchedule cosine(Strategy strategy) {
    Map<Integer, Double> rates = new HashMap<>();
    for (int epoch = 0; epoch < strategy.epochs(); epoch++) {
      double done = (double) epoch / strategy.epochs();
      rates.put(epoch, strategy.learningRate() * (1 + Math.cos(Math.PI * done)) / 2);
    }
    return new MapSchedule(ScheduleType.EPOCH, rates);
  }

  private static void schedule(Model network, MapSchedule rates) {
    if (network instanceof MultiLayerNetwork sequence) {
      sequence.setLearningRate(rates);
    } else {
      ((ComputationGraph) network).setLearningRate(rates);
    }
  }

  private static void drop(Model network) {
    Layer[] layers =
        network instanceof MultiLayerNetwork sequence
            ? sequence.getLayers()
            : ((ComputationGraph) network).getLayers();
    for (Layer layer : layers) {
      // DL4J drops the inputs of a layer: those of the head are the last hidden units.
      if (layer.conf().getLayer() instanceof BaseOutputLayer head) {
        head.setIDropout(new Dropout(KEPT));
      } else if (layer.conf().getLayer() instanceof DenseLayer dense && layer.getIndex() > 0) {
        dense.setIDropout(new Dropout(KEPT));
      }
    }
  }

  /** Changes each batch on its way into training, where the way asks for it. */
  static DataSetIterator changed(
      DataSetIterator batches, BenchRun.Way way, ImageShape shape, long seed) {
    if (way == BenchRun.Way.SHIFT) {
      Random random = new Random(seed);
      batches.setPreProcessor(
          batch -> batch.setFeatures(shifted(batch.getFeatures(), shape, random)));
    }
    return batches;
  }

  /** Each image by its own step; what comes in from outside is zero. */
  private static INDArray shifted(INDArray images, ImageShape shape, Random random) {
    float[] values = images.dup('c').data().asFloat();
    float[] moved = new float[values.length];
    int plane = shape.height() * shape.width();
    for (int image = 0; image < values.length / shape.size(); image++) {
      int down = random.nextInt(2 * MOST_SHIFTED + 1) - MOST_SHIFTED;
      int right = random.nextInt(2 * MOST_SHIFTED + 1) - MOST_SHIFTED;
      for (int channel = 0; channel < shape.channels(); channel++) {
        int start = image * shape.size() + channel * plane;
        for (int y = Math.max(0, down); y < shape.height() + Math.min(0, down); y++) {
          int from = start + (y - down) * shape.width() + Math.max(0, -right);
          int to = start + y * shape.width() + Math.max(0, right);
          System.arraycopy(values, from, moved, to, shape.width() - Math.abs(right));
        }
      }
    }
    return Nd4j.createFromArray(moved).reshape(Arrays.copyOf(images.shape(), images.rank()));
  }
}
