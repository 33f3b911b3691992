package io.github.featurescope.examples.bench;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.github.featurescope.examples.InputException;
import io.github.featurescope.listeners.Signs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The log of one run: what every rule is judged on.
 *
 * @param run the run's name
 * @param settings what was trained and how
 * @param rows after each epoch, from the first on
 */
record BenchLog(String run, Map<String, Object> settings, List<Row> rows) {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ObjectReader STRICT =
      MAPPER
          .reader()
          .with(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  /**
   * One epoch.
   *
   * @param epoch epochs done
   * @param test accuracy on clean test labels, which no rule sees
   * @param signs what a rule may see
   * @param detection of mislabelled training samples, which no rule sees: AUROC by score, or
   *     nothing where no label is wrong
   */
  record Row(int epoch, double test, Signs signs, Map<String, Double> detection) {}

  private record Head(String run, Map<String, Object> settings) {}

  /** Writes {@code NAME.jsonl.gz}, whole or not at all. */
  void write(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
      try (Writer out =
          new OutputStreamWriter(
              new GZIPOutputStream(Files.newOutputStream(temporary)), StandardCharsets.UTF_8)) {
        out.write(MAPPER.writeValueAsString(new Head(run, settings)) + "\n");
        for (Row row : rows) {
          out.write(MAPPER.writeValueAsString(row) + "\n");
        }
      }
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  static BenchLog read(Path file) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      List<String> lines = in.lines().toList();
      if (lines.size() < 2) {
        throw new IOException("it holds no epoch");
      }
      Head head = STRICT.readValue(lines.get(0), Head.class);
      List<Row> rows = new ArrayList<>();
      for (String line : lines.subList(1, lines.size())) {
        rows.add(STRICT.readValue(line, Row.class));
      }
      return new BenchLog(head.run(), head.settings(), rows);
    } catch (IOException | UncheckedIOException e) {
      throw new InputException(
          file
              + " is no log, or a torn one ("
              + e.getMessage()
              + "); delete it and record the run again",
          e);
    }
  }

  /** Whether labels are clean. */
  boolean isClean() {
    return "none".equals(settings.get("noise"));
  }

  double best() {
    return rows.stream().mapToDouble(Row::test).max().orElseThrow();
  }

  double testAt(int epoch) {
    return rows.stream().filter(row -> row.epoch() == epoch).findFirst().orElseThrow().test();
  }
}
