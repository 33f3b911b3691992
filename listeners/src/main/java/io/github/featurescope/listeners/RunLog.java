package io.github.featurescope.listeners;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a run as JSON lines, one event a line.
 *
 * <p>A line is handed to the operating system before training goes on, so a killed run keeps all
 * that it wrote. An existing file is appended to, never rewritten.
 */
public final class RunLog implements RunSink {

  private static final Logger logger = LoggerFactory.getLogger(RunLog.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path file;
  private final FileOutputStream stream;

  private RunLog(Path file, FileOutputStream stream) {
    this.file = file;
    this.stream = stream;
  }

  /**
   * Opens a log for appending and creates its folder.
   *
   * @param file such as {@code runs/a/run.jsonl}
   * @return the log
   * @throws UncheckedIOException if the file cannot be written
   */
  public static RunLog appendTo(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      boolean torn = endsInTheMiddleOfALine(file);
      FileOutputStream stream = new FileOutputStream(file.toFile(), true);
      lock(stream);
      if (torn) {
        stream.write('\n');
      }
      return new RunLog(file, stream);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write the run log " + file + " (" + e + "); choose a folder that can be written",
          e);
    }
  }

  /** A killed process can leave half a line: it stays, but nothing is written into it. */
  private static boolean endsInTheMiddleOfALine(Path file) throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      return false;
    }
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
      content.seek(content.length() - 1);
      return content.read() != '\n';
    }
  }

  /** Two runs in one log could not be told apart; the lock goes with the stream. */
  private static void lock(FileOutputStream stream) throws IOException {
    FileLock lock = null;
    try {
      lock = stream.getChannel().tryLock();
    } catch (OverlappingFileLockException ignored) {
      // held within this process
    }
    if (lock == null) {
      stream.close();
      throw new IOException("another run is writing to it");
    }
  }

  /**
   * Reads a log; lines that are no JSON object, such as a torn last one, are skipped with a
   * warning.
   *
   * @param file a run log
   * @return the events in the order of the file
   * @throws UncheckedIOException if the file cannot be read
   */
  public static List<ObjectNode> read(Path file) {
    List<ObjectNode> events = new ArrayList<>();
    try {
      int number = 0;
      // Through String: a line torn within a character must not stop the reading.
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        number++;
        if (line.isBlank()) {
          continue;
        }
        try {
          JsonNode node = MAPPER.readTree(line);
          if (node instanceof ObjectNode event) {
            events.add(event);
            continue;
          }
        } catch (JsonProcessingException ignored) {
          // the warning below says it
        }
        logger.warn("{}: line {} is no complete event and is skipped", file, number);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the run log " + file + " (" + e + ")", e);
    }
    return events;
  }

  @Override
  public synchronized void event(ObjectNode event) {
    try {
      String line = MAPPER.writeValueAsString(event) + '\n';
      // A stream, not a channel: an interrupt of the training thread closes channels for good.
      stream.write(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot append to the run log " + file, e);
    }
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the run log " + file, e);
    }
  }
}
