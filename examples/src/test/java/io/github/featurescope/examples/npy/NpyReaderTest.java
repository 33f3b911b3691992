package io.github.featurescope.examples.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.featurescope.examples.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyReaderTest {

  @TempDir private Path folder;

  /** An .npy file with values 1, 2, 3, ... in the file's own order. */
  private byte[] npy(int version, String descr, boolean fortran, String shape, int count) {
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n"
            .formatted(descr, fortran ? "True" : "False", shape);
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    int size = Integer.parseInt(descr.substring(2));
    ByteBuffer bytes =
        ByteBuffer.allocate(12 + text.length + count * size).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.UTF_8));
    bytes.put((byte) version).put((byte) 0);
    if (version == 1) {
      bytes.putShort((short) text.length);
    } else {
      bytes.putInt(text.length);
    }
    bytes.put(text);
    bytes.order(descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int i = 1; i <= count; i++) {
      switch (descr.substring(1)) {
        case "f4" -> bytes.putFloat(i);
        case "f8" -> bytes.putDouble(i);
        case "i2", "u2" -> bytes.putShort((short) i);
        case "i4", "u4" -> bytes.putInt(i);
        case "i8" -> bytes.putLong(i);
        default -> bytes.put((byte) i);
      }
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private NpyArray read(byte[] content) throws IOException {
    return NpyReader.read(Files.write(folder.resolve("a.npy"), content));
  }

  @ParameterizedTest
  @CsvSource({
    "1,<f8", "1,>f8", "2,<f4", "3,>f4", "1,<i4", "1,>i4", "1,<i8", "1,|i1", "1,|u1", "1,|b1",
    "1,<i2", "1,<u2", "1,<u4"
  })
  void readsEveryNumberType(int version, String descr) throws IOException {
    NpyArray array = read(npy(version, descr, false, "(2, 3)", 6));

    assertThat(array.shape()).containsExactly(2, 3);
    assertThat(array.values()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void turnsFortranOrderAround() throws IOException {
    NpyArray array = read(npy(1, "<f8", true, "(2, 3)", 6));

    assertThat(array.values()).containsExactly(1, 3, 5, 2, 4, 6);
  }

  @Test
  void readsRankOne() throws IOException {
    assertThat(read(npy(1, "<i4", true, "(4,)", 4)).values()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void saysThatValuesAreMissing() {
    byte[] whole = npy(1, "<f8", false, "(2, 3)", 6);

    assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length - 1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a.npy is truncated")
        .hasMessageContaining("48 bytes, 47 are left");
  }

  @Test
  void saysThatTheHeaderIsMissing() {
    byte[] whole = npy(1, "<f8", false, "(2, 3)", 6);

    for (int length : new int[] {0, 5, 9, 20}) {
      assertThatThrownBy(() -> read(Arrays.copyOf(whole, length)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("truncated");
    }
  }

  @Test
  void refusesOtherFiles() {
    assertThatThrownBy(() -> read("not an array at all".getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("no .npy file");
    assertThatThrownBy(() -> read(npy(1, "|O8", false, "(2,)", 0))).hasMessageContaining("type O8");
    assertThatThrownBy(() -> read(npy(1, "<f8", false, "(2, 1, 1)", 2)))
        .hasMessageContaining("rank 3");
    assertThatThrownBy(() -> NpyReader.read(folder.resolve("none.npy")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("none.npy");
  }
}
