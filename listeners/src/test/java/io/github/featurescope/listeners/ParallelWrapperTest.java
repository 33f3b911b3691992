package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.deeplearning4j.parallelism.trainer.Trainer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.slf4j.LoggerFactory;

/** A model that ParallelWrapper trains: its first worker trains the watched model itself. */
class ParallelWrapperTest {

  static final DataSet DATA = flat(TestModels.data(120, 1));

  private final List<Observation> seen = Collections.synchronizedList(new ArrayList<>());
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(RunWatch.class);

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO);
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
    logger.setLevel(null);
  }

  private static DataSet flat(DataSet data) {
    return new DataSet(data.getFeatures().reshape(data.numExamples(), 36), data.getLabels());
  }

  private static NeuralNetConfiguration.Builder base() {
    return new NeuralNetConfiguration.Builder()
        .seed(11)
        .updater(new Adam(0.01))
        .activation(Activation.TANH);
  }

  private static DenseLayer hidden() {
    return new DenseLayer.Builder().nIn(36).nOut(8).build();
  }

  private static OutputLayer head() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .activation(Activation.SOFTMAX)
        .nIn(8)
        .nOut(TestModels.CLASSES)
        .build();
  }

  static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(base().list().layer(hidden()).layer(head()).build());
    network.init();
    return network;
  }

  static ComputationGraph graph() {
    ComputationGraph graph =
        new ComputationGraph(
            base()
                .graphBuilder()
                .addInputs("in")
                .addLayer("hidden", hidden(), "in")
                .addLayer("out", head(), "hidden")
                .setOutputs("out")
                .build());
    graph.init();
    return graph;
  }

  static Stream<Supplier<Model>> models() {
    return Stream.of(ParallelWrapperTest::network, ParallelWrapperTest::graph);
  }

  /**
   * Hands out the first batch only when all workers have made their replicas: ParallelWrapper
   * itself copies the model while its first worker may be training it already.
   */
  static final class Patient extends ListDataSetIterator<DataSet> {
    private static final long serialVersionUID = 1L;
    final transient AtomicReference<@Nullable ParallelWrapper> wrapper = new AtomicReference<>();

    Patient() {
      super(DATA.asList(), 20);
    }

    @Override
    public boolean asyncSupported() {
      return false;
    }

    @Override
    public DataSet next() {
      ParallelWrapper waitedFor = wrapper.get();
      while (waitedFor != null && !ready(waitedFor)) {
        Thread.onSpinWait();
      }
      return super.next();
    }

    /**
     * Each worker has a model of its own, the second at first that of the first; the last step
     * before it waits for batches is to give the model its listeners.
     */
    private static boolean ready(ParallelWrapper wrapper) {
      List<Model> replicas = Arrays.stream(wrapper.getZoo()).map(Trainer::getModel).toList();
      return replicas.get(0) != replicas.get(1)
          && replicas.stream()
              .allMatch(
                  replica ->
                      replica instanceof MultiLayerNetwork network
                          ? !network.getListeners().isEmpty()
                          : !((ComputationGraph) replica).getListeners().isEmpty());
    }
  }

  /** Passes twice over six batches with two workers: three iterations a worker and pass. */
  private static void fit(Model model) {
    Patient iterator = new Patient();
    ParallelWrapper wrapper =
        new ParallelWrapper.Builder<>(model)
            .workers(2)
            .averagingFrequency(1)
            .prefetchBuffer(0)
            .build();
    iterator.wrapper.set(wrapper);
    wrapper.fit(iterator);
    wrapper.fit(iterator);
  }

  private FeatureScope.Builder watch(Model model) {
    return FeatureScope.watch(model)
        .synchronous()
        .probeSet(ProbeSet.of("train", DATA))
        .onObservation(seen::add);
  }

  private List<String> messages(Level level) {
    return List.copyOf(log.list).stream()
        .filter(event -> event.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("models")
  void probesTheWatchedReplicaAtItsOwnIterations(Supplier<Model> maker) {
    Model model = maker.get();
    try (FeatureScope scope = watch(model).schedule(ProbeSchedule.everyIterations(2)).start()) {
      fit(model);
      assertThat(scope.failures()).isZero();
    }

    assertThat(seen).extracting(Observation::iteration).containsExactly(0L, 2L, 4L, 6L);
    assertThat(seen.get(3).score()).isFinite();
    assertThat(messages(Level.INFO)).hasSize(1).first().asString().contains("ParallelWrapper");
    assertThat(messages(Level.WARN)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("models")
  void trainsTheSameWithAndWithout(Supplier<Model> maker) {
    Model plain = maker.get();
    plain.setListeners(List.of(new org.deeplearning4j.optimize.api.BaseTrainingListener() {}));
    fit(plain);
    Model watched = maker.get();
    try (FeatureScope scope = watch(watched).schedule(ProbeSchedule.everyIterations(1)).start()) {
      fit(watched);
      assertThat(scope.failures()).isZero();
    }

    assertThat(seen).hasSize(7);
    assertThat(bits(watched.params())).isEqualTo(bits(plain.params()));
    assertThat(bits(watched.params())).isNotEqualTo(bits(maker.get().params()));
  }

  @Test
  void saysThatThereAreNoEpochs() {
    MultiLayerNetwork network = network();
    try (FeatureScope scope = watch(network).start()) {
      fit(network);
      assertThat(scope.failures()).isZero();
    }

    assertThat(seen).hasSize(1);
    assertThat(messages(Level.WARN).get(0))
        .contains("announces no epochs")
        .contains("everyIterations");
  }

  @Test
  void aWrapperThatOutlivesTheScopeReportsNoMore() {
    MultiLayerNetwork network = network();
    FeatureScope scope = watch(network).schedule(ProbeSchedule.everyIterations(1)).start();
    ParallelWrapper wrapper = new ParallelWrapper.Builder<>(network).workers(2).build();
    wrapper.fit(new ListDataSetIterator<>(DATA.asList(), 20));
    scope.close();
    wrapper.fit(new ListDataSetIterator<>(DATA.asList(), 20));

    assertThat(seen).extracting(Observation::iteration).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void sharedGradientsAreWatchedToo() {
    MultiLayerNetwork network = network();
    try (FeatureScope scope = watch(network).schedule(ProbeSchedule.everyIterations(1)).start()) {
      new ParallelWrapper.Builder<>(network)
          .workers(2)
          .trainingMode(ParallelWrapper.TrainingMode.SHARED_GRADIENTS)
          .build()
          .fit(new ListDataSetIterator<>(DATA.asList(), 20));
      assertThat(scope.failures()).isZero();
    }

    assertThat(seen).extracting(Observation::iteration).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void sampleIdsAreGivenUpRatherThanWrong() {
    MultiLayerNetwork network = network();
    SampleIdIterator ids =
        SampleIdIterator.byPosition(new ListDataSetIterator<>(DATA.asList(), 20));
    List<Long> firsts = Collections.synchronizedList(new ArrayList<>());
    try (FeatureScope scope =
        watch(network)
            .sampleIds(ids)
            .schedule(ProbeSchedule.everyIterations(1))
            .onObservation(o -> ids.currentBatch().ifPresent(batch -> firsts.add(batch[0])))
            .start()) {
      ParallelWrapper wrapper = new ParallelWrapper.Builder<>(network).workers(2).build();
      wrapper.fit(ids);
      ids.reset();
      wrapper.fit(ids);
      assertThat(scope.failures()).isZero();
    }

    assertThat(seen).hasSize(7);
    // The first worker gets the first batch; from then on it is not known who gets which.
    assertThat(firsts).isSubsetOf(0L);
    assertThat(ids.losses()).isEqualTo(1);
    assertThat(ids.currentBatch()).isEmpty();
  }

  private static int[] bits(INDArray array) {
    float[] values = array.dup('c').data().asFloat();
    int[] bits = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
