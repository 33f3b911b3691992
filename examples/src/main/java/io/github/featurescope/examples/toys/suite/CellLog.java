package io.github.featurescope.examples.toys.suite;

import io.github.featurescope.examples.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A file of lines that one process at a time adds to, each at once, so that a kill loses none. */
final class CellLog implements AutoCloseable {

  private final Path file;
  private final FileChannel channel;

  private CellLog(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static CellLog open(Path file, String header) {
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      if (lock(channel) == null) {
        channel.close();
        throw new InputException(
            "another scan is writing " + file + ": wait for it, or give another folder");
      }
      CellLog log = new CellLog(file, channel);
      // An empty line parts what follows from a line that was cut off.
      log.add(channel.size() == 0 ? header : "");
      return log;
    } catch (IOException e) {
      throw refusal(file, e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // by another thread of this process
    }
  }

  void add(String line) {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw refusal(file, e);
    }
  }

  private static InputException refusal(Path file, IOException e) {
    return new InputException("cannot write " + file + ": " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw refusal(file, e);
    }
  }
}
