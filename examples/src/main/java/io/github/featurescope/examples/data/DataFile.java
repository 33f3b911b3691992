package io.github.featurescope.examples.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file, decompressed if it is gzip by its first two bytes.
 *
 * <p>A damaged gzip file gives the bytes before the damage, so that a reader can say how many it
 * expected and how many there are.
 */
final class DataFile {

  private static final int CHUNK = 1 << 16;

  private final Path path;
  private final byte[] bytes;
  private final @Nullable String damage;

  private DataFile(Path path, byte[] bytes, @Nullable String damage) {
    this.path = path;
    this.bytes = bytes;
    this.damage = damage;
  }

  /** Reads a whole file; {@code expected} says in the errors what should be there. */
  static DataFile read(Path path, String expected) {
    requireFile(path, expected);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean gzip = false;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path), CHUNK)) {
      gzip = isGzip(in);
      copy(gzip ? new GZIPInputStream(in, CHUNK) : in, bytes);
    } catch (IOException e) {
      if (!gzip) {
        throw new DataException(path + ": cannot be read (" + e + "); check its permissions", e);
      }
      return new DataFile(path, bytes.toByteArray(), String.valueOf(e.getMessage()));
    }
    return new DataFile(path, bytes.toByteArray(), null);
  }

  private static void requireFile(Path path, String expected) {
    Path folder = path.toAbsolutePath().getParent();
    if (Files.isDirectory(path)) {
      throw new DataException(
          path + " is a folder: expected " + expected + "; name the file in it");
    }
    if (folder != null && !Files.isDirectory(folder)) {
      throw new DataException(
          path + ": no folder " + folder + "; expected " + expected + " there; check the path");
    }
    if (!Files.exists(path)) {
      throw new DataException(
          "no file "
              + path.getFileName()
              + " in the folder "
              + folder
              + ": expected "
              + expected
              + "; put it there or correct the path");
    }
  }

  private static boolean isGzip(InputStream in) throws IOException {
    in.mark(2);
    boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return gzip;
  }

  private static void copy(InputStream in, ByteArrayOutputStream out) throws IOException {
    byte[] chunk = new byte[CHUNK];
    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
      out.write(chunk, 0, read);
    }
  }

  Path path() {
    return path;
  }

  /** The decompressed bytes, shared: do not change them. */
  byte[] bytes() {
    return bytes;
  }

  int size() {
    return bytes.length;
  }

  /** A big-endian integer; the caller has checked the size. */
  int bigEndianInt(int offset) {
    return (bytes[offset] & 0xff) << 24
        | (bytes[offset + 1] & 0xff) << 16
        | (bytes[offset + 2] & 0xff) << 8
        | (bytes[offset + 3] & 0xff);
  }

  /** Requires exactly this many bytes and an undamaged file. */
  void requireSize(long expected, String why) {
    if (bytes.length != expected || damage != null) {
      throw new DataException(
          path
              + (bytes.length == expected
                  ? ": damaged"
                  : bytes.length > expected ? ": too long" : ": truncated")
              + ": expected "
              + expected
              + " bytes ("
              + why
              + "), found "
              + bytes.length
              + (damage == null ? "" : " before the gzip stream broke off (" + damage + ")")
              + "; get the file again");
    }
  }
}
