package io.github.featurescope.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataSourcesTest {

  @TempDir Path folder;

  private static DataSources.Split named(String name, @Nullable Path data) {
    return DataSources.named(name, data, ClassChoice.all(), 40, 20, 1);
  }

  private static void writeMnist(Path to) {
    TestFiles.write(to.resolve("train-images-idx3-ubyte"), TestFiles.idxImages(3, 28, 28));
    TestFiles.write(to.resolve("train-labels-idx1-ubyte"), TestFiles.idxLabels(7, 0, 9));
    TestFiles.write(
        to.resolve("t10k-images-idx3-ubyte.gz"), TestFiles.gzip(TestFiles.idxImages(2, 28, 28)));
    TestFiles.write(
        to.resolve("t10k-labels-idx1-ubyte.gz"), TestFiles.gzip(TestFiles.idxLabels(1, 2)));
  }

  private static byte[] cifar(int... labels) {
    return TestFiles.join(
        IntStream.of(labels)
            .mapToObj(label -> TestFiles.cifarRecord(label, 1, 2, 3))
            .toArray(byte[][]::new));
  }

  private static void writeCifar(Path to) {
    TestFiles.write(to.resolve("data_batch_2.bin"), cifar(3, 4));
    TestFiles.write(to.resolve("data_batch_1.bin"), cifar(1, 2));
    TestFiles.write(to.resolve("test_batch.bin"), cifar(9));
  }

  private static void writeNames(Path to, String text) {
    TestFiles.write(to.resolve("batches.meta.txt"), text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void drawsAsManyDigitsAsAskedFor() {
    DataSources.Split digits = named("digits", null);
    assertThat(digits.train().size()).isEqualTo(40);
    assertThat(digits.test().size()).isEqualTo(20);
  }

  @Test
  void digitsForTestingAreOthersThanThoseForTraining() {
    DataSources.Split digits = DataSources.named("digits", null, ClassChoice.all(), 20, 20, 1);
    assertThat(digits.test().features(ImageLayout.FLAT))
        .isNotEqualTo(digits.train().features(ImageLayout.FLAT));
    assertThat(digits.test().truth()).isNotEqualTo(digits.train().truth());
  }

  @Test
  void listsTheKnownNamesForAnUnknownOne() {
    assertThatThrownBy(() -> named("imagenet", folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("'imagenet'")
        .hasMessageContaining("digits")
        .hasMessageContaining("mnist")
        .hasMessageContaining("cifar10");
  }

  @Test
  void everyNameIsKnown() {
    writeMnist(folder);
    writeCifar(folder);
    for (String name : DataSources.NAMES) {
      assertThat(named(name, folder).train().size()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mnist", "cifar10"})
  void asksForTheFolderOfTheFiles(String name) {
    assertThatThrownBy(() -> named(name, null))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("'" + name + "'")
        .hasMessageContaining("--data-dir")
        .hasMessageContaining("'digits'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mnist", "cifar10"})
  void refusesAFolderThatIsNone(String name) {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> named(name, missing))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(missing + " is no folder");
  }

  @Test
  void namesTheFileThatIsMissingInTheFolder() {
    assertThatThrownBy(() -> named("mnist", folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("train-images-idx3-ubyte")
        .hasMessageContaining(folder.toString());
    assertThatThrownBy(() -> named("cifar10", folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("data_batch_1.bin")
        .hasMessageContaining(folder.toString());
  }

  @Test
  void readsPlainAndZippedMnistFilesTogether() {
    writeMnist(folder);
    DataSources.Split mnist = named("MNIST", folder);
    assertThat(mnist.train().truth()).containsExactly(7, 0, 9);
    assertThat(mnist.test().truth()).containsExactly(1, 2);
    assertThat(mnist.train().shape()).isEqualTo(new ImageShape(1, 28, 28));
  }

  @Test
  void findsMnistInsideTheFolder() {
    writeMnist(folder.resolve("mnist"));
    assertThat(named("mnist", folder).train().size()).isEqualTo(3);
  }

  @Test
  void refusesImagesOfAnotherSizeThanMnists() {
    writeMnist(folder);
    TestFiles.write(folder.resolve("train-images-idx3-ubyte"), TestFiles.idxImages(3, 20, 20));
    assertThatThrownBy(() -> named("mnist", folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("400 values: expected 784");
  }

  @Test
  void readsAllTrainingBatchesInOrder() {
    writeCifar(folder);
    DataSources.Split cifar = named("cifar10", folder);
    assertThat(cifar.train().truth()).containsExactly(1, 2, 3, 4);
    assertThat(cifar.test().truth()).containsExactly(9);
    assertThat(cifar.train().shape()).isEqualTo(new ImageShape(3, 32, 32));
  }

  @Test
  void findsCifarInsideTheFolder() {
    writeCifar(folder.resolve("cifar-10-batches-bin"));
    assertThat(named("cifar10", folder).train().size()).isEqualTo(4);
  }

  @Test
  void readsZippedBatchesAndNoneTwice() {
    writeCifar(folder);
    TestFiles.write(folder.resolve("data_batch_2.bin.gz"), TestFiles.gzip(cifar(3, 4)));
    TestFiles.write(folder.resolve("data_batch_3.bin.gz"), TestFiles.gzip(cifar(5)));
    assertThat(named("cifar10", folder).train().truth()).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void namesTheMissingTestBatch() {
    TestFiles.write(folder.resolve("data_batch_1.bin"), cifar(1));
    assertThatThrownBy(() -> named("cifar10", folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("test_batch.bin");
  }

  @Test
  void takesTheClassNamesOfTheFolder() {
    writeCifar(folder);
    writeNames(folder, "a\nb\nc\nd\ne\nf\ng\nh\ni\n j \n\n");
    assertThat(named("cifar10", folder).train().classNames())
        .containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
  }

  @Test
  void knowsTheUsualClassNames() {
    writeCifar(folder);
    assertThat(named("cifar10", folder).test().classNames())
        .hasSize(10)
        .startsWith("airplane")
        .endsWith("truck");
  }

  @Test
  void refusesAnotherNumberOfClassNames() {
    writeCifar(folder);
    writeNames(folder, "a\nb\n");
    assertThatThrownBy(() -> named("cifar10", folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("batches.meta.txt: 2 class names, expected 10");
  }

  @Test
  void refusesClassNamesThatAreNoText() {
    writeCifar(folder);
    TestFiles.write(folder.resolve("batches.meta.txt"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThatThrownBy(() -> named("cifar10", folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("batches.meta.txt");
  }
}
