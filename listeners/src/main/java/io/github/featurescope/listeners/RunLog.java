package io.github.featurescope.listeners;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
  private final FileChannel channel;

  private RunLog(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
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
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      endTornLine(channel);
      return new RunLog(file, channel);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write the run log " + file + " (" + e + "); choose a folder that can be written",
          e);
    }
  }

  /** A killed process can leave half a line: it stays, but nothing is written into it. */
  private static void endTornLine(FileChannel channel) throws IOException {
    long size = channel.size();
    channel.position(size);
    if (size > 0) {
      ByteBuffer last = ByteBuffer.allocate(1);
      channel.read(last, size - 1);
      if (last.get(0) != '\n') {
        channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
      }
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
  public void started(RunInfo info) {
    write(RunJson.start(info));
  }

  @Override
  public void observed(Observation observation) {
    write(RunJson.probe(observation));
  }

  @Override
  public void failed(ProbeFailure failure) {
    write(RunJson.failure(failure));
  }

  @Override
  public void ended(RunEnd end) {
    write(RunJson.end(end));
  }

  private synchronized void write(ObjectNode event) {
    try {
      String line = MAPPER.writeValueAsString(event) + '\n';
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot append to the run log " + file, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the run log " + file, e);
    }
  }
}
