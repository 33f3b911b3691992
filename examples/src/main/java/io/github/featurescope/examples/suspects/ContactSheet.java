package io.github.featurescope.examples.suspects;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/**
 * Draws pictures in a grid, each with the label it was given, the one suggested instead, and how
 * likely the given one is wrong.
 */
final class ContactSheet {

  private static final int COLUMNS = 8;
  private static final int SIDE = 112;
  private static final int CELL_WIDTH = 148;
  private static final int CELL_HEIGHT = 186;
  private static final int MARGIN = 32;
  private static final int HEADER = 84;

  private static final Color PAPER = new Color(0xFAFAF8);
  private static final Color CARD = Color.WHITE;
  private static final Color LINE = new Color(0xE2E0DA);
  private static final Color INK = new Color(0x22252A);
  private static final Color FAINT = new Color(0x7A7F87);
  private static final Color GIVEN = new Color(0xB3261E);
  private static final Color SUGGESTED = new Color(0x1B6E4B);

  private ContactSheet() {}

  /**
   * One cell.
   *
   * @param picture of any size
   * @param id which sample it is
   * @param given name of the given class
   * @param suggested name of the suggested class
   * @param probability that the given label is wrong, in [0, 1]
   */
  record Cell(BufferedImage picture, long id, String given, String suggested, double probability) {}

  /** Draws as many rows of eight as it takes; a picture also where there is no cell. */
  static BufferedImage draw(String title, String subtitle, List<Cell> cells) {
    int rows = Math.max(1, (cells.size() + COLUMNS - 1) / COLUMNS);
    BufferedImage sheet =
        new BufferedImage(
            2 * MARGIN + COLUMNS * CELL_WIDTH,
            MARGIN + HEADER + rows * CELL_HEIGHT + MARGIN / 2,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D g = sheet.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(PAPER);
    g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    write(g, title, font(Font.BOLD, 22), INK, MARGIN + 6, MARGIN + 22);
    write(g, subtitle, font(Font.PLAIN, 14), FAINT, MARGIN + 6, MARGIN + 48);
    for (int i = 0; i < cells.size(); i++) {
      int x = MARGIN + i % COLUMNS * CELL_WIDTH;
      int y = MARGIN + HEADER + i / COLUMNS * CELL_HEIGHT;
      draw(g, cells.get(i), x, y);
    }
    g.dispose();
    return sheet;
  }

  private static void draw(Graphics2D g, Cell cell, int x, int y) {
    RoundRectangle2D card =
        new RoundRectangle2D.Double(x + 6, y + 4, CELL_WIDTH - 12, CELL_HEIGHT - 10, 10, 10);
    g.setColor(CARD);
    g.fill(card);
    g.setColor(LINE);
    g.setStroke(new BasicStroke(1));
    g.draw(card);
    picture(g, cell.picture(), x + (CELL_WIDTH - SIDE) / 2, y + 14);

    Font words = font(Font.BOLD, 13);
    int middle = x + CELL_WIDTH / 2;
    int line = y + SIDE + 34;
    FontMetrics metrics = g.getFontMetrics(words);
    String arrow = " → ";
    int room = (CELL_WIDTH - 20 - metrics.stringWidth(arrow)) / 2;
    String given = fitted(metrics, cell.given(), room);
    String suggested = fitted(metrics, cell.suggested(), room);
    int at = middle - metrics.stringWidth(given + arrow + suggested) / 2;
    write(g, given, words, GIVEN, at, line);
    write(g, arrow, words, FAINT, at + metrics.stringWidth(given), line);
    write(g, suggested, words, SUGGESTED, at + metrics.stringWidth(given + arrow), line);

    Font small = font(Font.PLAIN, 11);
    String note = String.format(Locale.ROOT, "#%d · %.0f %%", cell.id(), 100 * cell.probability());
    int width = g.getFontMetrics(small).stringWidth(note);
    write(g, note, small, FAINT, middle - width / 2, line + 18);
  }

  /** Scales to the square, its sides kept in proportion; few pixels stay pixels. */
  private static void picture(Graphics2D g, BufferedImage picture, int x, int y) {
    double scale = (double) SIDE / Math.max(picture.getWidth(), picture.getHeight());
    int width = (int) Math.round(scale * picture.getWidth());
    int height = (int) Math.round(scale * picture.getHeight());
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION,
        scale >= 6
            ? RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR
            : RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    g.drawImage(picture, x + (SIDE - width) / 2, y + (SIDE - height) / 2, width, height, null);
  }

  private static String fitted(FontMetrics metrics, String text, int room) {
    String shown = text;
    while (shown.length() > 1 && metrics.stringWidth(shown) > room) {
      String kept = shown.endsWith("…") ? shown.substring(0, shown.length() - 1) : shown;
      shown = kept.substring(0, kept.length() - 1) + "…";
    }
    return shown;
  }

  private static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }

  private static void write(Graphics2D g, String text, Font font, Color colour, int x, int y) {
    g.setFont(font);
    g.setColor(colour);
    g.drawString(text, x, y);
  }
}
