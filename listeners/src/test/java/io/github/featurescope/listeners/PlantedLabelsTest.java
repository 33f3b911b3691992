package io.github.featurescope.listeners;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.probes.LabelFit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class PlantedLabelsTest {

  /** Samples whose one feature is their number, of class number mod C. */
  private static DataSet numbered(int n, int classes) {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, n, classes);
    for (int i = 0; i < n; i++) {
      labels.putScalar(i, i % classes, 1);
    }
    return new DataSet(Nd4j.arange(n).reshape(n, 1).castTo(DataType.FLOAT), labels);
  }

  private static int[] classes(DataSet data) {
    return Labels.classes("test", data.getLabels());
  }

  /** The samples, by the number in their feature, whose label is not their number mod C. */
  private static Map<Integer, Integer> wrong(DataSet data, int classes) {
    Map<Integer, Integer> wrong = new HashMap<>();
    int[] labels = classes(data);
    for (int i = 0; i < labels.length; i++) {
      int number = data.getFeatures().getInt(i, 0);
      if (labels[i] != number % classes) {
        wrong.put(number, labels[i]);
      }
    }
    return wrong;
  }

  private static Map<Integer, Integer> wrongOfAnEpoch(DataSetIterator iterator, int classes) {
    Map<Integer, Integer> wrong = new HashMap<>();
    iterator.reset();
    while (iterator.hasNext()) {
      wrong.putAll(wrong(iterator.next(), classes));
    }
    return wrong;
  }

  private static Map<Integer, Integer> planted(ProbeSet set) {
    Map<Integer, Integer> planted = new HashMap<>();
    for (int row = 0; row < set.size(); row++) {
      planted.put(set.inputs().array(0).getInt(row, 0), set.givenLabels()[row]);
    }
    return planted;
  }

  /** Gives batches that carry their samples' numbers, in another order in every epoch. */
  private static DataSetIterator shuffled(DataSet data, int batch, boolean withIds) {
    return new ListDataSetIterator<DataSet>(data.asList(), batch) {
      private final Random random = new Random(1);
      private List<Integer> order = new ArrayList<>();

      @Override
      public void reset() {
        order = new ArrayList<>(IntStream.range(0, data.numExamples()).boxed().toList());
        Collections.shuffle(order, random);
      }

      @Override
      public boolean hasNext() {
        return !order.isEmpty();
      }

      @Override
      public DataSet next() {
        List<Integer> rows = new ArrayList<>(order.subList(0, Math.min(batch, order.size())));
        order = order.subList(rows.size(), order.size());
        DataSet next = DataSet.merge(rows.stream().map(data::get).toList());
        if (withIds) {
          next.setExampleMetaData(rows);
        }
        return next;
      }
    };
  }

  @Test
  void exactlyTheShareGetsWrongLabels() {
    Planted<DataSet> planted = PlantedLabels.share(0.1).in(numbered(200, 4));
    assertThat(wrong(planted.training(), 4)).hasSize(20);
    assertThat(planted.probeSet().size()).isEqualTo(20);
  }

  @Test
  void theProbeSetHoldsThePlantedSamplesAsTrainingSeesThem() {
    Planted<DataSet> planted = PlantedLabels.count(30).seed(3).in(numbered(200, 4));
    ProbeSet set = planted.probeSet();
    assertThat(set.name()).isEqualTo(ProbeSet.PLANTED).isEqualTo("planted");
    assertThat(planted(set)).isEqualTo(wrong(planted.training(), 4));
    for (int row = 0; row < set.size(); row++) {
      assertThat(set.sampleIds().orElseThrow()[row])
          .isEqualTo(set.inputs().array(0).getInt(row, 0));
    }
    assertThat(set.trueLabels()).as("what was replaced may have been wrong itself").isEmpty();
  }

  @Test
  void theOwnersDataStayAsTheyAre() {
    DataSet data = numbered(50, 3);
    PlantedLabels.count(10).in(data);
    assertThat(wrong(data, 3)).isEmpty();

    List<DataSet> batches = List.of(data);
    DataSetIterator same =
        new ListDataSetIterator<DataSet>(data.asList(), 50) {
          private boolean given;

          @Override
          public boolean hasNext() {
            return !given;
          }

          @Override
          public DataSet next() {
            given = true;
            return batches.get(0);
          }

          @Override
          public void reset() {
            given = false;
          }
        };
    Planted<DataSetIterator> planted = PlantedLabels.count(10).byPosition(same);
    assertThat(wrongOfAnEpoch(planted.training(), 3)).hasSize(10);
    assertThat(wrong(data, 3)).isEmpty();
  }

  @Test
  void everyOtherClassIsAsLikely() {
    int n = 2000;
    DataSet data = PlantedLabels.count(n).in(numbered(n, 4)).training();
    int[][] counts = new int[4][4];
    int[] labels = classes(data);
    for (int i = 0; i < n; i++) {
      counts[i % 4][labels[i]]++;
    }
    for (int c = 0; c < 4; c++) {
      assertThat(counts[c][c]).isZero();
      for (int d = 0; d < 4; d++) {
        // Binomial of 500 with p = 1/3: a standard deviation of 10.5; 4 of them are allowed.
        assertThat(counts[c][d]).isCloseTo(c == d ? 0 : 167, within(c == d ? 0 : 42));
      }
    }
  }

  @Test
  void everySampleIsAsLikely() {
    DataSet data = numbered(40, 4);
    int[] chosen = new int[40];
    for (int seed = 0; seed < 150; seed++) {
      ProbeSet set = PlantedLabels.count(20).seed(seed).in(data).probeSet();
      for (long id : set.sampleIds().orElseThrow()) {
        chosen[(int) id]++;
      }
    }
    for (int count : chosen) {
      // Binomial of 150 with p = 1/2: a standard deviation of 6.1; 4 of them are allowed.
      assertThat(count).isCloseTo(75, within(24));
    }
  }

  @Test
  void equalSeedsPlantAlike() {
    Map<Integer, Integer> first =
        planted(PlantedLabels.count(30).seed(7).in(numbered(200, 5)).probeSet());
    assertThat(planted(PlantedLabels.count(30).seed(7).in(numbered(200, 5)).probeSet()))
        .isEqualTo(first);
    assertThat(planted(PlantedLabels.count(30).seed(8).in(numbered(200, 5)).probeSet()))
        .isNotEqualTo(first);
  }

  @Test
  void everyEpochOfAnIteratorHasTheSamePlantedSamples() {
    DataSetIterator base = TestModels.iterator(numbered(100, 4), 7, false);
    Planted<DataSetIterator> planted = PlantedLabels.share(0.2).seed(2).byPosition(base);
    Map<Integer, Integer> expected = planted(planted.probeSet());
    assertThat(expected).hasSize(20);
    for (int epoch = 0; epoch < 3; epoch++) {
      assertThat(wrongOfAnEpoch(planted.training(), 4)).isEqualTo(expected);
    }
    planted.training().reset();
    planted.training().next();
    planted.training().next(7);
    assertThat(wrongOfAnEpoch(planted.training(), 4)).as("begun anew").isEqualTo(expected);
  }

  @Test
  void dataAndIteratorPlantAlike() {
    DataSet data = numbered(100, 4);
    assertThat(
            planted(
                PlantedLabels.count(20).byPosition(TestModels.iterator(data, 7, false)).probeSet()))
        .isEqualTo(planted(PlantedLabels.count(20).in(data).probeSet()));
  }

  @Test
  void idsFollowSamplesThatAreShuffled() {
    DataSet data = numbered(100, 4);
    Planted<DataSetIterator> planted =
        PlantedLabels.count(20).fromMetaData(shuffled(data, 9, true));
    Map<Integer, Integer> expected = planted(PlantedLabels.count(20).in(data).probeSet());
    assertThat(planted(planted.probeSet())).isEqualTo(expected);
    for (int epoch = 0; epoch < 3; epoch++) {
      assertThat(wrongOfAnEpoch(planted.training(), 4)).isEqualTo(expected);
    }
  }

  @Test
  void goesTogetherWithSampleIds() {
    Planted<DataSetIterator> planted =
        PlantedLabels.count(9).byPosition(TestModels.iterator(numbered(40, 4), 7, false));
    SampleIdIterator ids = SampleIdIterator.byPosition(planted.training());
    Set<Long> wrong = new TreeSet<>();
    ids.reset();
    while (ids.hasNext()) {
      DataSet batch = ids.next();
      ids.advance(batch.numExamples());
      long[] ofBatch = ids.currentBatch().orElseThrow();
      int[] labels = classes(batch);
      for (int i = 0; i < ofBatch.length; i++) {
        if (labels[i] != ofBatch[i] % 4) {
          wrong.add(ofBatch[i]);
        }
      }
    }
    assertThat(wrong)
        .isEqualTo(
            Arrays.stream(planted.probeSet().sampleIds().orElseThrow())
                .boxed()
                .collect(Collectors.toSet()));
  }

  @Test
  void masksMetadataAndNamesStay() {
    DataSet data =
        new DataSet(
            Nd4j.rand(DataType.FLOAT, 6, 2, 3),
            numbered(6, 3).getLabels(),
            Nd4j.createFromArray(
                new float[][] {{1, 0, 0}, {1, 1, 0}, {1, 1, 1}, {1, 0, 0}, {1, 1, 0}, {1, 1, 1}}),
            null);
    data.setExampleMetaData(List.of(0, 1, 2, 3, 4, 5));
    data.setLabelNames(List.of("a", "b", "c"));
    Planted<DataSet> planted = PlantedLabels.count(4).in(data);
    assertThat(planted.training().getFeaturesMaskArray()).isEqualTo(data.getFeaturesMaskArray());
    assertThat(planted.training().getExampleMetaData()).isEqualTo(data.getExampleMetaData());
    assertThat(planted.training().getLabelNamesList()).containsExactly("a", "b", "c");
    long[] ids = planted.probeSet().sampleIds().orElseThrow();
    INDArray masks = requireNonNull(planted.probeSet().inputs().mask(0));
    for (int row = 0; row < 4; row++) {
      assertThat(masks.getRow(row)).isEqualTo(data.getFeaturesMaskArray().getRow(ids[row]));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void plainFitShowsTheSignalFirstAndMemorisationLater(boolean async) {
    DataSet data = TestModels.data(120, 1);
    Planted<DataSetIterator> planted =
        PlantedLabels.share(0.1).seed(4).byPosition(TestModels.iterator(data, 40, async));
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Adam(0.01))
                .activation(Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nOut(64).build())
                .layer(
                    new OutputLayer.Builder()
                        .activation(Activation.SOFTMAX)
                        .nOut(TestModels.CLASSES)
                        .build())
                .setInputType(InputType.convolutional(6, 6, 1))
                .build());
    network.init();
    List<Double> asAssigned = new ArrayList<>();
    List<Double> test = new ArrayList<>();
    try (FeatureScope scope =
        FeatureScope.watch(network)
            .probeSet(planted.probeSet())
            .probeSet(ProbeSet.of("test", TestModels.data(150, 2)))
            .measurements(List.of(LabelFit.FIT))
            .onObservation(
                observation -> {
                  asAssigned.add(given(observation, ProbeSet.PLANTED));
                  test.add(given(observation, "test"));
                })
            .start()) {
      network.fit(planted.training(), 40);
      assertThat(scope.failures()).isZero();
    }

    int best = test.indexOf(Collections.max(test));
    // 12 samples: the expected (1 − accuracy)/2, and 3 standard deviations of such a share.
    double level = (1 - test.get(best)) / 2;
    assertThat(test.get(best)).isGreaterThan(0.95);
    assertThat(asAssigned.get(best))
        .isLessThanOrEqualTo(level + 3 * Math.sqrt(level * (1 - level) / 12));
    assertThat(asAssigned.get(asAssigned.size() - 1)).isEqualTo(1);
  }

  private static double given(Observation observation, String set) {
    return requireNonNull(observation.reports().get(set)).find(LabelFit.FIT).orElseThrow().given();
  }

  @Test
  void refusesAnIteratorThatShufflesWithoutIds() {
    assertThatThrownBy(
            () -> PlantedLabels.count(30).byPosition(shuffled(numbered(100, 4), 9, false)))
        .isInstanceOf(ProbeSetException.class)
        .hasMessageContaining("shuffles")
        .hasMessageContaining("fromMetaData");
  }

  @Test
  void refusesBatchesWithoutIds() {
    assertThatThrownBy(
            () -> PlantedLabels.count(30).fromMetaData(shuffled(numbered(100, 4), 9, false)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("setExampleMetaData");
  }

  @Test
  void refusesIdsThatAreNotUnique() {
    DataSet data = numbered(4, 2);
    data.setExampleMetaData(List.of(7, 8, 7, 9));
    assertThatThrownBy(
            () ->
                PlantedLabels.count(2)
                    .fromMetaData(
                        new ListDataSetIterator<DataSet>(data.asList(), 4) {
                          @Override
                          public DataSet next() {
                            super.next();
                            return data;
                          }
                        }))
        .isInstanceOf(ProbeSetException.class)
        .hasMessageContaining("sample id 7 occurs twice");
  }

  @Test
  void refusesLabelsThatAreNotOneHot() {
    INDArray features = Nd4j.ones(4, 2);
    INDArray softened = numbered(4, 2).getLabels().mul(0.8).add(0.1);
    for (INDArray labels :
        List.of(Nd4j.ones(4, 1), Nd4j.ones(4, 2, 3), Nd4j.ones(4, 2), softened)) {
      assertThatThrownBy(() -> PlantedLabels.count(2).in(new DataSet(features, labels)))
          .isInstanceOf(ProbeSetException.class)
          .hasMessageContaining("planted");
    }
    assertThatThrownBy(() -> PlantedLabels.count(2).in(new DataSet(features, softened)))
        .hasMessageContaining("softened");
  }

  @Test
  void refusesMoreThanThereAreAndLessThanTwo() {
    assertThatThrownBy(() -> PlantedLabels.count(11).in(numbered(10, 2)))
        .isInstanceOf(ProbeSetException.class)
        .hasMessageContaining("11 of 10 samples");
    assertThatThrownBy(() -> PlantedLabels.share(0.001).in(numbered(10, 2)))
        .isInstanceOf(ProbeSetException.class)
        .hasMessageContaining("0 of 10 samples");
    assertThatThrownBy(() -> PlantedLabels.count(1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PlantedLabels.share(20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.02");
  }
}
