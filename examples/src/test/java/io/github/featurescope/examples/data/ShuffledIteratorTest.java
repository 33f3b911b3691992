package io.github.featurescope.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.AsyncDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

class ShuffledIteratorTest {

  private static final int COUNT = 103;

  /** Image i has the value i / 200 everywhere and the label i mod 3. */
  private static LabelledImages images() {
    List<float[]> pixels = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      pixels.add(new float[] {i / 200f, i / 200f});
    }
    return LabelledImages.of(
        new ImageShape(1, 1, 2),
        List.of("a", "b", "c"),
        pixels,
        IntStream.range(0, COUNT).map(i -> i % 3).toArray());
  }

  private static ShuffledIterator iterator(long seed) {
    return ShuffledIterator.over(images(), ImageLayout.FLAT, 10, seed);
  }

  private static List<Integer> ids(DataSetIterator iterator) {
    List<Integer> ids = new ArrayList<>();
    while (iterator.hasNext()) {
      ids.addAll(iterator.next().getExampleMetaData(Integer.class));
    }
    return ids;
  }

  private static void assertRowsMatchIds(DataSet batch) {
    List<Integer> ids = batch.getExampleMetaData(Integer.class);
    assertThat(ids).hasSize(batch.numExamples());
    for (int row = 0; row < ids.size(); row++) {
      int id = ids.get(row);
      assertThat(batch.getFeatures().getFloat(row, 1)).isEqualTo(id / 200f);
      assertThat(batch.getLabels().getFloat(row, id % 3)).isEqualTo(1);
    }
  }

  @Test
  void givesEverySampleOnceAnEpoch() {
    ShuffledIterator iterator = iterator(1);
    for (int epoch = 0; epoch < 3; epoch++) {
      assertThat(ids(iterator))
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, COUNT).boxed().toList());
      iterator.reset();
    }
  }

  @Test
  void rowsMatchTheirIds() {
    ShuffledIterator iterator = iterator(1);
    while (iterator.hasNext()) {
      assertRowsMatchIds(iterator.next());
    }
  }

  @Test
  void lastBatchHoldsWhatIsLeft() {
    ShuffledIterator iterator = iterator(1);
    List<Integer> sizes = new ArrayList<>();
    iterator.forEachRemaining(batch -> sizes.add(batch.numExamples()));
    assertThat(sizes).hasSize(11).endsWith(3).startsWith(10, 10);
  }

  @Test
  void orderDiffersBetweenEpochsAndSeedsAndFromTheOriginal() {
    ShuffledIterator iterator = iterator(1);
    List<Integer> first = ids(iterator);
    iterator.reset();
    assertThat(first).isNotEqualTo(IntStream.range(0, COUNT).boxed().toList());
    assertThat(ids(iterator)).isNotEqualTo(first);
    assertThat(ids(iterator(2))).isNotEqualTo(first);
  }

  @Test
  void orderIsAFunctionOfSeedAndEpoch() {
    ShuffledIterator continued = iterator(7);
    ids(continued);
    continued.reset();
    ids(continued);
    continued.reset();
    ShuffledIterator resumed = iterator(7);
    resumed.next();
    resumed.startEpoch(2);
    assertThat(continued.epoch()).isEqualTo(2);
    assertThat(resumed.epoch()).isEqualTo(2);
    assertThat(ids(resumed)).isEqualTo(ids(continued));
  }

  @Test
  void resettingBeforeTheFirstBatchStaysInTheEpoch() {
    ShuffledIterator iterator = iterator(1);
    iterator.reset();
    iterator.reset();
    assertThat(iterator.epoch()).isZero();
    assertThat(ids(iterator)).isEqualTo(ids(iterator(1)));
  }

  @Test
  void resettingInTheMiddleStartsTheNextEpoch() {
    ShuffledIterator iterator = iterator(1);
    iterator.next();
    iterator.reset();
    assertThat(iterator.epoch()).isEqualTo(1);
    assertThat(ids(iterator)).hasSize(COUNT);
  }

  @Test
  void takesAnyNumberOfSamples() {
    ShuffledIterator iterator = iterator(1);
    assertThat(iterator.next(3).numExamples()).isEqualTo(3);
    assertThat(iterator.next(Integer.MAX_VALUE).numExamples()).isEqualTo(100);
    assertThat(iterator.hasNext()).isFalse();
  }

  @Test
  void refusesEmptyBatchesAndNegativeEpochs() {
    ShuffledIterator iterator = iterator(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> iterator.next(0))
        .withMessageContaining("batch of 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ShuffledIterator.over(images(), ImageLayout.FLAT, 0, 1))
        .withMessageContaining("batch of 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> iterator.startEpoch(-1))
        .withMessageContaining("epoch -1");
  }

  @Test
  void endsWithAnErrorThatSaysWhatToDo() {
    ShuffledIterator iterator = iterator(1);
    ids(iterator);
    assertThatThrownBy(iterator::next)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("epoch 0 is over; reset");
  }

  @Test
  void tellsDl4jWhatItGives() {
    ShuffledIterator iterator = iterator(1);
    assertThat(iterator.inputColumns()).isEqualTo(2);
    assertThat(iterator.totalOutcomes()).isEqualTo(3);
    assertThat(iterator.batch()).isEqualTo(10);
    assertThat(iterator.getLabels()).containsExactly("a", "b", "c");
    assertThat(iterator.resetSupported()).isTrue();
    assertThat(iterator.asyncSupported()).isTrue();
  }

  @Test
  void appliesThePreProcessor() {
    ShuffledIterator plain = iterator(1);
    ShuffledIterator scaled = iterator(1);
    scaled.setPreProcessor(batch -> batch.getFeatures().muli(2));
    float once = plain.next().getFeatures().getFloat(0, 0);
    assertThat(scaled.next().getFeatures().getFloat(0, 0)).isEqualTo(2 * once);
  }

  @Test
  void prefetchingChangesNeitherOrderNorRowsNorIds() {
    ShuffledIterator plain = iterator(5);
    AsyncDataSetIterator prefetched = new AsyncDataSetIterator(iterator(5), 2);
    try {
      for (int epoch = 0; epoch < 3; epoch++) {
        while (prefetched.hasNext()) {
          DataSet batch = prefetched.next();
          assertThat(batch.getExampleMetaData(Integer.class))
              .isEqualTo(plain.next().getExampleMetaData(Integer.class));
          assertRowsMatchIds(batch);
        }
        assertThat(plain.hasNext()).isFalse();
        plain.reset();
        prefetched.reset();
      }
    } finally {
      prefetched.shutdown();
    }
  }
}
