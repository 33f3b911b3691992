package io.github.featurescope.examples.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.featurescope.examples.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.modelimport.keras.Hdf5Archive;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.modelimport.keras.exceptions.InvalidKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.deeplearning4j.util.ModelSerializer;

/** Restores models that Deeplearning4j or Keras has saved, whatever the file is called. */
public final class SavedModel {

  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final String EXPECTED =
      "a zip of Deeplearning4j's ModelSerializer, or a Keras model in HDF5 (model.save(\"m.h5\"))";

  private SavedModel() {}

  /**
   * Restores a model without its optimiser's state.
   *
   * @param file a zip of ModelSerializer with a MultiLayerNetwork or a ComputationGraph, or a Keras
   *     model in HDF5
   * @return the model, initialised
   * @throws InputException if the file is none of these or cannot be restored, with the reason
   */
  public static Model read(Path file) {
    byte[] start = start(file);
    if (startsWith(start, HDF5)) {
      return keras(file);
    }
    if (startsWith(start, ZIP)) {
      return zip(file);
    }
    throw new InputException(file + ": no saved model; give " + EXPECTED);
  }

  private static boolean startsWith(byte[] bytes, byte[] magic) {
    return Arrays.equals(Arrays.copyOf(bytes, magic.length), magic);
  }

  private static byte[] start(Path file) {
    if (Files.isDirectory(file)) {
      throw new InputException(
          file + ": a folder; give the file in it, such as " + file.resolve("model.zip"));
    }
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": there is no such file; give " + EXPECTED);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(HDF5.length);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e + "); check its permissions", e);
    }
  }

  private static Model zip(Path file) {
    try {
      return isGraph(file)
          ? ModelSerializer.restoreComputationGraph(file.toFile(), false)
          : ModelSerializer.restoreMultiLayerNetwork(file.toFile(), false);
    } catch (InputException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // a torn part shows as any of many kinds
      throw unrestorable(file, e);
    }
  }

  private static boolean isGraph(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry(ModelSerializer.CONFIGURATION_JSON);
      if (entry != null) {
        JsonNode configuration = new ObjectMapper().readTree(zip.getInputStream(entry));
        if (configuration.has("vertices")) {
          return true;
        }
        if (configuration.has("confs")) {
          return false;
        }
      }
    }
    throw new InputException(
        file
            + ": a zip without the configuration of a MultiLayerNetwork or ComputationGraph; give "
            + EXPECTED
            + ", and save a .keras model as .h5");
  }

  private static Model keras(Path file) {
    String name = file.toAbsolutePath().toString();
    try {
      return isSequential(name)
          ? KerasModelImport.importKerasSequentialModelAndWeights(name, false)
          : KerasModelImport.importKerasModelAndWeights(name, false);
    } catch (IOException
        | InvalidKerasConfigurationException
        | UnsupportedKerasConfigurationException
        | RuntimeException e) {
      throw unrestorable(file, e);
    }
  }

  private static boolean isSequential(String file)
      throws IOException, UnsupportedKerasConfigurationException {
    try (Hdf5Archive archive = new Hdf5Archive(file)) {
      if (!archive.hasAttribute("model_config")) {
        throw new IllegalArgumentException(
            "it holds no model, perhaps weights alone; save the whole model with model.save");
      }
      JsonNode model = new ObjectMapper().readTree(archive.readAttributeAsJson("model_config"));
      return model.path("class_name").asText().equals("Sequential");
    }
  }

  private static InputException unrestorable(Path file, Exception e) {
    String reason =
        e.getMessage() == null ? e.toString() : e.getMessage().lines().findFirst().orElse("");
    return new InputException(file + ": the model cannot be restored: " + reason, e);
  }
}
