package io.github.featurescope.examples.data;

import io.github.featurescope.examples.RealData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Files in the formats under test, written byte by byte, and the real ones where they are. */
final class TestFiles {

  static final int CIFAR_RECORD = 3073;

  private TestFiles() {}

  static Path write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] gunzip(Path file) {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Images of which pixel k of image i has the byte {@code pixel(i, k)}. */
  static byte[] idxImages(int count, int height, int width) {
    ByteBuffer bytes = ByteBuffer.allocate(16 + count * height * width);
    bytes.putInt(0x803).putInt(count).putInt(height).putInt(width);
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < height * width; k++) {
        bytes.put((byte) pixel(i, k));
      }
    }
    return bytes.array();
  }

  /** Reaches 0, 127, 128 and 255 within a few images, so that signed bytes would show. */
  static int pixel(int image, int index) {
    return (image * 64 + index * 127 + index / 3) & 0xff;
  }

  static byte[] idxLabels(int... labels) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + labels.length).putInt(0x801).putInt(labels.length);
    for (int label : labels) {
      bytes.put((byte) label);
    }
    return bytes.array();
  }

  /** A CIFAR record of one colour. */
  static byte[] cifarRecord(int label, int red, int green, int blue) {
    byte[] record = new byte[CIFAR_RECORD];
    record[0] = (byte) label;
    Arrays.fill(record, 1, 1025, (byte) red);
    Arrays.fill(record, 1025, 2049, (byte) green);
    Arrays.fill(record, 2049, 3073, (byte) blue);
    return record;
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** A folder of real data, or the test is skipped with a word. */
  static Path real(String name) {
    return RealData.folder(name);
  }
}
