package io.github.featurescope.examples.training;

import java.util.ArrayList;
import java.util.List;

/** Draws rows as a table that reads well as plain text too. */
public final class Table {

  private Table() {}

  /**
   * Draws lines of Markdown, columns padded to one width.
   *
   * @param rows of cells, as many in each; the first row is the head
   * @return the lines
   */
  public static List<String> markdown(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int c = 0; c < columns; c++) {
        widths[c] = Math.max(widths[c], Math.max(3, row.get(c).length()));
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder("|");
      for (int c = 0; c < columns; c++) {
        String cell = row.get(c).replace("|", "\\|");
        line.append(' ').append(cell).append(" ".repeat(Math.max(0, widths[c] - cell.length())));
        line.append(" |");
      }
      lines.add(line.toString());
    }
    StringBuilder rule = new StringBuilder("|");
    for (int width : widths) {
      rule.append(' ').append("-".repeat(width)).append(" |");
    }
    lines.add(1, rule.toString());
    return lines;
  }
}
