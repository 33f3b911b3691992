package io.github.featurescope.dashboards;

import io.github.featurescope.listeners.FeatureScope;
import io.github.featurescope.listeners.ProbeSet;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A network that learns, in seconds, clusters of points with 40 % wrong labels, and then learns the
 * wrong labels by heart.
 */
final class RealTraining {

  static final int CLASSES = 4;
  private static final int INPUTS = 40;
  private static final int TRAIN = 480;
  private static final int BATCH = 32;

  private final Random random = new Random(5);
  private final double[][] centres = new double[CLASSES][INPUTS];
  private final Points train;
  private final Points heldOut;
  final MultiLayerNetwork network;

  private record Points(INDArray inputs, int[] given, int[] truth) {}

  RealTraining(int width) {
    for (double[] centre : centres) {
      for (int j = 0; j < INPUTS; j++) {
        centre[j] = random.nextGaussian() * 0.45;
      }
    }
    train = points(TRAIN);
    heldOut = points(TRAIN / 2);
    network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Nesterovs(0.05, 0.9))
                .activation(Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nIn(INPUTS).nOut(width).build())
                .layer(new DenseLayer.Builder().nIn(width).nOut(width).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nIn(width)
                        .nOut(CLASSES)
                        .build())
                .build());
    network.init();
  }

  private Points points(int n) {
    INDArray inputs = Nd4j.create(DataType.FLOAT, n, INPUTS);
    int[] given = new int[n];
    int[] truth = new int[n];
    for (int i = 0; i < n; i++) {
      truth[i] = i % CLASSES;
      boolean wrong = random.nextDouble() < 0.4;
      given[i] = wrong ? (truth[i] + 1 + random.nextInt(CLASSES - 1)) % CLASSES : truth[i];
      for (int j = 0; j < INPUTS; j++) {
        inputs.putScalar(i, j, centres[truth[i]][j] + random.nextGaussian() * 0.6);
      }
    }
    return new Points(inputs, given, truth);
  }

  /** Begins to watch it, with both probe sets. */
  FeatureScope.Builder watch(String run) {
    return FeatureScope.watch(network)
        .run(run)
        .probeSet(probeSet(ProbeSet.TRAIN, train))
        .probeSet(probeSet(ProbeSet.HELD_OUT, heldOut));
  }

  private static ProbeSet probeSet(String name, Points points) {
    return ProbeSet.of(name, points.inputs(), points.given(), points.truth(), null);
  }

  ListDataSetIterator<DataSet> iterator() {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, TRAIN, CLASSES);
    for (int i = 0; i < TRAIN; i++) {
      labels.putScalar(i, train.given()[i], 1);
    }
    return new ListDataSetIterator<>(new DataSet(train.inputs(), labels).asList(), BATCH);
  }

  /** Trains an epoch after the other, while a condition holds after each. */
  void fit(int atMost, Chromium.Condition goesOn) throws Exception {
    ListDataSetIterator<DataSet> data = iterator();
    for (int epoch = 0; epoch < atMost && goesOn.holds(); epoch++) {
      network.fit(data, 1);
    }
  }
}
