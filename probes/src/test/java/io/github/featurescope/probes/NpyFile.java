package io.github.featurescope.probes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads NumPy's .npy files of rank 1 and 2: float64, float32, int64, int32, C and Fortran order.
 */
record NpyFile(int rows, int cols, double[] values) {

  private static final Pattern HEADER =
      Pattern.compile(
          "'descr': *'[<|](\\w+)'.*'fortran_order': *(True|False).*'shape': *\\((\\d+),? *(\\d*)\\)");

  static NpyFile read(Path path) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    boolean wide = bytes.get(6) > 1;
    int length = wide ? bytes.getInt(8) : bytes.getShort(8) & 0xffff;
    int start = wide ? 12 : 10;
    String header = new String(bytes.array(), start, length, StandardCharsets.US_ASCII);
    Matcher matcher = HEADER.matcher(header);
    if (!matcher.find()) {
      throw new IOException(path + ": header not understood: " + header);
    }
    int rows = Integer.parseInt(matcher.group(3));
    int cols = matcher.group(4).isEmpty() ? 1 : Integer.parseInt(matcher.group(4));
    boolean fortran = matcher.group(2).equals("True");
    IntToDoubleFunction at = reader(matcher.group(1), bytes, start + length);
    double[] values = new double[rows * cols];
    for (int i = 0; i < values.length; i++) {
      values[fortran ? i % rows * cols + i / rows : i] = at.applyAsDouble(i);
    }
    return new NpyFile(rows, cols, values);
  }

  private static IntToDoubleFunction reader(String type, ByteBuffer bytes, int from)
      throws IOException {
    return switch (type) {
      case "f8" -> i -> bytes.getDouble(from + 8 * i);
      case "f4" -> i -> bytes.getFloat(from + 4 * i);
      case "i8" -> i -> bytes.getLong(from + 8 * i);
      case "i4" -> i -> bytes.getInt(from + 4 * i);
      default -> throw new IOException("type " + type + " not understood");
    };
  }

  Matrix matrix() {
    return Matrix.ofRowMajor(rows, cols, values);
  }

  int[] ints() {
    return Arrays.stream(values).mapToInt(x -> (int) x).toArray();
  }
}
