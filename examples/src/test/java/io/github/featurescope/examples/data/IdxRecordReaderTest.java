package io.github.featurescope.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.metadata.RecordMetaDataIndex;
import org.datavec.api.split.CollectionInputSplit;
import org.datavec.api.split.FileSplit;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Writable;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class IdxRecordReaderTest {

  private static final int[] LABELS = {3, 0, 9, 3, 1};

  @TempDir Path folder;

  private Path images(byte[] bytes) {
    return TestFiles.write(folder.resolve("images.idx"), bytes);
  }

  private Path labels(byte[] bytes) {
    return TestFiles.write(folder.resolve("labels.idx"), bytes);
  }

  private IdxRecordReader five(ImageLayout layout) {
    return IdxRecordReader.open(
        images(TestFiles.idxImages(5, 4, 3)), labels(TestFiles.idxLabels(LABELS)), layout, 10);
  }

  private static IdxRecordReader flat(Path images, Path labels) {
    return IdxRecordReader.open(images, labels, ImageLayout.FLAT, 10);
  }

  private static INDArray image(List<Writable> record) {
    return ((NDArrayWritable) record.get(0)).get();
  }

  private static List<Integer> allLabels(IdxRecordReader reader) {
    List<Integer> labels = new ArrayList<>();
    while (reader.hasNext()) {
      labels.add(reader.next().get(1).toInt());
    }
    return labels;
  }

  private static float[] expectedImage(int image, int size) {
    float[] values = new float[size];
    for (int k = 0; k < size; k++) {
      values[k] = TestFiles.pixel(image, k) / 255f;
    }
    return values;
  }

  @Test
  void readsEveryPixelScaledToTheUnitInterval() {
    IdxRecordReader reader = five(ImageLayout.FLAT);
    for (int i = 0; i < 5; i++) {
      assertThat(image(reader.next()).toFloatVector()).containsExactly(expectedImage(i, 12));
    }
    assertThat(reader.hasNext()).isFalse();
  }

  @Test
  void scalesTheLargestByteToOneAndTheSmallestToZero() {
    byte[] bytes = TestFiles.idxImages(1, 1, 3);
    bytes[16] = 0;
    bytes[17] = (byte) 255;
    bytes[18] = (byte) 128;
    IdxRecordReader reader = flat(images(bytes), labels(TestFiles.idxLabels(7)));
    assertThat(image(reader.next()).toFloatVector()).containsExactly(0f, 1f, 128f / 255);
  }

  @Test
  void readsLabelsInOrder() {
    assertThat(allLabels(five(ImageLayout.FLAT))).containsExactly(3, 0, 9, 3, 1);
  }

  @Test
  void givesFlatRowsOfFloats() {
    INDArray image = image(five(ImageLayout.FLAT).next());
    assertThat(image.shape()).containsExactly(1, 12);
    assertThat(image.dataType()).isEqualTo(DataType.FLOAT);
  }

  @Test
  void givesChannelsHeightAndWidthRowByRow() {
    INDArray image = image(five(ImageLayout.NCHW).next());
    assertThat(image.shape()).containsExactly(1, 1, 4, 3);
    assertThat(image.getFloat(0, 0, 1, 2)).isEqualTo(TestFiles.pixel(0, 5) / 255f);
  }

  @Test
  void knowsSizeShapeAndClassNames() {
    IdxRecordReader reader = five(ImageLayout.FLAT);
    assertThat(reader.size()).isEqualTo(5);
    assertThat(reader.shape()).isEqualTo(new ImageShape(1, 4, 3));
    assertThat(reader.getLabels()).hasSize(10).startsWith("0", "1").endsWith("9");
  }

  @Test
  void tellsGzipByContentWhateverTheName() {
    Path zipped = images(TestFiles.gzip(TestFiles.idxImages(5, 4, 3)));
    Path plain = TestFiles.write(folder.resolve("plain-labels.gz"), TestFiles.idxLabels(LABELS));
    IdxRecordReader reader = flat(zipped, plain);
    assertThat(image(reader.next()).toFloatVector()).containsExactly(expectedImage(0, 12));
    assertThat(reader.size()).isEqualTo(5);
  }

  @Test
  void tellsImagesFromLabelsByContentWhateverTheOrder() {
    IdxRecordReader reader =
        flat(labels(TestFiles.idxLabels(LABELS)), images(TestFiles.idxImages(5, 4, 3)));
    assertThat(allLabels(reader)).containsExactly(3, 0, 9, 3, 1);
  }

  @Test
  void readsTheTwoFilesOfAFolderSplit() {
    five(ImageLayout.FLAT);
    IdxRecordReader reader = IdxRecordReader.create(ImageLayout.FLAT, 10);
    reader.initialize(new FileSplit(folder.toFile()));
    assertThat(reader.size()).isEqualTo(5);
  }

  @Test
  void resetStartsOver() {
    IdxRecordReader reader = five(ImageLayout.FLAT);
    reader.next();
    reader.next();
    reader.reset();
    assertThat(allLabels(reader)).containsExactly(3, 0, 9, 3, 1);
  }

  @Test
  void endsWithAnErrorThatSaysWhatToDo() {
    IdxRecordReader reader = five(ImageLayout.FLAT);
    allLabels(reader);
    assertThatThrownBy(reader::next)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("all 5 records")
        .hasMessageContaining("reset");
  }

  @Test
  void mustBeInitialised() {
    IdxRecordReader reader = IdxRecordReader.create(ImageLayout.FLAT, 10);
    assertThatIllegalStateException().isThrownBy(reader::hasNext).withMessageContaining("initial");
  }

  @Test
  void needsAClass() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IdxRecordReader.create(ImageLayout.FLAT, 0))
        .withMessageContaining("0 classes");
  }

  @Test
  void loadsRecordsAgainFromTheirMetadata() {
    IdxRecordReader reader = five(ImageLayout.FLAT);
    List<RecordMetaData> metaData = new ArrayList<>();
    while (reader.hasNext()) {
      metaData.add(reader.nextRecord().getMetaData());
    }
    List<Record> records = reader.loadFromMetaData(List.of(metaData.get(4), metaData.get(2)));
    assertThat(records).extracting(r -> r.getRecord().get(1).toInt()).containsExactly(1, 9);
    assertThat(image(records.get(1).getRecord()).toFloatVector())
        .containsExactly(expectedImage(2, 12));
    assertThat(records.get(0).getMetaData()).isEqualTo(metaData.get(4));
  }

  @Test
  void refusesMetadataOfOtherFiles() {
    IdxRecordReader reader = five(ImageLayout.FLAT);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                reader.loadFromMetaData(
                    new RecordMetaDataIndex(0, folder.resolve("x").toUri(), getClass())))
        .withMessageContaining("images.idx");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                reader.loadFromMetaData(
                    new RecordMetaDataIndex(5, folder.resolve("images.idx").toUri(), getClass())));
  }

  @Test
  void survivesSerialisation() throws Exception {
    IdxRecordReader reader = five(ImageLayout.FLAT);
    reader.next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(reader);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(allLabels((IdxRecordReader) in.readObject())).containsExactly(0, 9, 3, 1);
    }
  }

  @Test
  void feedsDl4jThroughItsIterator() {
    RecordReaderDataSetIterator iterator =
        new RecordReaderDataSetIterator(five(ImageLayout.FLAT), 3, 1, 10);
    iterator.setCollectMetaData(true);
    DataSet first = iterator.next();
    assertThat(first.getFeatures().shape()).containsExactly(3, 12);
    assertThat(first.getFeatures().getRow(2).toFloatVector()).containsExactly(expectedImage(2, 12));
    assertThat(first.getLabels().shape()).containsExactly(3, 10);
    assertThat(first.getLabels().argMax(1).toIntVector()).containsExactly(3, 0, 9);
    assertThat(first.getLabels().sumNumber().doubleValue()).isEqualTo(3);
    assertThat(iterator.next().numExamples()).isEqualTo(2);
    assertThat(iterator.hasNext()).isFalse();
  }

  @Test
  void feedsConvolutionalNetworksThroughDl4jsIterator() {
    RecordReaderDataSetIterator iterator =
        new RecordReaderDataSetIterator(five(ImageLayout.NCHW), 5, 1, 10);
    assertThat(iterator.next().getFeatures().shape()).containsExactly(5, 1, 4, 3);
  }

  @Test
  void namesAMissingFileAndWhatIsExpected() {
    Path missing = folder.resolve("no-such-file");
    Path labels = labels(TestFiles.idxLabels(LABELS));
    assertThatThrownBy(() -> flat(missing, labels))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no-such-file")
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("IDX");
  }

  @Test
  void namesAMissingFolder() {
    Path missing = folder.resolve("nowhere").resolve("images");
    assertThatThrownBy(() -> flat(missing, missing))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no folder " + folder.resolve("nowhere"));
  }

  @Test
  void refusesAFolderInsteadOfAFile() {
    Path labels = labels(TestFiles.idxLabels(LABELS));
    assertThatThrownBy(() -> flat(folder, labels))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(folder + " is a folder");
  }

  @Test
  void saysHowManyBytesOfTruncatedImagesThereAre() {
    byte[] whole = TestFiles.idxImages(5, 4, 3);
    Path images = images(Arrays.copyOf(whole, 70));
    Path labels = labels(TestFiles.idxLabels(LABELS));
    assertThatThrownBy(() -> flat(images, labels))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("images.idx: truncated")
        .hasMessageContaining("expected 76 bytes")
        .hasMessageContaining("found 70");
  }

  @Test
  void saysHowManyBytesOfTruncatedLabelsThereAre() {
    Path images = images(TestFiles.idxImages(5, 4, 3));
    Path labels = labels(Arrays.copyOf(TestFiles.idxLabels(LABELS), 11));
    assertThatThrownBy(() -> flat(images, labels))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("labels.idx: truncated")
        .hasMessageContaining("expected 13 bytes")
        .hasMessageContaining("found 11");
  }

  @Test
  void refusesBytesAfterTheEnd() {
    Path images = images(TestFiles.join(TestFiles.idxImages(5, 4, 3), new byte[2]));
    Path labels = labels(TestFiles.idxLabels(LABELS));
    assertThatThrownBy(() -> flat(images, labels))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("too long: expected 76 bytes")
        .hasMessageContaining("found 78");
  }

  @Test
  void saysHowMuchOfATruncatedGzipThereIs() {
    byte[] zipped = TestFiles.gzip(TestFiles.idxImages(5, 4, 3));
    Path images = images(Arrays.copyOf(zipped, zipped.length - 10));
    Path labels = labels(TestFiles.idxLabels(LABELS));
    assertThatThrownBy(() -> flat(images, labels))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("images.idx")
        .hasMessageContaining("expected 76 bytes")
        .hasMessageContaining("gzip stream broke off");
  }

  @Test
  void refusesAGzipWhoseChecksumIsWrong() {
    byte[] zipped = TestFiles.gzip(TestFiles.idxImages(5, 4, 3));
    zipped[zipped.length - 6] ^= 1;
    Path images = images(zipped);
    Path labels = labels(TestFiles.idxLabels(LABELS));
    assertThatThrownBy(() -> flat(images, labels))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("images.idx: damaged")
        .hasMessageNotContaining("truncated");
  }

  @Test
  void refusesFilesShorterThanTheirHeader() {
    Path labels = labels(TestFiles.idxLabels(LABELS));
    for (int bytes : new int[] {0, 3, 4, 15}) {
      Path images = images(Arrays.copyOf(TestFiles.idxImages(5, 4, 3), bytes));
      assertThatThrownBy(() -> flat(images, labels))
          .as("%d bytes", bytes)
          .isInstanceOf(DataException.class)
          .hasMessageContaining("images.idx: truncated")
          .hasMessageContaining("found " + bytes);
    }
  }

  @Test
  void refusesAnotherMagicNumber() {
    byte[] bytes = TestFiles.idxImages(5, 4, 3);
    bytes[2] = 0x0d; // IDX of floats
    Path images = images(bytes);
    Path labels = labels(TestFiles.idxLabels(LABELS));
    assertThatThrownBy(() -> flat(images, labels))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("images.idx")
        .hasMessageContaining("0x00000d03")
        .hasMessageContaining("0x00000803");
  }

  @Test
  void refusesTwoFilesOfLabels() {
    Path labels = labels(TestFiles.idxLabels(LABELS));
    assertThatThrownBy(() -> flat(labels, labels))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("0 of images and 2 of labels");
  }

  @Test
  void refusesCountsThatDiffer() {
    Path images = images(TestFiles.idxImages(5, 4, 3));
    Path labels = labels(TestFiles.idxLabels(1, 2, 3, 4));
    assertThatThrownBy(() -> flat(images, labels))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("holds 5 images")
        .hasMessageContaining("4 labels");
  }

  @Test
  void refusesCountsNoDataSetHas() {
    byte[] bytes = TestFiles.idxImages(5, 4, 3);
    bytes[4] = (byte) 0x80;
    Path images = images(bytes);
    Path labels = labels(TestFiles.idxLabels(LABELS));
    assertThatThrownBy(() -> flat(images, labels))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("header announces -2147483643 images");
  }

  @Test
  void saysWhichLabelIsOutOfRange() {
    Path images = images(TestFiles.idxImages(3, 4, 3));
    Path labels = labels(TestFiles.idxLabels(0, 255, 1));
    assertThatThrownBy(() -> flat(images, labels))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("labels.idx: label 255 of record 1 is outside 0..9");
  }

  @Test
  void refusesAnEmptySplit() {
    IdxRecordReader reader = IdxRecordReader.create(ImageLayout.FLAT, 10);
    assertThatThrownBy(() -> reader.initialize(new CollectionInputSplit(List.of())))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("two IDX files");
  }

  @Test
  void refusesFilesOfAnotherMachine() {
    IdxRecordReader reader = IdxRecordReader.create(ImageLayout.FLAT, 10);
    assertThatThrownBy(
            () ->
                reader.initialize(
                    new CollectionInputSplit(List.of(URI.create("hdfs://host/images")))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("hdfs://host/images");
  }
}
