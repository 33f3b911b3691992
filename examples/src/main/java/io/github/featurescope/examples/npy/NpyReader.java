package io.github.featurescope.examples.npy;

import io.github.featurescope.examples.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads NumPy's .npy files, versions 1 to 3, of numbers and of rank 1 or 2.
 *
 * <p>ND4J's own reader trusts the header in native code; here a broken file gives a message.
 */
public final class NpyReader {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([<>|=])([a-zA-Z])(\\d+)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");

  private NpyReader() {}

  /**
   * Reads a file.
   *
   * @param file of floats, integers or booleans, in either byte order and either memory order
   * @return the array in row-major order; integers beyond 2⁵³ lose their last digits
   * @throws InputException if the file is missing, broken or of another kind
   */
  public static NpyArray read(Path file) {
    try {
      return parse(file, ByteBuffer.wrap(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e + "); dump it with numpy.save", e);
    }
  }

  private static NpyArray parse(Path file, ByteBuffer bytes) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[MAGIC.length];
    need(file, bytes, MAGIC.length + 4, "the header");
    bytes.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw broken(file, "is no .npy file: it does not begin with \\x93NUMPY");
    }
    int major = bytes.get();
    bytes.get();
    if (major < 1 || major > 3) {
      throw broken(file, "has format version " + major + "; versions 1 to 3 are known");
    }
    if (major > 1) {
      need(file, bytes, 4, "the header");
    }
    int length = major == 1 ? Short.toUnsignedInt(bytes.getShort()) : bytes.getInt();
    need(file, bytes, length, "the header");
    byte[] text = new byte[length];
    bytes.get(text);
    return values(file, new String(text, StandardCharsets.UTF_8), bytes);
  }

  private static NpyArray values(Path file, String header, ByteBuffer bytes) {
    Matcher type = match(file, TYPE, header, "a plain number type (no objects or structures)");
    int[] shape = shape(file, match(file, SHAPE, header, "a shape").group(1));
    boolean fortran = match(file, ORDER, header, "an order").group(1).equals("True");
    int size = Integer.parseInt(type.group(3));
    Decoder decoder = decoder(file, type.group(2) + size);
    long count = 1;
    for (int extent : shape) {
      count *= extent;
    }
    if (count > Integer.MAX_VALUE) {
      throw broken(file, "holds " + count + " values; at most 2^31 - 1 are read");
    }
    need(file, bytes, count * size, "its " + count + " values");
    bytes.order(type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[fortran ? rowMajor(i, shape) : i] = decoder.next(bytes);
    }
    return new NpyArray(shape, values);
  }

  /** Where the i-th value in column-major order belongs. */
  private static int rowMajor(int i, int[] shape) {
    return shape.length == 1 ? i : (i % shape[0]) * shape[1] + i / shape[0];
  }

  private static Matcher match(Path file, Pattern pattern, String header, String what) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw broken(file, "names no " + what.replaceFirst("^an? ", "") + " in its header " + header);
    }
    return matcher;
  }

  private static int[] shape(Path file, String text) {
    try {
      int[] shape =
          Arrays.stream(text.split(",", -1))
              .map(String::strip)
              .filter(extent -> !extent.isEmpty())
              .mapToInt(Integer::parseInt)
              .toArray();
      if (shape.length < 1 || shape.length > 2) {
        throw broken(file, "has rank " + shape.length + "; rank 1 or 2 is read");
      }
      return shape;
    } catch (NumberFormatException e) {
      throw broken(file, "has the shape (" + text + "), which cannot be read");
    }
  }

  private interface Decoder {
    double next(ByteBuffer bytes);
  }

  private static Decoder decoder(Path file, String type) {
    return switch (type) {
      case "f4" -> ByteBuffer::getFloat;
      case "f8" -> ByteBuffer::getDouble;
      case "i1" -> ByteBuffer::get;
      case "i2" -> ByteBuffer::getShort;
      case "i4" -> ByteBuffer::getInt;
      case "i8" -> ByteBuffer::getLong;
      case "u1", "b1" -> bytes -> Byte.toUnsignedInt(bytes.get());
      case "u2" -> bytes -> Short.toUnsignedInt(bytes.getShort());
      case "u4" -> bytes -> Integer.toUnsignedLong(bytes.getInt());
      default ->
          throw broken(file, "is of type " + type + "; f4, f8, i1 to i8, u1 to u4 and b1 are read");
    };
  }

  private static void need(Path file, ByteBuffer bytes, long wanted, String what) {
    if (wanted < 0 || bytes.remaining() < wanted) {
      throw broken(
          file,
          "is truncated: "
              + what
              + " take "
              + wanted
              + " bytes, "
              + bytes.remaining()
              + " are left");
    }
  }

  private static InputException broken(Path file, String problem) {
    return new InputException(file + " " + problem + "; dump it with numpy.save");
  }
}
