package io.github.featurescope.probes;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every number of the NumPy reference, to a relative 1e-8 (absolute below 1e-6). */
class ReferenceTest {

  @ParameterizedTest
  @ValueSource(strings = {"small", "binary", "wide"})
  void reportEqualsFixture(String name) throws IOException {
    ReferenceFolder.assertMatches(ReferenceFolder.require().resolve(name));
  }

  @ParameterizedTest(name = "seed {0}, n {1}, p {2}, C {3}")
  @CsvSource({
    "1, 200, 32, 4",
    "2, 60, 100, 3",
    "3, 64, 64, 2",
    "4, 300, 1, 2",
    "5, 300, 3, 10",
    "6, 400, 48, 10",
    "7, 120, 400, 10",
    "8, 65, 64, 5",
    "9, 101, 2, 2",
    "10, 50, 7, 2",
    "11, 700, 300, 20",
    "12, 2000, 512, 10",
  })
  void reportEqualsReferenceAtAnyShape(int seed, int n, int p, int classes, @TempDir Path folder)
      throws Exception {
    ReferenceFolder.require();
    ReferenceFolder.requirePython();
    ReferenceFolder.make(folder, seed, n, p, classes);
    ReferenceFolder.assertMatches(folder);
  }

  @Tag("long")
  @ParameterizedTest(name = "seed {0}, n {1}, p {2}, C {3}")
  @CsvSource({"21, 5000, 1024, 10", "22, 1000, 2048, 10", "23, 4000, 256, 100"})
  void reportEqualsReferenceAtLargeShape(int seed, int n, int p, int classes, @TempDir Path folder)
      throws Exception {
    ReferenceFolder.require();
    ReferenceFolder.requirePython();
    ReferenceFolder.make(folder, seed, n, p, classes);
    ReferenceFolder.assertMatches(folder);
  }
}
