package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.probes.LabelFit;
import io.github.featurescope.probes.SpectralAlignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

/** While training goes on, a copy of the model is asked instead of the model. */
class ReplicaCaptureTest {

  private static final DataSet DATA = TestModels.data(60, 1);

  private static List<Observation> watched(Model model, boolean beside, int epochs) {
    List<Observation> seen = new ArrayList<>();
    FeatureScope.Builder watch =
        FeatureScope.watch(model).probeSet(ProbeSet.of("train", DATA)).onObservation(seen::add);
    try (FeatureScope scope = (beside ? watch.beside() : watch.synchronous()).start()) {
      var iterator = TestModels.iterator(DATA, 10, false);
      if (model instanceof MultiLayerNetwork network) {
        network.fit(iterator, epochs);
      } else {
        ((ComputationGraph) model).fit(iterator, epochs);
      }
      assertThat(scope.failures()).isZero();
    }
    return seen;
  }

  private static double dimension(Observation observation) {
    return observation
        .reports()
        .get("train")
        .find(SpectralAlignment.CENTRED)
        .orElseThrow()
        .effectiveDimension();
  }

  private static double loss(Observation observation) {
    return observation.reports().get("train").find(LabelFit.FIT).orElseThrow().loss();
  }

  private static void assertSame(List<Observation> actual, List<Observation> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(dimension(actual.get(i))).isEqualTo(dimension(expected.get(i)));
      assertThat(loss(actual.get(i))).isEqualTo(loss(expected.get(i)));
    }
  }

  @Test
  void theCopySaysWhatTheModelWouldHaveSaid() {
    MultiLayerNetwork beside = TestModels.network(); // seeds the random numbers of dropout
    List<Observation> seen = watched(beside, true, 6);
    MultiLayerNetwork within = TestModels.network();
    assertSame(seen, watched(within, false, 6));
    assertThat(beside.params()).isEqualTo(within.params());
  }

  @Test
  void aGraphsCopyDoesSoToo() {
    ComputationGraph beside = TestModels.graph(); // seeds the random numbers of dropout
    List<Observation> seen = watched(beside, true, 6);
    ComputationGraph within = TestModels.graph();
    assertSame(seen, watched(within, false, 6));
    assertThat(beside.params()).isEqualTo(within.params());
  }

  /** A ReLU that notes which threads use it for inference. */
  public static final class Noting extends ActivationReLU {
    private static final long serialVersionUID = 1L;
    static final Set<String> THREADS = ConcurrentHashMap.newKeySet();

    @Override
    public INDArray getActivation(INDArray in, boolean training) {
      if (!training) {
        THREADS.add(Thread.currentThread().getName());
      }
      return super.getActivation(in, training);
    }
  }

  /** A ReLU that is another one for the copy, as where a layer holds more than parameters. */
  public static final class Elsewhere extends ActivationReLU {
    private static final long serialVersionUID = 1L;

    @Override
    public INDArray getActivation(INDArray in, boolean training) {
      boolean copy = Thread.currentThread().getName().equals("featurescope-probe");
      return super.getActivation(copy ? in.add(0.1) : in, training);
    }
  }

  private static MultiLayerNetwork with(IActivation activation) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Adam(0.01))
                .list()
                .layer(new DenseLayer.Builder().nOut(6).activation(activation).build())
                .layer(new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutional(6, 6, 1))
                .build());
    network.init();
    return network;
  }

  @Test
  void trainingRunsNoForwardPassOnceTheCopyIsTrusted() {
    MultiLayerNetwork network = with(new Noting());
    List<Observation> seen = new ArrayList<>();
    try (FeatureScope scope =
        FeatureScope.watch(network)
            .probeSet(ProbeSet.of("train", DATA))
            .beside()
            .onObservation(seen::add)
            .start()) {
      network.fit(TestModels.iterator(DATA, 10, false), 1);
      scope.latest();
      Noting.THREADS.clear();
      network.fit(TestModels.iterator(DATA, 10, false), 3);
      scope.latest();
    }
    assertThat(seen).hasSize(5);
    assertThat(Noting.THREADS).containsExactly("featurescope-probe");
  }

  @Test
  void aModelThatIsMoreThanItsParametersIsAskedItself() {
    List<Observation> beside = watched(with(new Elsewhere()), true, 6);
    assertSame(beside, watched(with(new Elsewhere()), false, 6));
    assertThat(dimension(beside.get(6))).isNotEqualTo(dimension(beside.get(1)));
  }
}
