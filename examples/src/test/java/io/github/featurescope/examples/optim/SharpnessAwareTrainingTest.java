package io.github.featurescope.examples.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.datasets.iterator.utilty.SingletonDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class SharpnessAwareTrainingTest {

  private static final double RATE = 0.3;
  private static final double RADIUS = 0.2;
  private static final int BATCH = 8;

  private static ListDataSetIterator<DataSet> batches() {
    return new ListDataSetIterator<>(TinyNetworks.data(3 * BATCH).asList(), BATCH);
  }

  /** Mean gradient of a batch at given parameters. */
  private static INDArray gradient(AnyNetwork network, INDArray parameters, DataSet batch) {
    network.model().params().assign(parameters);
    network.computeGradient(batch);
    return network.gradient().div(batch.numExamples()).reshape(parameters.shape());
  }

  /** Algorithm 1 of the paper, written down. */
  private static INDArray reference(Model untrained, int epochs) {
    AnyNetwork network = AnyNetwork.of(untrained);
    network.prepare();
    INDArray w = untrained.params().dup();
    for (int epoch = 0; epoch < epochs; epoch++) {
      ListDataSetIterator<DataSet> batches = batches();
      while (batches.hasNext()) {
        DataSet batch = batches.next();
        INDArray g = gradient(network, w, batch);
        INDArray there = w.add(g.mul(RADIUS / g.norm2Number().doubleValue()));
        w = w.sub(gradient(network, there, batch).mul(RATE));
      }
    }
    return w;
  }

  private static void assertFollowsTheReference(Model trained, Model untrained) {
    SharpnessAwareTraining.of(RADIUS).fit(trained, batches(), 3);

    double[] expected = reference(untrained, 3).toDoubleVector();
    assertThat(trained.params().toDoubleVector())
        .usingComparatorWithPrecision(1e-12)
        .containsExactly(expected);
  }

  @Test
  void climbsWithoutTheSamplesThatAMaskLeavesOutInAGraphToo() {
    DataSet masked = TinyNetworks.data(BATCH);
    INDArray mask = Nd4j.ones(DataType.DOUBLE, BATCH, 1);
    mask.putScalar(0, 0);
    mask.putScalar(3, 0);
    masked.setLabelsMaskArray(mask);
    MultiLayerNetwork sequential = TinyNetworks.sequential(new Sgd(RATE));
    ComputationGraph graph = TinyNetworks.graph(new Sgd(RATE));
    graph.setParams(sequential.params().dup());

    for (Model model : List.of(sequential, graph)) {
      SharpnessAwareTraining.of(RADIUS).fit(model, new SingletonDataSetIterator(masked), 3);
    }

    assertThat(graph.params().toDoubleVector())
        .usingComparatorWithPrecision(1e-12)
        .containsExactly(sequential.params().toDoubleVector());
  }

  @Test
  void stepsByTheGradientAtTheWorstPointNearby() {
    assertFollowsTheReference(
        TinyNetworks.sequential(new Sgd(RATE)), TinyNetworks.sequential(new Sgd(RATE)));
  }

  @Test
  void trainsGraphsToo() {
    assertFollowsTheReference(TinyNetworks.graph(new Sgd(RATE)), TinyNetworks.graph(new Sgd(RATE)));
  }

  @Test
  void isNotPlainTraining() {
    MultiLayerNetwork plain = TinyNetworks.sequential(new Sgd(RATE));
    MultiLayerNetwork sharp = TinyNetworks.sequential(new Sgd(RATE));

    plain.fit(batches(), 3);
    SharpnessAwareTraining.of(RADIUS).fit(sharp, batches(), 3);

    assertThat(sharp.params().distance2(plain.params())).isGreaterThan(1e-3);
  }

  @Test
  void aVanishingRadiusIsPlainTraining() {
    MultiLayerNetwork plain = TinyNetworks.sequential(new Sgd(RATE));
    MultiLayerNetwork sharp = TinyNetworks.sequential(new Sgd(RATE));

    plain.fit(batches(), 3);
    SharpnessAwareTraining.of(1e-12).fit(sharp, batches(), 3);

    assertThat(sharp.params().distance2(plain.params())).isCloseTo(0, within(1e-9));
  }

  @Test
  void runningStatisticsHaveNoPartInThePerturbation() {
    MultiLayerNetwork network = TinyNetworks.normalised(new Sgd(RATE));
    INDArray mean = network.getLayer(1).getParam("mean");
    INDArray variance = network.getLayer(1).getParam("log10stdev");
    List<INDArray> away = new ArrayList<>();
    network.setListeners(
        new BaseTrainingListener() {
          private int passes;

          @Override
          public void onBackwardPass(Model model) {
            if (++passes == 2) {
              away.add(mean.dup());
              away.add(variance.dup());
              away.add(model.params().dup());
            }
          }
        });
    INDArray meanBefore = mean.dup();
    INDArray varianceBefore = variance.dup();
    INDArray before = network.params().dup();

    SharpnessAwareTraining.of(RADIUS).fit(network, batches(), 1);

    assertThat(away.get(0)).isEqualTo(meanBefore);
    assertThat(away.get(1)).isEqualTo(varianceBefore);
    assertThat(away.get(2).distance2(before)).as("radius").isCloseTo(RADIUS, within(1e-12));
    assertThat(mean).as("running mean is kept up").isNotEqualTo(meanBefore);
  }

  @Test
  void tellsListenersWhatTheyHearFromPlainTraining() {
    List<String> plain = new ArrayList<>();
    List<String> sharp = new ArrayList<>();
    MultiLayerNetwork first = TinyNetworks.sequential(new Sgd(RATE));
    MultiLayerNetwork second = TinyNetworks.sequential(new Sgd(RATE));
    first.setListeners(new Diary(plain));
    second.setListeners(new Diary(sharp));

    first.fit(batches(), 2);
    SharpnessAwareTraining.of(RADIUS).fit(second, batches(), 2);

    assertThat(sharp).isEqualTo(plain).contains("done 5 of epoch 1", "end 1");
    assertThat(second.getEpochCount()).isEqualTo(first.getEpochCount()).isEqualTo(2);
    assertThat(second.getListeners()).hasSize(1);
  }

  @Test
  void listenersSeeTheRealWeights() {
    MultiLayerNetwork network = TinyNetworks.sequential(new Sgd(RATE));
    List<INDArray> seen = new ArrayList<>();
    network.setListeners(
        new BaseTrainingListener() {
          @Override
          public void iterationDone(Model model, int iteration, int epoch) {
            seen.add(model.params().dup());
          }
        });

    SharpnessAwareTraining.of(RADIUS).fit(network, batches(), 1);

    assertThat(seen.get(seen.size() - 1)).isEqualTo(network.params());
  }

  @Test
  void refusesARadiusThatIsNone() {
    assertThatThrownBy(() -> SharpnessAwareTraining.of(0)).hasMessageContaining("above 0");
  }

  /** Writes down iterations and epochs. */
  private static final class Diary extends BaseTrainingListener {
    private final List<String> lines;

    Diary(List<String> lines) {
      this.lines = lines;
    }

    @Override
    public void onEpochStart(Model model) {
      lines.add("start " + ((MultiLayerNetwork) model).getEpochCount());
    }

    @Override
    public void onEpochEnd(Model model) {
      lines.add("end " + ((MultiLayerNetwork) model).getEpochCount());
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      lines.add("done " + iteration + " of epoch " + epoch);
    }
  }
}
