package io.github.featurescope.examples.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.featurescope.examples.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void begin() {
    file = folder.resolve("made/rows.csv");
  }

  private CsvFile open() {
    return CsvFile.open(file, 2, "who", "round", "seconds");
  }

  @Test
  void rowsAreFoundAgainByTheirKeys() {
    open().add("a", 1, 0.5);

    CsvFile again = open();
    assertThat(again.rows()).containsExactly(Map.of("who", "a", "round", "1", "seconds", "0.5"));
    assertThat(again.has("a", "1")).isTrue();
    assertThat(again.has("a", "2")).isFalse();
  }

  @Test
  void aRowThatWasCutOffIsLeftOutAndSpoilsNothing() throws IOException {
    open().add("a", 1, 0.5);
    Files.writeString(file, Files.readString(file) + "b,1,0.");

    CsvFile torn = open();
    assertThat(torn.has("b", "1")).isFalse();
    torn.add("c", 1, 0.7);

    assertThat(open().has("a", "1")).isTrue();
    assertThat(open().has("c", "1")).isTrue();
  }

  @Test
  void valuesKeepTheirColumns() {
    open().add("a, b", 1, "0.5\n");

    assertThat(open().rows())
        .containsExactly(Map.of("who", "a; b", "round", "1", "seconds", "0.5;"));
  }

  @Test
  void anotherFileIsRefused() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "something,else\n1,2\n");

    assertThatThrownBy(this::open)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("rows.csv")
        .hasMessageContaining("--fresh");
  }
}
