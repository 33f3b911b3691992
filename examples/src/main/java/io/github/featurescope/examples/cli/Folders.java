package io.github.featurescope.examples.cli;

import io.github.featurescope.examples.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders that commands write to. */
final class Folders {

  private Folders() {}

  /**
   * Makes a folder where there is none.
   *
   * @param path of the folder
   * @return the path
   * @throws InputException if that cannot be, naming the folder
   */
  static Path make(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new InputException("cannot make the folder " + path + ": " + reason(e), e);
    }
  }

  /** The message of many such exceptions is the path alone. */
  private static String reason(IOException e) {
    return e.getClass().getSimpleName().replace("Exception", "") + " (" + e.getMessage() + ")";
  }
}
