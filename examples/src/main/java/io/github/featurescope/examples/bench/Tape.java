package io.github.featurescope.examples.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.featurescope.adapters.Readout;
import io.github.featurescope.examples.data.LabelledImages;
import io.github.featurescope.examples.training.TrainingData;
import io.github.featurescope.examples.training.TrainingSettings;
import io.github.featurescope.probes.Matrix;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a network said of all samples after each epoch: features and logits of training and held-out
 * samples, logits of test samples, and the head's weights.
 *
 * <p>Floats, as the network computes them, little endian, one file an epoch.
 */
final class Tape {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Tape() {}

  static Writer write(Path folder, TrainingSettings settings, TrainingData data) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + folder, e);
    }
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("settings", settings.forLog());
    head.put("classes", data.train().classes());
    head.put("train", labels(data.train()));
    head.put("heldOut", labels(Objects.requireNonNull(data.heldOut())));
    head.put("test", labels(data.test()));
    return new Writer(folder, head);
  }

  private static Map<String, Object> labels(LabelledImages images) {
    return Map.of("given", images.given(), "truth", images.truth(), "ids", images.origins());
  }

  /** Writes moments as they come. */
  static final class Writer {
    private final Path folder;
    private final Map<String, Object> head;

    private Writer(Path folder, Map<String, Object> head) {
      this.folder = folder;
      this.head = head;
    }

    void moment(int epoch, List<Readout> readouts) {
      Readout train = readouts.get(0);
      Readout heldOut = readouts.get(1);
      Readout test = readouts.get(2);
      Matrix weights = Objects.requireNonNull(train.weights());
      head.put("width", train.features().cols());
      head.put("epochs", epoch);
      try (OutputStream out =
          new BufferedOutputStream(
              Files.newOutputStream(folder.resolve(String.format("e%03d.f32", epoch))), 1 << 16)) {
        for (Matrix part :
            List.of(
                train.features(),
                train.logits(),
                heldOut.features(),
                heldOut.logits(),
                test.logits(),
                weights)) {
          write(part, out);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write to " + folder, e);
      }
    }

    private static void write(Matrix matrix, OutputStream out) throws IOException {
      ByteBuffer bytes =
          ByteBuffer.allocate(matrix.rows() * matrix.cols() * 4).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < matrix.rows(); i++) {
        for (int j = 0; j < matrix.cols(); j++) {
          bytes.putFloat((float) matrix.get(i, j));
        }
      }
      out.write(bytes.array());
    }

    void finish() {
      try {
        MAPPER.writeValue(folder.resolve("tape.json").toFile(), head);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write to " + folder, e);
      }
    }
  }
}
