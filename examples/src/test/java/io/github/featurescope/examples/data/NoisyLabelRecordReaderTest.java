package io.github.featurescope.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.records.reader.impl.collection.CollectionRecordReader;
import org.datavec.api.split.CollectionInputSplit;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Writable;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;

class NoisyLabelRecordReaderTest {

  private static final int COUNT = 50;
  private static final int[] TRUTH = IntStream.range(0, COUNT).map(i -> i * 7 % 10).toArray();
  private static final LabelNoise NOISE = LabelNoise.symmetric(0.4);

  @TempDir Path folder;
  private Path images = Path.of("");
  private Path labels = Path.of("");

  @BeforeEach
  void writeFiles() {
    images = TestFiles.write(folder.resolve("images"), TestFiles.idxImages(COUNT, 2, 2));
    labels = TestFiles.write(folder.resolve("labels"), TestFiles.idxLabels(TRUTH));
  }

  private RecordReader clean() {
    return IdxRecordReader.open(images, labels, ImageLayout.FLAT, 10);
  }

  private NoisyLabelRecordReader noisy() {
    return NoisyLabelRecordReader.wrap(clean(), NOISE, 10, 5);
  }

  /** Numbered records without metadata, as some of DataVec's readers give them. */
  private static RecordReader collection(int... labels) {
    List<List<Writable>> records = new ArrayList<>();
    for (int label : labels) {
      records.add(List.of(new DoubleWritable(records.size()), new IntWritable(label)));
    }
    return new CollectionRecordReader(records) {
      @Override
      public Record nextRecord() {
        return new org.datavec.api.records.impl.Record(next(), null);
      }
    };
  }

  private static List<Integer> labelsOf(RecordReader reader) {
    List<Integer> labels = new ArrayList<>();
    while (reader.hasNext()) {
      List<Writable> record = reader.next();
      labels.add(record.get(record.size() - 1).toInt());
    }
    return labels;
  }

  private static List<Integer> boxed(int[] values) {
    return IntStream.of(values).boxed().toList();
  }

  @Test
  void givesTheLabelsOfTheNoise() {
    List<Integer> given = labelsOf(noisy());
    assertThat(given).isEqualTo(boxed(NOISE.apply(TRUTH, 10, 5).given()));
    assertThat(IntStream.range(0, COUNT).filter(i -> given.get(i) != TRUTH[i]).count())
        .isEqualTo(20);
  }

  @Test
  void metadataKeepsTheTrueLabelBesideTheGivenOne() {
    NoisyLabelRecordReader reader = noisy();
    for (int i = 0; i < COUNT; i++) {
      Record record = reader.nextRecord();
      NoisyLabelMetaData metaData = (NoisyLabelMetaData) record.getMetaData();
      assertThat(metaData.trueLabel()).isEqualTo(TRUTH[i]);
      assertThat(metaData.givenLabel()).isEqualTo(record.getRecord().get(1).toInt());
      assertThat(metaData.getURI()).isEqualTo(images.toUri());
      assertThat(metaData.getReaderClass()).isEqualTo(NoisyLabelRecordReader.class);
      assertThat(metaData.getLocation()).contains("true label " + TRUTH[i]);
    }
  }

  @Test
  void leavesTheImagesAlone() {
    RecordReader clean = clean();
    NoisyLabelRecordReader noisy = noisy();
    while (clean.hasNext()) {
      assertThat(((NDArrayWritable) noisy.next().get(0)).get())
          .isEqualTo(((NDArrayWritable) clean.next().get(0)).get());
    }
    assertThat(noisy.hasNext()).isFalse();
  }

  @Test
  void resetGivesTheSameLabelsAgain() {
    NoisyLabelRecordReader reader = noisy();
    List<Integer> first = labelsOf(reader);
    reader.reset();
    reader.next();
    reader.reset();
    assertThat(labelsOf(reader)).isEqualTo(first);
  }

  @Test
  void startsAtTheFirstRecordWhereverTheReaderBelowStood() {
    RecordReader clean = clean();
    clean.next();
    clean.next();
    NoisyLabelRecordReader reader = NoisyLabelRecordReader.wrap(clean, NOISE, 10, 5);
    assertThat(labelsOf(reader)).isEqualTo(labelsOf(noisy()));
  }

  @Test
  void canBeInitialisedThroughTheWrapper() throws Exception {
    NoisyLabelRecordReader reader =
        NoisyLabelRecordReader.wrap(IdxRecordReader.create(ImageLayout.FLAT, 10), NOISE, 10, 5);
    reader.initialize(new CollectionInputSplit(List.of(images.toUri(), labels.toUri())));
    assertThat(labelsOf(reader)).isEqualTo(labelsOf(noisy()));
    assertThat(reader.getLabels()).hasSize(10);
  }

  @Test
  void endsWithAnErrorThatSaysWhatToDo() {
    NoisyLabelRecordReader reader = noisy();
    labelsOf(reader);
    assertThatThrownBy(reader::next)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("all 50 records")
        .hasMessageContaining("reset");
  }

  @Test
  void loadsRecordsAgainFromTheirMetadata() throws Exception {
    NoisyLabelRecordReader reader = noisy();
    List<Record> records = new ArrayList<>();
    while (reader.hasNext()) {
      records.add(reader.nextRecord());
    }
    List<RecordMetaData> some =
        List.of(records.get(30).getMetaData(), records.get(3).getMetaData());
    List<Record> again = reader.loadFromMetaData(some);
    assertThat(again.get(0)).isEqualTo(records.get(30));
    assertThat(again.get(1)).isEqualTo(records.get(3));
  }

  @Test
  void refusesMetadataOfTheReaderBelow() {
    RecordMetaData below = clean().nextRecord().getMetaData();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> noisy().loadFromMetaData(below))
        .withMessageContaining("metadata of this reader");
  }

  @Test
  void feedsDl4jWithNoisyLabelsAndTheTruthAsMetadata() {
    RecordReaderDataSetIterator iterator = new RecordReaderDataSetIterator(noisy(), 50, 1, 10);
    iterator.setCollectMetaData(true);
    DataSet all = iterator.next();
    assertThat(boxed(all.getLabels().argMax(1).toIntVector())).isEqualTo(labelsOf(noisy()));
    assertThat(all.getExampleMetaData(NoisyLabelMetaData.class))
        .extracting(NoisyLabelMetaData::trueLabel)
        .isEqualTo(boxed(TRUTH));
  }

  @Test
  void keepsTheTruthOnTheWayIntoMemory() {
    LabelledImages images = LabelledImages.read(noisy(), new ImageShape(1, 2, 2));
    assertThat(images.truth()).isEqualTo(TRUTH);
    assertThat(images.given()).isEqualTo(NOISE.apply(TRUTH, 10, 5).given());
  }

  @Test
  void worksOnReadersWithoutMetadata() {
    NoisyLabelRecordReader reader =
        NoisyLabelRecordReader.wrap(collection(0, 1, 2, 1), LabelNoise.pair(1), 3, 1);
    NoisyLabelMetaData metaData = (NoisyLabelMetaData) reader.nextRecord().getMetaData();
    assertThat(metaData.trueLabel()).isZero();
    assertThat(metaData.getLocation()).isEqualTo("unknown place, true label 0, given 1");
    assertThat(metaData.getURI()).isNull();
    assertThat(labelsOf(reader)).containsExactly(2, 0, 2);
    assertThatIllegalArgumentException().isThrownBy(() -> reader.loadFromMetaData(metaData));
  }

  @Test
  void refusesLabelsWithoutAClass() {
    NoisyLabelRecordReader reader =
        NoisyLabelRecordReader.wrap(collection(0, 1, 3), LabelNoise.pair(1), 3, 1);
    assertThatThrownBy(reader::hasNext)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("label 3 is outside 0..2");
  }

  @Test
  void refusesAnImageFileWithMoreClassesThanStated() {
    NoisyLabelRecordReader reader = NoisyLabelRecordReader.wrap(clean(), NOISE, 9, 1);
    assertThatThrownBy(reader::next)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("label 9")
        .hasMessageContaining("outside 0..8");
  }
}
