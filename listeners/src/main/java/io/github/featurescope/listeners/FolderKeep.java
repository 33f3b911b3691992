package io.github.featurescope.listeners;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Keeps whole models as files; under its final name a file is complete, whenever one looks. */
final class FolderKeep implements Keep {

  private static final String PREFIX = "epoch-";
  private static final String UNFINISHED = ".unfinished";

  private final Path folder;
  private final Map<Verdict.Moment, Path> kept = new LinkedHashMap<>();

  private FolderKeep(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens a folder for one run.
   *
   * @throws IllegalArgumentException if it cannot be written, or holds models of an earlier run,
   *     which are not to be deleted
   */
  static FolderKeep in(Path folder) {
    try {
      Files.createDirectories(folder);
      for (Path torn : listed(folder, PREFIX, UNFINISHED)) {
        Files.delete(torn);
      }
      Files.delete(Files.createTempFile(folder, ".write", ".test"));
      List<Path> earlier = listed(folder, PREFIX, "");
      if (!earlier.isEmpty()) {
        throw new IllegalArgumentException(
            "keepIn("
                + folder
                + "): "
                + earlier.get(0).getFileName()
                + " is there from an earlier run; move it or name another folder");
      }
      return new FolderKeep(folder);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "keepIn(" + folder + "): it cannot be written (" + e + "); name another folder", e);
    }
  }

  private static List<Path> listed(Path folder, String prefix, String suffix) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(
              path -> {
                String name = String.valueOf(path.getFileName());
                return name.startsWith(prefix) && name.endsWith(suffix);
              })
          .sorted()
          .toList();
    }
  }

  @Override
  @SuppressWarnings("try") // the scope is held, not used
  public void put(Verdict.Moment moment, ModelState state) throws IOException {
    Path file =
        folder.resolve(
            PREFIX + moment.epoch() + "-iteration-" + moment.iteration() + state.suffix());
    Path unfinished = folder.resolve(file.getFileName() + UNFINISHED);
    try {
      try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
        write(unfinished, moment, state);
      }
      try (RandomAccessFile written = new RandomAccessFile(unfinished.toFile(), "rw")) {
        written.getFD().sync();
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    syncFolder();
    kept.put(moment, file);
  }

  /** A model is asked within fit, which counts the epoch or iteration only afterwards. */
  private static void write(Path file, Verdict.Moment moment, ModelState state) throws IOException {
    int epochs = state.epochs();
    long iterations = state.iterations();
    try {
      state.count(moment.epoch(), moment.iteration());
      state.write(file);
    } finally {
      state.count(epochs, iterations);
    }
  }

  /** Makes the new name last, where folders can be opened. */
  private void syncFolder() {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows has no such thing; the file itself is on disk.
    }
  }

  @Override
  public void retain(Collection<Verdict.Moment> moments) throws IOException {
    for (Verdict.Moment moment : List.copyOf(kept.keySet())) {
      if (!moments.contains(moment)) {
        Files.deleteIfExists(kept.remove(moment));
      }
    }
  }

  @Override
  public @Nullable Map<String, INDArray> get(Verdict.Moment moment, ModelState state)
      throws IOException {
    Path file = kept.get(moment);
    return file == null ? null : state.read(file);
  }

  @Override
  public void close(Verdict.@Nullable Moment best) throws IOException {
    retain(best == null ? List.of() : List.of(best));
  }
}
