package io.github.featurescope.examples.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.featurescope.adapters.Readout;
import io.github.featurescope.examples.InputException;
import io.github.featurescope.examples.data.LabelledImages;
import io.github.featurescope.examples.training.TrainingData;
import io.github.featurescope.examples.training.TrainingSettings;
import io.github.featurescope.probes.Matrix;
import io.github.featurescope.probes.Snapshot;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
  private static final String HEAD = "tape.json";

  private final Path folder;
  private final JsonNode head;

  private Tape(Path folder, JsonNode head) {
    this.folder = folder;
    this.head = head;
  }

  /** Whether a run is there and complete. */
  static boolean isComplete(Path folder) {
    return Files.exists(folder.resolve(HEAD));
  }

  /** Opens a complete tape. */
  static Tape open(Path folder) {
    Path file = folder.resolve(HEAD);
    try {
      return new Tape(folder, MAPPER.readTree(file.toFile()));
    } catch (IOException e) {
      throw torn(file, e);
    }
  }

  private static InputException torn(Path file, Exception e) {
    return new InputException(
        "cannot read "
            + file
            + (e instanceof BufferUnderflowException ? ": it is too short" : ": " + e.getMessage())
            + "; delete its folder and record the run again",
        e);
  }

  /** What was trained and how. */
  JsonNode settings() {
    return head.path("settings");
  }

  int epochs() {
    return head.path("epochs").asInt();
  }

  /** The labels of one part of the data, as given or as true. */
  int[] labels(String part, String which) {
    JsonNode array = head.path(part).path(which);
    int[] labels = new int[array.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = array.get(i).asInt();
    }
    return labels;
  }

  /**
   * What the network said after an epoch.
   *
   * @param train of the training samples
   * @param heldOut of the held-out samples
   * @param test logits of the test samples, [t, C]
   */
  record Moment(Snapshot train, Snapshot heldOut, Matrix test) {}

  Moment moment(int epoch) {
    int classes = head.path("classes").asInt();
    int width = head.path("width").asInt();
    int[] train = labels("train", "given");
    int[] heldOut = labels("heldOut", "given");
    Path file = file(folder, epoch);
    try {
      FloatBuffer floats =
          ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
      Matrix trainFeatures = next(floats, train.length, width);
      Matrix trainLogits = next(floats, train.length, classes);
      Matrix heldOutFeatures = next(floats, heldOut.length, width);
      Matrix heldOutLogits = next(floats, heldOut.length, classes);
      Matrix test = next(floats, labels("test", "given").length, classes);
      Matrix weights = next(floats, classes, width);
      return new Moment(
          Snapshot.builder(trainFeatures, trainLogits, train, weights)
              .trueLabels(labels("train", "truth"))
              .build(),
          Snapshot.builder(heldOutFeatures, heldOutLogits, heldOut, weights).build(),
          test);
    } catch (IOException | BufferUnderflowException e) {
      throw torn(file, e);
    }
  }

  private static Matrix next(FloatBuffer floats, int rows, int cols) {
    double[] values = new double[rows * cols];
    for (int i = 0; i < values.length; i++) {
      values[i] = floats.get();
    }
    return Matrix.ofRowMajor(rows, cols, values);
  }

  private static Path file(Path folder, int epoch) {
    return folder.resolve(String.format("e%03d.f32", epoch));
  }

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
          new BufferedOutputStream(Files.newOutputStream(file(folder, epoch)), 1 << 16)) {
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

    /** Makes the tape complete: renamed into place, so that a kill leaves no half of a head. */
    void finish() {
      Path temporary = folder.resolve(HEAD + ".tmp");
      try {
        MAPPER.writeValue(temporary.toFile(), head);
        Files.move(temporary, folder.resolve(HEAD), StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write to " + folder, e);
      }
    }
  }
}
