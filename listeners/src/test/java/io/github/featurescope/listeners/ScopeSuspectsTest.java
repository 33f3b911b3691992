package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.probes.LabelFit;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Which samples a scope suspects, by which ids, and while it trains. */
class ScopeSuspectsTest {

  /** The label of row i is i modulo the number of classes. */
  private static final DataSet DATA = TestModels.data(60, 1);

  @TempDir private Path folder;

  private static FeatureScope.Builder watch(MultiLayerNetwork network) {
    return FeatureScope.watch(network)
        .synchronous()
        .probeSet("train", TestModels.iterator(DATA, 20, false), 30)
        .measurements(List.of(LabelFit.FIT));
  }

  private static void assertThatIdsArePlaces(FeatureScope scope, int samples) {
    List<SuspectList.Entry> entries = scope.suspects(List.of()).orElseThrow().entries();
    assertThat(entries).hasSize(samples);
    assertThat(entries)
        .allSatisfy(entry -> assertThat(entry.id() % TestModels.CLASSES).isEqualTo(entry.given()));
  }

  @Test
  void namesProbedSamplesByTheirPlacesInTheIterator() {
    MultiLayerNetwork network = TestModels.network();
    try (FeatureScope scope = watch(network).start()) {
      network.fit(TestModels.iterator(DATA, 20, false), 1);

      assertThatIdsArePlaces(scope, 30);
    }
  }

  @Test
  void namesFollowedSamplesByTheirPlacesInTheData() {
    MultiLayerNetwork network = TestModels.network();
    try (FeatureScope scope = watch(network).follow(ProbeSet.of("all", DATA)).start()) {
      network.fit(TestModels.iterator(DATA, 20, false), 1);

      assertThatIdsArePlaces(scope, 60);
    }
  }

  @Test
  void noProbeChangesThemWhileTheyAreRead() throws InterruptedException {
    MultiLayerNetwork network = TestModels.network();
    try (FeatureScope scope = watch(network).start()) {
      network.fit(TestModels.iterator(DATA, 20, false), 1);
      Thread training = new Thread(() -> network.fit(TestModels.iterator(DATA, 20, false), 1));
      List<Thread.State> states = new ArrayList<>();
      // Asked for while the suspects are read: by then training has to wait with its probe.
      List<String> names =
          new AbstractList<>() {
            @Override
            public String get(int index) {
              return "class " + index;
            }

            @Override
            public int size() {
              if (training.getState() == Thread.State.NEW) {
                training.start();
                states.add(blockedOrDone(training));
              }
              return TestModels.CLASSES;
            }
          };

      scope.suspects(names);
      training.join();

      assertThat(states).containsExactly(Thread.State.BLOCKED);
      assertThat(scope.latest().orElseThrow().epoch()).isEqualTo(2);
    }
  }

  private static Thread.State blockedOrDone(Thread thread) {
    Thread.State state = thread.getState();
    while (state != Thread.State.BLOCKED && state != Thread.State.TERMINATED) {
      Thread.onSpinWait();
      state = thread.getState();
    }
    return state;
  }

  @Test
  void refusesFollowedLabelsWithoutAClassAndLeavesNoFile() {
    int[] labels = new int[60];
    Arrays.setAll(labels, i -> i % 5);
    Path log = folder.resolve("run.jsonl");

    assertThatThrownBy(
            () ->
                watch(TestModels.network())
                    .follow(ProbeSet.of("all", DATA.getFeatures(), labels))
                    .runLog(log)
                    .start())
        .isInstanceOf(ProbeSetException.class)
        .hasMessageContaining("'all'")
        .hasMessageContaining("labels are 0 to 2");
    assertThat(log).doesNotExist();
  }

  @Test
  void refusesFollowedSamplesOnWhichTheModelIsNotFinite() {
    DataSet far = DATA.copy();
    far.getFeatures().slice(7).assign(3e37f); // 36 of them are beyond a float

    assertThatThrownBy(() -> watch(linear()).follow(ProbeSet.of("all", far)).start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'all'")
        .hasMessageContaining("not finite");
  }

  private static MultiLayerNetwork linear() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .weightInit(WeightInit.ONES)
                .list()
                .layer(new DenseLayer.Builder().nOut(4).activation(Activation.IDENTITY).build())
                .layer(
                    new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nOut(TestModels.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(6, 6, 1))
                .build());
    network.init();
    return network;
  }

  @Test
  void refusesToActWithoutTrainingSamples() {
    assertThatThrownBy(
            () ->
                FeatureScope.watch(TestModels.network())
                    .synchronous()
                    .probeSet(ProbeSet.of("training", DATA))
                    .stopping(Stopping.act())
                    .start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'train'");
  }

  private static List<JsonNode> told(ProbeSet train, boolean wanted) {
    MultiLayerNetwork network = TestModels.network();
    List<JsonNode> events = new ArrayList<>();
    RunSink sink =
        new RunSink() {
          @Override
          public boolean wantsSuspects() {
            return wanted;
          }

          @Override
          public void event(ObjectNode event) {
            events.add(event.deepCopy());
          }
        };
    try (FeatureScope scope =
        FeatureScope.watch(network)
            .probeSet(train)
            .measurements(List.of(LabelFit.FIT))
            .sink(sink)
            .start()) {
      network.fit(TestModels.iterator(DATA, 20, false), 2);
      assertThat(scope.failures()).isZero();
    }
    return events;
  }

  private static ProbeSet train() {
    return ProbeSet.of(ProbeSet.TRAIN, DATA);
  }

  @Test
  void tellsTheMostSuspiciousAfterEachProbeOfTraining() {
    List<JsonNode> events = told(train().withClassNames(List.of("ant", "bee", "cat")), true);

    assertThat(events)
        .extracting(event -> event.path("event").asText())
        .containsExactly("start", "probe", "probe", "suspects", "probe", "suspects", "end");
    JsonNode last = events.get(5);
    assertThat(last.path("epoch").asInt()).isEqualTo(2);
    assertThat(last.path("watched").asInt()).isEqualTo(60);
    assertThat(last.path("samples")).hasSize(RunJson.SUSPECTS);
    JsonNode first = last.path("samples").get(0);
    assertThat(first.path("rank").asInt()).isEqualTo(1);
    assertThat(first.path("givenName").asText())
        .isEqualTo(List.of("ant", "bee", "cat").get(first.path("id").asInt() % 3));
    assertThat(last.at("/noiseRate/high").isNumber()).isTrue();
  }

  @Test
  void tellsNumbersWhereClassesHaveNoNames() {
    JsonNode first = told(train(), true).get(3).path("samples").get(0);

    assertThat(first.has("givenName")).isFalse();
    assertThat(first.path("given").asInt()).isEqualTo(first.path("id").asInt() % 3);
  }

  @Test
  void ranksNothingWhereNobodyWantsIt() {
    assertThat(told(train(), false))
        .extracting(event -> event.path("event").asText())
        .containsExactly("start", "probe", "probe", "probe", "end");
  }

  @Test
  void refusesNamesThatAreNotOneAClass() {
    FeatureScope.Builder builder =
        FeatureScope.watch(TestModels.network())
            .probeSet(train().withClassNames(List.of("ant", "bee")));

    assertThatThrownBy(builder::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 class names for 3 classes");
  }
}
