package io.github.featurescope.examples.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The real files, against their bytes read here without the readers. */
class RealDataTest {

  private static int[] countsOfBytes(byte[] bytes, int start, int stride) {
    int[] counts = new int[10];
    for (int i = start; i < bytes.length; i += stride) {
      counts[bytes[i]]++;
    }
    return counts;
  }

  private static int[] counts(LabelledImages images) {
    int[] counts = new int[10];
    IntStream.of(images.truth()).forEach(label -> counts[label]++);
    return counts;
  }

  private static long sumOfBytes(byte[] bytes, int from, int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += bytes[i] & 0xff;
    }
    return sum;
  }

  /** The sum of the bytes that the values of some images came from: bytes by 1/255. */
  private static long sumOfPixels(INDArray features, int from, int to) {
    float[] values =
        features.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()).dup().data().asFloat();
    long sum = 0;
    for (float value : values) {
      sum += Math.round(255 * value);
    }
    return sum;
  }

  @Test
  void readsMnist() {
    Path folder = TestFiles.real("mnist");
    DataSources.Split mnist = DataSources.named("mnist", folder, ClassChoice.all(), 0, 0, 0);
    assertThat(mnist.train().size()).isEqualTo(60000);
    assertThat(mnist.test().size()).isEqualTo(10000);
    assertThat(Arrays.copyOf(mnist.train().given(), 5)).containsExactly(5, 0, 4, 1, 9);
    byte[] labels = TestFiles.gunzip(folder.resolve("train-labels-idx1-ubyte.gz"));
    assertThat(counts(mnist.train())).containsExactly(countsOfBytes(labels, 8, 1));
    byte[] testLabels = TestFiles.gunzip(folder.resolve("t10k-labels-idx1-ubyte.gz"));
    assertThat(counts(mnist.test())).containsExactly(countsOfBytes(testLabels, 8, 1));
    byte[] testImages = TestFiles.gunzip(folder.resolve("t10k-images-idx3-ubyte.gz"));
    INDArray features = mnist.test().features(ImageLayout.FLAT);
    assertThat(sumOfPixels(features, 0, 10000))
        .isEqualTo(sumOfBytes(testImages, 16, testImages.length));
    assertThat(sumOfPixels(features, 9999, 10000))
        .isEqualTo(sumOfBytes(testImages, testImages.length - 784, testImages.length));
  }

  @Test
  void readsCifar10() throws IOException {
    Path folder = TestFiles.real("cifar-10-batches-bin");
    byte[] bytes = Files.readAllBytes(folder.resolve("test_batch.bin"));
    LabelledImages test =
        LabelledImages.read(
            CifarRecordReader.open(
                List.of(folder.resolve("test_batch.bin")),
                ImageLayout.NCHW,
                CifarRecordReader.CLASS_NAMES),
            new ImageShape(3, 32, 32));
    assertThat(test.size()).isEqualTo(10000);
    assertThat(counts(test)).containsExactly(countsOfBytes(bytes, 0, TestFiles.CIFAR_RECORD));
    INDArray features = test.features(ImageLayout.FLAT);
    for (int i : new int[] {0, 1, 9999}) {
      int start = i * TestFiles.CIFAR_RECORD + 1;
      assertThat(sumOfPixels(features, i, i + 1)).isEqualTo(sumOfBytes(bytes, start, start + 3072));
    }
  }
}
