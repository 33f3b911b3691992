package io.github.featurescope.adapters.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.adapters.ModelAdapters;
import io.github.featurescope.adapters.Readout;
import io.github.featurescope.probes.Matrix;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** What every family must do. */
final class ModelChecks {

  private ModelChecks() {}

  static INDArray images(int n, int channels, int height, int width) {
    return Nd4j.rand(
        Nd4j.getDistributions().createNormal(0, 1), new long[] {n, channels, height, width});
  }

  static INDArray output(Model model, INDArray images) {
    return model instanceof MultiLayerNetwork network
        ? network.output(images)
        : ((ComputationGraph) model).outputSingle(images);
  }

  static void assertProbabilities(INDArray output, int n, int classes) {
    assertThat(output.shape()).containsExactly(n, classes);
    for (int i = 0; i < n; i++) {
      assertThat(output.getRow(i).sumNumber().doubleValue()).isCloseTo(1, within(1e-5));
    }
  }

  /** Random images with random labels of 4 classes. */
  static DataSet noise(int channels, int size) {
    Nd4j.getRandom().setSeed(11);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, 32, 4);
    for (int i = 0; i < 32; i++) {
      labels.putScalar(i, (i * 7 / 3) % 4, 1);
    }
    return new DataSet(images(32, channels, size, size), labels);
  }

  static DataSet noise(int channels, int size, DataType dataType) {
    DataSet few = noise(channels, size).getRange(0, 6).copy();
    return new DataSet(few.getFeatures().castTo(dataType), few.getLabels().castTo(dataType));
  }

  static double accuracy(Model model, DataSet data) {
    INDArray hit = output(model, data.getFeatures()).argMax(1).eq(data.getLabels().argMax(1));
    return hit.castTo(DataType.DOUBLE).meanNumber().doubleValue();
  }

  /** A model that learns at all can learn 32 images by heart. */
  static void assertLearnsByHeart(Model model, int channels, int size, int iterations) {
    DataSet data = noise(channels, size);
    for (int i = 0; i < iterations; i++) {
      if (model instanceof MultiLayerNetwork network) {
        network.fit(data);
      } else {
        ((ComputationGraph) model).fit(data);
      }
    }
    assertThat(accuracy(model, data)).isGreaterThan(0.7);
  }

  static Model restored(Model model) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ModelSerializer.writeModel(model, file, true);
    ByteArrayInputStream saved = new ByteArrayInputStream(file.toByteArray());
    return model instanceof MultiLayerNetwork
        ? ModelSerializer.restoreMultiLayerNetwork(saved, true)
        : ModelSerializer.restoreComputationGraph(saved, true);
  }

  static void assertRestored(Model model, INDArray images) throws IOException {
    assertThat(output(restored(model), images)).isEqualTo(output(model, images));
  }

  /** The adapter finds the head; the softmax of its logits is what the model answers. */
  static void assertWatched(Model model, INDArray images, int features) {
    var reader = ModelAdapters.open(model);
    assertThat(reader.head().head()).isEqualTo("head");
    assertThat(reader.head().featureLayer()).isEqualTo("features");
    assertThat(reader.head().width()).isEqualTo(features);
    Readout readout = reader.read(images);
    INDArray output = output(model, images);
    Matrix logits = readout.logits();
    for (int i = 0; i < logits.rows(); i++) {
      double sum = 0;
      for (int c = 0; c < logits.cols(); c++) {
        sum += Math.exp(logits.get(i, c));
      }
      for (int c = 0; c < logits.cols(); c++) {
        assertThat(Math.exp(logits.get(i, c)) / sum)
            .isCloseTo(output.getDouble(i, c), within(1e-5));
      }
    }
  }
}
