package io.github.featurescope.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Where real data is, if it is there. */
public final class RealData {

  private RealData() {}

  /** A folder of real data, or the test is skipped with a word. */
  public static Path folder(String name) {
    Path folder =
        Path.of(System.getProperty("featurescope.data", "../../shared/data")).resolve(name);
    Assumptions.assumeTrue(
        Files.isDirectory(folder),
        () -> "skipped: no real data in " + folder + "; name its folder with -Dfeaturescope.data");
    return folder;
  }
}
