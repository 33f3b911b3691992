package io.github.featurescope.examples.toys.suite;

import io.github.featurescope.examples.InputException;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;

/** How pictures are written; the name of a file decides. */
public enum PictureFormat {
  /** Lines and text: sharp at any size. */
  SVG {
    @Override
    byte[] bytes(int width, int height, List<Placed> charts) {
      SvgCanvas canvas = SvgCanvas.of(width, height);
      charts.forEach(each -> canvas.paint(each.chart, each.x, each.y));
      return canvas.bytes();
    }
  },
  /** Pixels. */
  PNG {
    @Override
    byte[] bytes(int width, int height, List<Placed> charts) throws IOException {
      BufferedImage image =
          new BufferedImage(
              (int) (SCALE * width), (int) (SCALE * height), BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = image.createGraphics();
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.scale(SCALE, SCALE);
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, width, height);
      for (Placed each : charts) {
        Graphics2D part = (Graphics2D) graphics.create();
        part.translate(each.x, each.y);
        each.chart.paint(part, each.chart.getWidth(), each.chart.getHeight());
        part.dispose();
      }
      graphics.dispose();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(image, "png", bytes);
      return bytes.toByteArray();
    }
  };

  private static final double SCALE = 1.5;

  /**
   * Tells the format of a file.
   *
   * @param file such as {@code run.svg}; upper and lower case are alike
   * @return by the end of its name
   * @throws InputException if it ends otherwise, saying what it may end in
   */
  public static PictureFormat of(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> name.endsWith("." + format.extension()))
        .findFirst()
        .orElseThrow(
            () -> new InputException(file + ": pictures are .svg or .png; let the name end so"));
  }

  /**
   * Returns how names of such files end.
   *
   * @return without the dot
   */
  public String extension() {
    return name().toLowerCase(Locale.ROOT);
  }

  abstract byte[] bytes(int width, int height, List<Placed> charts) throws IOException;

  /** A chart and where its upper left corner is. */
  record Placed(XYChart chart, int x, int y) {}
}
