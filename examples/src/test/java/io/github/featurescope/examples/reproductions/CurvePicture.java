package io.github.featurescope.examples.reproductions;

import io.github.featurescope.listeners.ProbeSet;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.TextAttribute;
import java.awt.font.TextLayout;
import java.awt.image.BufferedImage;
import java.text.AttributedString;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws D<sub>LR</sub> beside the test accuracy, over epochs.
 *
 * @param title what the runs have in common
 * @param groups the runs of each name
 */
record CurvePicture(String title, Map<String, List<RunCurve>> groups) {

  /** Of a panel; twice as large as the README shows it, for sharp letters. */
  private static final int WIDTH = 900;

  private static final int HEIGHT = 630;

  /** Room for titles and legend. */
  private static final int TOP = 170;

  /** Of a line in the legend, and behind an entry. */
  private static final int SAMPLE = 80;

  private static final int GAP = 50;
  private static final int MARKER_SIZE = 12;

  private static final Color INK = new Color(0x33, 0x33, 0x33);
  private static final Color GRID = new Color(0xE6, 0xE6, 0xE6);
  private static final Color CEILING = new Color(0x8A, 0x8A, 0x8A);

  private static final BasicStroke DASHES =
      new BasicStroke(3, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {12, 9}, 0);

  /** Blue and vermilion of Okabe and Ito, which the colour-blind tell apart. */
  private static final List<Color> COLOURS =
      List.of(new Color(0x00, 0x72, 0xB2), new Color(0xD5, 0x5E, 0x00));

  private static final List<Marker> MARKERS = List.of(SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE);

  BufferedImage draw() {
    BufferedImage picture = new BufferedImage(2 * WIDTH, TOP + HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = picture.createGraphics();
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    canvas.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    canvas.setColor(Color.WHITE);
    canvas.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    canvas.drawImage(BitmapEncoder.getBufferedImage(richness()), 0, TOP, null);
    canvas.drawImage(BitmapEncoder.getBufferedImage(accuracy()), WIDTH, TOP, null);
    canvas.setColor(INK);
    centre(canvas, title, font(Font.BOLD, 34), WIDTH, 54);
    legend(canvas, 108);
    centre(canvas, "D_LR on training images (0 rich, 1 lazy)", font(Font.BOLD, 26), WIDTH / 2, TOP);
    centre(canvas, "Accuracy on test images", font(Font.BOLD, 26), WIDTH * 3 / 2, TOP);
    canvas.dispose();
    return picture;
  }

  /** One for both panels, in the middle. */
  private void legend(Graphics2D canvas, int baseline) {
    canvas.setFont(font(Font.PLAIN, 24));
    FontMetrics metrics = canvas.getFontMetrics();
    List<String> names = List.copyOf(groups.keySet());
    String note = "thick: mean of " + groups.get(names.get(0)).size() + " seeds, thin: each";
    int width = metrics.stringWidth(note);
    for (String name : names) {
      width += SAMPLE + metrics.stringWidth(name) + GAP;
    }
    int left = WIDTH - width / 2;
    for (int i = 0; i < names.size(); i++) {
      canvas.setColor(COLOURS.get(i));
      canvas.setStroke(new BasicStroke(5));
      canvas.drawLine(left, baseline - 9, left + SAMPLE - 16, baseline - 9);
      MARKERS.get(i).paint(canvas, left + (SAMPLE - 16) / 2, baseline - 9, MARKER_SIZE);
      canvas.setColor(INK);
      canvas.drawString(names.get(i), left + SAMPLE, baseline);
      left += SAMPLE + metrics.stringWidth(names.get(i)) + GAP;
    }
    canvas.setColor(CEILING);
    canvas.drawString(note, left, baseline);
    canvas.setColor(INK);
  }

  private static void centre(Graphics2D canvas, String text, Font font, int middle, int baseline) {
    AttributedString styled = new AttributedString(text.replace("_LR", "LR"));
    styled.addAttribute(TextAttribute.FONT, font);
    int sub = text.indexOf("_LR");
    if (sub >= 0) {
      Font below =
          font.deriveFont(Map.of(TextAttribute.SUPERSCRIPT, TextAttribute.SUPERSCRIPT_SUB));
      styled.addAttribute(TextAttribute.FONT, below, sub, sub + 2);
    }
    TextLayout layout = new TextLayout(styled.getIterator(), canvas.getFontRenderContext());
    layout.draw(canvas, middle - layout.getAdvance() / 2, baseline);
  }

  private XYChart richness() {
    XYChart chart = panel();
    double[] epochs = epochs();
    double level = first().last(ProbeSet.TRAIN, RunCurve.ISOTROPIC);
    double[] ceiling = new double[epochs.length];
    Arrays.fill(ceiling, level);
    XYSeries line = chart.addSeries("isotropic features", epochs, ceiling);
    style(line, CEILING, 3, SeriesMarkers.NONE);
    line.setLineStyle(DASHES);
    double middle = epochs[epochs.length - 1] / 2;
    chart.addAnnotation(
        new AnnotationText("isotropic features: no structure at all", middle, level + 0.04, false));
    addCourses(chart, ProbeSet.TRAIN, RunCurve.DLR);
    return chart;
  }

  private XYChart accuracy() {
    XYChart chart = panel();
    addCourses(chart, WatchedTraining.TEST, RunCurve.ACCURACY);
    return chart;
  }

  private RunCurve first() {
    return groups.values().iterator().next().get(0);
  }

  private double[] epochs() {
    return IntStream.range(0, first().probes().size()).asDoubleStream().toArray();
  }

  private void addCourses(XYChart chart, String set, String path) {
    int which = 0;
    for (Map.Entry<String, List<RunCurve>> group : groups.entrySet()) {
      double[] mean = new double[epochs().length];
      for (RunCurve run : group.getValue()) {
        double[] course = run.course(set, path);
        for (int i = 0; i < mean.length; i++) {
          mean[i] += course[i] / group.getValue().size();
        }
        Color pale = new Color(COLOURS.get(which).getRGB() & 0xFFFFFF | 0x50000000, true);
        XYSeries thin = chart.addSeries(group.getKey() + " " + run.seed(), epochs(), course);
        style(thin, pale, 2, SeriesMarkers.NONE);
      }
      style(
          chart.addSeries(group.getKey(), epochs(), mean),
          COLOURS.get(which),
          5,
          MARKERS.get(which));
      which++;
    }
  }

  private static void style(XYSeries series, Color colour, float width, Marker marker) {
    series.setLineColor(colour);
    series.setLineWidth(width);
    series.setMarkerColor(colour);
    series.setMarker(marker);
  }

  private static XYChart panel() {
    XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).xAxisTitle("epoch").build();
    chart
        .getStyler()
        .setYAxisTitleVisible(false)
        .setYAxisMin(0.0)
        .setYAxisMax(1.0)
        .setAxisTitleFont(font(Font.PLAIN, 24))
        .setAxisTickLabelsFont(font(Font.PLAIN, 22))
        .setAxisTickLabelsColor(INK)
        .setAxisTickMarksColor(CEILING)
        .setPlotGridLinesColor(GRID)
        .setPlotGridLinesStroke(new BasicStroke(1.5f))
        .setPlotMargin(0)
        .setXAxisDecimalPattern("0")
        .setYAxisDecimalPattern("0.0")
        .setMarkerSize(MARKER_SIZE)
        .setPlotContentSize(0.96)
        .setAnnotationTextFont(font(Font.PLAIN, 22))
        .setAnnotationTextFontColor(CEILING)
        .setChartTitleVisible(false)
        .setLegendVisible(false)
        .setChartBackgroundColor(Color.WHITE)
        .setPlotBackgroundColor(Color.WHITE)
        .setPlotBorderColor(GRID)
        .setChartFontColor(INK)
        .setChartPadding(20);
    return chart;
  }

  private static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }
}
