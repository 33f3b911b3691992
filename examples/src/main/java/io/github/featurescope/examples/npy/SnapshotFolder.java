package io.github.featurescope.examples.npy;

import io.github.featurescope.examples.InputException;
import io.github.featurescope.probes.InvalidSnapshotException;
import io.github.featurescope.probes.Matrix;
import io.github.featurescope.probes.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Reads a snapshot from the .npy files that any framework can dump. */
public final class SnapshotFolder {

  private SnapshotFolder() {}

  /**
   * Reads {@code features.npy} [n, p], {@code logits.npy} [n, C], {@code labels.npy} [n], {@code
   * weights.npy} [C, p] and, where it is there, {@code true-labels.npy} [n].
   *
   * @param folder holds the files
   * @return the snapshot
   * @throws InputException if a file is missing or broken, or the arrays do not fit
   */
  public static Snapshot read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InputException(
          folder
              + ": no such folder; name one with features.npy, logits.npy, labels.npy and"
              + " weights.npy");
    }
    Snapshot.Builder builder =
        Snapshot.builder(
            matrix(folder, "features"),
            matrix(folder, "logits"),
            labels(folder, "labels"),
            matrix(folder, "weights"));
    if (Files.exists(folder.resolve("true-labels.npy"))) {
      builder.trueLabels(labels(folder, "true-labels"));
    }
    Snapshot snapshot = builder.build();
    if (IntStream.of(snapshot.givenLabels()).distinct().count() < 2) {
      throw new InputException(
          "labels.npy: all "
              + snapshot.samples()
              + " samples have one label; alignment with a target needs at least two classes");
    }
    return snapshot;
  }

  private static Matrix matrix(Path folder, String name) {
    NpyArray array = NpyReader.read(folder.resolve(name + ".npy"));
    if (array.shape().length != 2) {
      throw new InvalidSnapshotException(
          name + ".npy: rank " + array.shape().length + "; expected rank 2, one row a sample");
    }
    return Matrix.ofRowMajor(array.shape()[0], array.shape()[1], array.values());
  }

  private static int[] labels(Path folder, String name) {
    NpyArray array = NpyReader.read(folder.resolve(name + ".npy"));
    if (array.shape().length != 1) {
      throw new InvalidSnapshotException(
          name
              + ".npy: rank "
              + array.shape().length
              + "; expected rank 1, the class of each sample, not one-hot");
    }
    double[] values = array.values();
    int[] labels = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      labels[i] = (int) values[i];
      if (labels[i] != values[i]) {
        throw new InvalidSnapshotException(
            name + ".npy: value " + values[i] + " at row " + i + " is no class number");
      }
    }
    return labels;
  }
}
