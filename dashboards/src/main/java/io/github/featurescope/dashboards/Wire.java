package io.github.featurescope.dashboards;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Puts frames one after the other for one browser, as they are or as a single gzip stream.
 *
 * <p>The stream is made of the compressed frames that all browsers share: each ends at a byte, by a
 * sync flush, and refers to nothing before it, so any row of them is valid deflate (RFC 1951,
 * section 3.2). Only the checksum is a browser's own. A gzip member for each frame would be
 * simpler, but Chromium reads only the first.
 */
abstract class Wire {

  private Wire() {}

  /** Sends text. */
  static Wire plain() {
    return new Plain();
  }

  /** Sends {@code Content-Encoding: gzip}. */
  static Wire gzip() {
    return new Gzip();
  }

  /** What comes before all else. */
  abstract ByteBuffer opening(String text);

  abstract ByteBuffer text(String text);

  abstract ByteBuffer frames(List<Frame> frames);

  /** What comes last. */
  abstract ByteBuffer end();

  /** Compresses to blocks none of which is the last of its stream. */
  static byte[] deflate(byte[] text) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      deflater.setInput(text);
      byte[] buffer = new byte[Math.max(64, text.length / 2)];
      ByteArrayOutputStream out = new ByteArrayOutputStream(buffer.length);
      int length = buffer.length;
      while (length == buffer.length) { // less than that: all is flushed
        length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        out.write(buffer, 0, length);
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static ByteBuffer joined(List<Frame> frames, Function<Frame, byte[]> bytes) {
    if (frames.size() == 1) {
      return ByteBuffer.wrap(bytes.apply(frames.get(0))); // the usual one, and not copied
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    frames.forEach(frame -> out.writeBytes(bytes.apply(frame)));
    return ByteBuffer.wrap(out.toByteArray());
  }

  private static final class Plain extends Wire {

    @Override
    ByteBuffer opening(String text) {
      return text(text);
    }

    @Override
    ByteBuffer text(String text) {
      return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    ByteBuffer frames(List<Frame> frames) {
      return joined(frames, Frame::text);
    }

    @Override
    ByteBuffer end() {
      return ByteBuffer.allocate(0);
    }
  }

  private static final class Gzip extends Wire {

    /** RFC 1952: deflate, no name, no time, of an unknown system. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    /** An empty block that is the last. */
    private static final byte[] LAST_BLOCK = {3, 0};

    private final CRC32 checksum = new CRC32();
    private int size; // modulo 2^32, as gzip wants it

    @Override
    ByteBuffer opening(String text) {
      ByteBuffer packed = text(text);
      ByteBuffer all = ByteBuffer.allocate(HEADER.length + packed.remaining());
      return all.put(HEADER).put(packed).flip();
    }

    @Override
    ByteBuffer text(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      count(bytes);
      return ByteBuffer.wrap(deflate(bytes));
    }

    @Override
    ByteBuffer frames(List<Frame> frames) {
      frames.forEach(frame -> count(frame.text()));
      return joined(frames, Frame::packed);
    }

    @Override
    ByteBuffer end() {
      ByteBuffer all = ByteBuffer.allocate(LAST_BLOCK.length + 8).order(ByteOrder.LITTLE_ENDIAN);
      return all.put(LAST_BLOCK).putInt((int) checksum.getValue()).putInt(size).flip();
    }

    private void count(byte[] bytes) {
      checksum.update(bytes);
      size += bytes.length;
    }
  }
}
