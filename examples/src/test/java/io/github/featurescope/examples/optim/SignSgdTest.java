package io.github.featurescope.examples.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

class SignSgdTest {

  @TempDir private Path folder;

  private static IUpdater updaterOf(MultiLayerConfiguration configuration) {
    return ((BaseLayer) configuration.getConf(0).getLayer()).getIUpdater();
  }

  @Test
  void movesEveryParameterByTheRateAgainstItsGradient() {
    MultiLayerNetwork network = TinyNetworks.sequential(SignSgd.of(0.25));
    DataSet data = TinyNetworks.data(8);
    double[] before = network.params().toDoubleVector();
    AnyNetwork any = AnyNetwork.of(network.clone());
    any.computeGradient(data);
    double[] gradient = any.gradient().dup().reshape(before.length).toDoubleVector();

    network.fit(data);

    double[] after = network.params().toDoubleVector();
    for (int i = 0; i < before.length; i++) {
      assertThat(after[i])
          .as("parameter " + i)
          .isEqualTo(before[i] - 0.25 * Math.signum(gradient[i]));
    }
    assertThat(java.util.Arrays.stream(gradient).map(Math::signum).distinct()).contains(-1.0, 1.0);
  }

  @Test
  void leavesParametersWithoutGradient() {
    INDArray gradient = org.nd4j.linalg.factory.Nd4j.createFromArray(0.0, -3.0, 1e-9);

    new SignSgdUpdater(SignSgd.of(0.5)).applyUpdater(gradient, 0, 0);

    assertThat(gradient.toDoubleVector()).containsExactly(0, -0.5, 0.5);
  }

  @Test
  void followsItsSchedule() {
    SignSgd updater = SignSgd.of(new StepSchedule(ScheduleType.EPOCH, 1, 0.1, 1));

    assertThat(updater.getLearningRate(0, 0)).isEqualTo(1);
    assertThat(updater.getLearningRate(0, 2))
        .isEqualTo(0.01, org.assertj.core.data.Offset.offset(1e-15));
    assertThat(updater.clone()).isEqualTo(updater).isNotSameAs(updater);
  }

  @Test
  void survivesSavingOfANetwork() throws IOException {
    MultiLayerNetwork network = TinyNetworks.sequential(SignSgd.of(0.125));
    DataSet data = TinyNetworks.data(8);
    network.fit(data);
    File file = folder.resolve("network.zip").toFile();
    network.save(file, true);

    MultiLayerNetwork restored = MultiLayerNetwork.load(file, true);

    assertThat(updaterOf(restored.getLayerWiseConfigurations())).isEqualTo(SignSgd.of(0.125));
    network.fit(data);
    restored.fit(data);
    assertThat(restored.params()).isEqualTo(network.params());
  }

  @Test
  void survivesSavingOfAGraph() throws IOException {
    ComputationGraph graph = TinyNetworks.graph(SignSgd.of(0.125));
    DataSet data = TinyNetworks.data(8);
    graph.fit(data);
    File file = folder.resolve("graph.zip").toFile();
    graph.save(file, true);

    ComputationGraph restored = ComputationGraph.load(file, true);

    graph.fit(data);
    restored.fit(data);
    assertThat(restored.params()).isEqualTo(graph.params());
  }

  @Test
  void survivesJsonWithASchedule() {
    SignSgd updater = SignSgd.of(new StepSchedule(ScheduleType.EPOCH, 1, 0.1, 10));
    String json = TinyNetworks.sequential(updater).getLayerWiseConfigurations().toJson();

    assertThat(updaterOf(MultiLayerConfiguration.fromJson(json))).isEqualTo(updater);
  }

  @Test
  void refusesARateThatIsNone() {
    assertThatThrownBy(() -> SignSgd.of(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> SignSgd.of(0)).hasMessageContaining("above 0");
  }
}
