package io.github.featurescope.dashboards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Shows single samples of a run to people, by the ids that the suspicious samples have.
 *
 * <p>Asked for by the threads of the web server while the model trains, so it must not touch what
 * training changes.
 */
@FunctionalInterface
public interface SamplePictures {

  /** A picture above this many bytes is not shown. */
  int MAX_BYTES = 256 << 10;

  /**
   * Draws one sample.
   *
   * @param id which sample
   * @return a PNG file, or empty where there is no such sample or it is no picture
   * @throws IOException if it cannot be drawn
   */
  Optional<byte[]> png(long id) throws IOException;

  /**
   * Reads pictures from a folder, as a run has left them.
   *
   * @param folder with files such as {@code 17.png}; may be missing
   * @return what lies in it when it is asked for
   */
  static SamplePictures in(Path folder) {
    Objects.requireNonNull(folder, "folder");
    return id -> {
      try {
        return Optional.of(Files.readAllBytes(folder.resolve(id + ".png")));
      } catch (NoSuchFileException ignored) {
        return Optional.empty();
      }
    };
  }
}
