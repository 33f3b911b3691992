package io.github.featurescope.examples.toys.suite;

import io.github.featurescope.examples.InputException;
import io.github.featurescope.examples.toys.Panel;
import io.github.featurescope.examples.toys.Trajectory;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;

/** Writes pictures of toys. */
public final class Pictures {

  private static final double SCALE = 1.5;
  private static final int COLUMNS = 3;

  private Pictures() {}

  /**
   * Draws panels side by side, three a row.
   *
   * @param panels at least one
   * @param file a PNG
   */
  public static void write(List<Panel> panels, Path file) {
    charts(panels.stream().map(PanelCharts::chart).toList(), file);
  }

  /**
   * Draws every order parameter of a run over its steps.
   *
   * @param run any
   * @param file a PNG
   */
  public static void write(Trajectory run, Path file) {
    write(PanelCharts.everyColumn(run), file);
  }

  /**
   * Draws phase diagrams side by side.
   *
   * @param maps at least one
   * @param file a PNG
   */
  public static void phases(List<PhaseMap> maps, Path file) {
    charts(maps.stream().map(PhaseChart::chart).toList(), file);
  }

  static void charts(List<XYChart> charts, Path file) {
    int columns = Math.min(COLUMNS, charts.size());
    int rows = (charts.size() + columns - 1) / columns;
    int width = charts.get(0).getWidth();
    int height = charts.get(0).getHeight();
    BufferedImage image =
        new BufferedImage(
            (int) (SCALE * width * columns),
            (int) (SCALE * height * rows),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.scale(SCALE, SCALE);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width * columns, height * rows);
    for (int k = 0; k < charts.size(); k++) {
      Graphics2D part = (Graphics2D) graphics.create();
      part.translate(k % columns * width, k / columns * height);
      charts.get(k).paint(part, width, height);
      part.dispose();
    }
    graphics.dispose();
    try {
      ImageIO.write(image, "png", file.toFile());
    } catch (IOException e) {
      throw new InputException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
