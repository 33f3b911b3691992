package io.github.featurescope.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.split.FileSplit;
import org.datavec.api.writable.NDArrayWritable;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class CifarRecordReaderTest {

  private static final byte[] RED_DOG = TestFiles.cifarRecord(5, 255, 0, 0);
  private static final byte[] GREEN_FROG = TestFiles.cifarRecord(6, 0, 255, 0);
  private static final byte[] BLUE_SHIP = TestFiles.cifarRecord(8, 0, 0, 255);

  @TempDir Path folder;

  private Path file(String name, byte[]... records) {
    return TestFiles.write(folder.resolve(name), TestFiles.join(records));
  }

  private static CifarRecordReader open(ImageLayout layout, Path... files) {
    return CifarRecordReader.open(List.of(files), layout, CifarRecordReader.CLASS_NAMES);
  }

  private static INDArray image(Record record) {
    return ((NDArrayWritable) record.getRecord().get(0)).get();
  }

  private static List<Integer> labels(CifarRecordReader reader) {
    List<Integer> labels = new ArrayList<>();
    while (reader.hasNext()) {
      labels.add(reader.next().get(1).toInt());
    }
    return labels;
  }

  @Test
  void readsThePlanesAsRedGreenAndBlue() {
    CifarRecordReader reader =
        open(ImageLayout.NCHW, file("a.bin", RED_DOG, GREEN_FROG, BLUE_SHIP));
    for (int channel = 0; channel < 3; channel++) {
      INDArray image = image(reader.nextRecord());
      assertThat(image.shape()).containsExactly(1, 3, 32, 32);
      for (int plane = 0; plane < 3; plane++) {
        float expected = plane == channel ? 1 : 0;
        assertThat(image.getFloat(0, plane, 0, 0)).isEqualTo(expected);
        assertThat(image.getFloat(0, plane, 31, 31)).isEqualTo(expected);
        assertThat(image.getFloat(0, plane, 17, 4)).isEqualTo(expected);
      }
    }
  }

  @Test
  void readsRowsBeforeColumns() {
    byte[] record = TestFiles.cifarRecord(0, 0, 0, 0);
    record[1 + 1024 + 2 * 32 + 5] = (byte) 128; // green, row 2, column 5
    INDArray image = image(open(ImageLayout.NCHW, file("a.bin", record)).nextRecord());
    assertThat(image.getFloat(0, 1, 2, 5)).isEqualTo(128 / 255f);
    assertThat(image.sumNumber().floatValue()).isEqualTo(128 / 255f);
  }

  @Test
  void flatImagesKeepThePlanesInOrder() {
    INDArray image =
        image(
            open(ImageLayout.FLAT, file("a.bin", TestFiles.cifarRecord(0, 51, 102, 204)))
                .nextRecord());
    assertThat(image.shape()).containsExactly(1, 3072);
    assertThat(image.getFloat(0, 1023)).isEqualTo(0.2f);
    assertThat(image.getFloat(0, 1024)).isEqualTo(0.4f);
    assertThat(image.getFloat(0, 2048)).isEqualTo(0.8f);
  }

  @Test
  void readsFilesOneAfterTheOther() {
    CifarRecordReader reader =
        open(ImageLayout.FLAT, file("b.bin", RED_DOG, GREEN_FROG), file("a.bin", BLUE_SHIP));
    assertThat(reader.size()).isEqualTo(3);
    assertThat(labels(reader)).containsExactly(5, 6, 8);
  }

  @Test
  void tellsGzipByContentWhateverTheName() {
    Path zipped =
        TestFiles.write(
            folder.resolve("a.bin"), TestFiles.gzip(TestFiles.join(RED_DOG, BLUE_SHIP)));
    Path plain = file("b.gz", GREEN_FROG);
    assertThat(labels(open(ImageLayout.FLAT, zipped, plain))).containsExactly(5, 8, 6);
  }

  @Test
  void readsAFolderSplit() {
    file("a.bin", RED_DOG);
    file("b.bin", BLUE_SHIP);
    CifarRecordReader reader = CifarRecordReader.create(ImageLayout.FLAT);
    reader.initialize(new FileSplit(folder.toFile()));
    assertThat(labels(reader)).containsExactlyInAnyOrder(5, 8);
  }

  @Test
  void loadsRecordsOfEachFileFromTheirMetadata() {
    CifarRecordReader reader =
        open(ImageLayout.FLAT, file("a.bin", RED_DOG, GREEN_FROG), file("b.bin", BLUE_SHIP));
    List<RecordMetaData> metaData = new ArrayList<>();
    while (reader.hasNext()) {
      metaData.add(reader.nextRecord().getMetaData());
    }
    assertThat(metaData.get(2).getURI()).isEqualTo(folder.resolve("b.bin").toUri());
    assertThat(reader.loadFromMetaData(List.of(metaData.get(2), metaData.get(1))))
        .extracting(record -> record.getRecord().get(1).toInt())
        .containsExactly(8, 6);
  }

  @Test
  void feedsDl4jThroughItsIterator() {
    RecordReaderDataSetIterator iterator =
        new RecordReaderDataSetIterator(
            open(ImageLayout.NCHW, file("a.bin", RED_DOG, GREEN_FROG, BLUE_SHIP)), 3, 1, 10);
    DataSet all = iterator.next();
    assertThat(all.getFeatures().shape()).containsExactly(3, 3, 32, 32);
    assertThat(all.getFeatures().getFloat(1, 1, 9, 9)).isEqualTo(1);
    assertThat(all.getLabels().argMax(1).toIntVector()).containsExactly(5, 6, 8);
  }

  @Test
  void saysHowManyBytesOfATruncatedFileThereAre() {
    Path file =
        TestFiles.write(
            folder.resolve("a.bin"), Arrays.copyOf(TestFiles.join(RED_DOG, GREEN_FROG), 4000));
    assertThatThrownBy(() -> open(ImageLayout.FLAT, file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.bin: truncated")
        .hasMessageContaining("expected 6146 bytes")
        .hasMessageContaining("2 records of 3073")
        .hasMessageContaining("found 4000");
  }

  @Test
  void refusesAGzipThatBreaksOff() {
    byte[] zipped = TestFiles.gzip(TestFiles.join(RED_DOG, GREEN_FROG));
    Path file = TestFiles.write(folder.resolve("a.bin"), Arrays.copyOf(zipped, zipped.length - 4));
    assertThatThrownBy(() -> open(ImageLayout.FLAT, file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.bin: damaged")
        .hasMessageContaining("gzip stream broke off");
  }

  @Test
  void refusesAnEmptyFile() {
    Path file = file("a.bin");
    assertThatThrownBy(() -> open(ImageLayout.FLAT, file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected 3073 bytes")
        .hasMessageContaining("found 0");
  }

  @Test
  void saysWhichFileHoldsALabelAboveNine() {
    Path good = file("a.bin", RED_DOG);
    Path bad = file("b.bin", BLUE_SHIP, TestFiles.cifarRecord(10, 1, 2, 3));
    assertThatThrownBy(() -> open(ImageLayout.FLAT, good, bad))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("b.bin: label 10 of record 1 is outside 0..9");
  }

  @Test
  void namesAMissingFileAndWhatIsExpected() {
    assertThatThrownBy(() -> open(ImageLayout.FLAT, folder.resolve("data_batch_1.bin")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("data_batch_1.bin")
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("CIFAR-10 binary format");
  }

  @Test
  void refusesAFolderInsteadOfAFile() {
    assertThatThrownBy(() -> open(ImageLayout.FLAT, folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is a folder");
  }

  @Test
  void needsAFile() {
    assertThatThrownBy(() -> open(ImageLayout.FLAT))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("one or more files");
  }
}
