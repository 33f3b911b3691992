package io.github.featurescope.examples.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.featurescope.examples.InputException;
import io.github.featurescope.examples.optim.SignSgd;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;

class SavedModelTest {

  @TempDir private Path folder;

  @Test
  void readsAKerasModel() {
    Path file = folder.resolve("model.h5");
    KerasFile.writeSequential(file);

    Model model = SavedModel.read(file);

    assertThat(model).isInstanceOf(MultiLayerNetwork.class);
    assertThat(model.numParams()).isEqualTo(4 * 6 + 6 + 6 * 3 + 3);
    assertThat(model.getParam("0_W").getFloat(1, 2)).isEqualTo(0.8f);
  }

  @Test
  void saysThatAFileHoldsNoModel() {
    Path file = folder.resolve("weights.h5");
    KerasFile.writeEmpty(file);

    assertThatThrownBy(() -> SavedModel.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("weights.h5")
        .hasMessageContaining("no model");
  }

  @Test
  void saysThatParametersAreTorn() throws IOException {
    Path file = folder.resolve("torn.zip");
    network().save(file.toFile());
    try (FileSystem zip = FileSystems.newFileSystem(file)) {
      Files.write(zip.getPath(ModelSerializer.COEFFICIENTS_BIN), new byte[] {1, 2, 3});
    }

    assertThatThrownBy(() -> SavedModel.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("torn.zip")
        .hasMessageContaining("cannot be restored");
  }

  @Test
  void saysThatAFolderIsNoModel() {
    assertThatThrownBy(() -> SavedModel.read(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a folder")
        .hasMessageContaining("model.zip");
  }

  @Test
  void restoresTheParameters() throws IOException {
    MultiLayerNetwork network = network();
    network.save(folder.resolve("model").toFile());

    assertThat(SavedModel.read(folder.resolve("model")).params()).isEqualTo(network.params());
  }

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .updater(SignSgd.of(0.1))
                .list()
                .layer(
                    new OutputLayer.Builder().nIn(3).nOut(2).activation(Activation.SOFTMAX).build())
                .build());
    network.init();
    return network;
  }
}
