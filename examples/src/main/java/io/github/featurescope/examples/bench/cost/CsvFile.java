package io.github.featurescope.examples.bench.cost;

import io.github.featurescope.examples.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows that are kept as they come, so that a benchmark that was cut off goes on.
 *
 * <p>A row is written in one piece; of one that was cut off all the same nothing is read. Values
 * hold neither commas nor line ends.
 */
final class CsvFile {

  private final Path file;
  private final List<String> columns;
  private final int keys;
  private final List<Map<String, String>> rows = new ArrayList<>();

  private CsvFile(Path file, List<String> columns, int keys) {
    this.file = file;
    this.columns = columns;
    this.keys = keys;
  }

  /**
   * Opens a file, or begins one with the first row that is added.
   *
   * @param file its folder exists, or is made with the first row
   * @param keys how many columns from the first on name a row
   * @param columns names of all columns
   * @return what it holds
   * @throws InputException if it cannot be read or has other columns
   */
  static CsvFile open(Path file, int keys, String... columns) {
    CsvFile csv = new CsvFile(file, List.of(columns), keys);
    if (Files.exists(file)) {
      csv.read();
    }
    return csv;
  }

  private void read() {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new InputException("cannot read " + file + " (" + e + ")", e);
    }
    List<String> lines = text.lines().toList();
    String header = String.join(",", columns);
    if (lines.isEmpty() || !lines.get(0).equals(header)) {
      throw new InputException(
          file + " does not start with " + header + "; name another --out, or take --fresh");
    }
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",", -1);
      boolean torn = i == lines.size() - 1 && !text.endsWith("\n");
      if (cells.length == columns.size() && !torn) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int c = 0; c < cells.length; c++) {
          row.put(columns.get(c), cells[c]);
        }
        rows.add(row);
      }
    }
  }

  /** Tells whether the row of these keys is there. */
  boolean has(String... key) {
    return rows.stream()
        .anyMatch(row -> List.copyOf(row.values()).subList(0, keys).equals(List.of(key)));
  }

  /** Adds a row, one value a column. */
  void add(Object... values) {
    Map<String, String> row = new LinkedHashMap<>();
    for (int c = 0; c < columns.size(); c++) {
      row.put(columns.get(c), String.valueOf(values[c]).replaceAll("[,\\r\\n]", ";"));
    }
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      String line = String.join(",", row.values()) + "\n";
      if (!Files.exists(file)) {
        line = String.join(",", columns) + "\n" + line;
      } else if (!Files.readString(file).endsWith("\n")) {
        line = "\n" + line;
      }
      Files.write(
          file,
          line.getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new InputException("cannot write " + file + " (" + e + "); choose another --out", e);
    }
    rows.add(row);
  }

  /** Returns all rows, in the order in which they were added. */
  List<Map<String, String>> rows() {
    return List.copyOf(rows);
  }
}
