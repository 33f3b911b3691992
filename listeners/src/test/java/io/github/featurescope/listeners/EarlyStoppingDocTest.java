package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.listeners.earlystopping.ObservedScore;
import io.github.featurescope.listeners.earlystopping.ScopeModelSaver;
import io.github.featurescope.listeners.earlystopping.VerdictEpochCondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Every snippet of docs/early-stopping.md stands below, and so compiles. */
class EarlyStoppingDocTest {

  private static final Path DOC = Path.of("../docs/early-stopping.md");
  private static final Path THIS =
      Path.of("src/test/java/io/github/featurescope/listeners/EarlyStoppingDocTest.java");

  @Test
  void snippetsAreCompiled() throws IOException {
    String source = Files.readString(THIS).replaceAll("\\s", "");
    List<String> snippets =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(DOC))
            .results()
            .map(found -> found.group(1))
            .toList();

    assertThat(snippets).hasSize(6);
    assertThat(snippets).allSatisfy(s -> assertThat(source).contains(s.replaceAll("\\s", "")));
  }

  static FeatureScope start(
      MultiLayerNetwork network, DataSetIterator iterator, DataSetIterator heldOut) {
    FeatureScope scope =
        FeatureScope.watch(network)
            .probeSet("train", iterator, 1000)
            .probeSet("heldout", heldOut, 1000)
            .stopping(Stopping.act())
            .start();
    return scope;
  }

  static void fit(FeatureScope scope, MultiLayerNetwork network, DataSetIterator iterator) {
    network.fit(scope.earlyStop().gate(iterator), 100);
  }

  static void loop(FeatureScope scope, MultiLayerNetwork network, DataSetIterator iterator) {
    for (int epoch = 0; epoch < 100 && scope.earlyStop().stopped().isEmpty(); epoch++) {
      trainOneEpoch(network, iterator);
    }
    scope.close();
  }

  private static void trainOneEpoch(MultiLayerNetwork network, DataSetIterator iterator) {
    network.fit(iterator);
  }

  static MultiLayerNetwork trainer(
      FeatureScope scope, MultiLayerNetwork network, DataSetIterator iterator) {
    EarlyStoppingConfiguration<MultiLayerNetwork> configuration =
        new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
            .epochTerminationConditions(
                VerdictEpochCondition.of(scope), new MaxEpochsTerminationCondition(100))
            .scoreCalculator(ObservedScore.<MultiLayerNetwork>predictionChanges(scope))
            .modelSaver(ScopeModelSaver.of(scope, network))
            .build();
    EarlyStoppingResult<MultiLayerNetwork> result =
        new EarlyStoppingTrainer(configuration, network, iterator).fit();
    MultiLayerNetwork best = result.getBestModel();
    return best;
  }

  static void sameDiff(SameDiff graph, DataSetIterator iterator) {
    graph.fit(iterator, 100);
  }

  static void parallel(FeatureScope scope, MultiLayerNetwork network, DataSetIterator iterator) {
    ParallelWrapper wrapper = new ParallelWrapper.Builder<>(network).workers(2).build();
    DataSetIterator gate = scope.earlyStop().gate(iterator);
    for (int pass = 0; pass < 100; pass++) {
      wrapper.fit(gate);
    }
    scope.close();
  }
}
