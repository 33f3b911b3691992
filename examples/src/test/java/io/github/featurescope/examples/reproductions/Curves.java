package io.github.featurescope.examples.reproductions;

import io.github.featurescope.listeners.ProbeSet;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Leaves what was seen of several runs as a table and as a picture of two panels. */
record Curves(String file, String title, List<RunCurve> runs) {

  /** Of a panel; twice as large as the README shows it, for sharp letters. */
  private static final int WIDTH = 900;

  private static final int HEIGHT = 680;

  /** Room for the title. */
  private static final int TOP = 100;

  private static final Color INK = new Color(0x33, 0x33, 0x33);
  private static final Color GRID = new Color(0xE6, 0xE6, 0xE6);
  private static final Color CEILING = new Color(0x8A, 0x8A, 0x8A);

  private static final BasicStroke DASHES =
      new BasicStroke(3, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {12, 9}, 0);

  /** Blue and vermilion of Okabe and Ito, which the colour-blind tell apart. */
  private static final List<Color> COLOURS =
      List.of(new Color(0x00, 0x72, 0xB2), new Color(0xD5, 0x5E, 0x00));

  private static final List<Marker> MARKERS = List.of(SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE);

  void write() {
    try {
      Files.createDirectories(WatchedTraining.FOLDER);
      Files.writeString(WatchedTraining.FOLDER.resolve(file + ".csv"), table());
      ImageIO.write(picture(), "png", WatchedTraining.FOLDER.resolve(file + ".png").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private BufferedImage picture() {
    BufferedImage picture = new BufferedImage(2 * WIDTH, TOP + HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = picture.createGraphics();
    canvas.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    canvas.setColor(Color.WHITE);
    canvas.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    canvas.drawImage(BitmapEncoder.getBufferedImage(richness()), 0, TOP, null);
    canvas.drawImage(BitmapEncoder.getBufferedImage(accuracy()), WIDTH, TOP, null);
    canvas.setColor(INK);
    centre(canvas, title, font(Font.BOLD, 32), 52);
    centre(canvas, subtitle(), font(Font.PLAIN, 24), 92);
    canvas.dispose();
    return picture;
  }

  private String subtitle() {
    long seeds = runs.stream().mapToLong(RunCurve::seed).distinct().count();
    return seeds == 1 ? "one seed" : "thick: mean of " + seeds + " seeds, thin: each of them";
  }

  private static void centre(Graphics2D canvas, String text, Font font, int baseline) {
    canvas.setFont(font);
    canvas.drawString(text, WIDTH - canvas.getFontMetrics().stringWidth(text) / 2, baseline);
  }

  private String table() {
    StringBuilder table =
        new StringBuilder("run,seed,epoch,set,accuracy,dlr,dlr_literal,isotropic\n");
    for (RunCurve run : runs) {
      for (int epoch = 0; epoch < run.probes().size(); epoch++) {
        for (String set : WatchedTraining.SETS) {
          table.append(
              String.format(
                  Locale.ROOT,
                  "%s,%d,%d,%s,%.4f,%.4f,%.4f,%.4f%n",
                  run.name(),
                  run.seed(),
                  epoch,
                  set,
                  run.at(epoch, set, RunCurve.ACCURACY),
                  run.at(epoch, set, RunCurve.DLR),
                  run.at(epoch, set, RunCurve.LITERAL),
                  run.at(epoch, set, RunCurve.ISOTROPIC)));
        }
      }
    }
    return table.toString();
  }

  /** The end of every run in words. */
  String summary() {
    StringBuilder text = new StringBuilder(title).append('\n');
    for (RunCurve run : runs) {
      text.append(run.name()).append(", seed ").append(run.seed()).append(':');
      for (String set : WatchedTraining.SETS) {
        text.append(
            String.format(
                Locale.ROOT,
                " %s accuracy %.3f, D_LR %.4f (literal %.4f);",
                set,
                run.last(set, RunCurve.ACCURACY),
                run.last(set, RunCurve.DLR),
                run.last(set, RunCurve.LITERAL)));
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** The mean over the seeds of a value after the last epoch. */
  double mean(String name, String set, String path) {
    return groups().get(name).stream()
        .mapToDouble(run -> run.last(set, path))
        .average()
        .orElseThrow();
  }

  private XYChart richness() {
    XYChart chart = panel("D_LR on training images: 0 rich, 1 lazy", "D_LR");
    double[] epochs = epochs();
    double level = runs.get(0).last(ProbeSet.TRAIN, RunCurve.ISOTROPIC);
    double[] ceiling = new double[epochs.length];
    Arrays.fill(ceiling, level);
    XYSeries line = chart.addSeries("isotropic features", epochs, ceiling);
    style(line, CEILING, 3, SeriesMarkers.NONE);
    line.setLineStyle(DASHES);
    line.setShowInLegend(false);
    double middle = epochs[epochs.length - 1] / 2;
    chart.addAnnotation(
        new AnnotationText("isotropic features: no structure at all", middle, level + 0.04, false));
    addCourses(chart, ProbeSet.TRAIN, RunCurve.DLR);
    return chart;
  }

  private XYChart accuracy() {
    XYChart chart = panel("Accuracy on test images", "accuracy");
    addCourses(chart, WatchedTraining.TEST, RunCurve.ACCURACY);
    return chart;
  }

  private double[] epochs() {
    return IntStream.range(0, runs.get(0).probes().size()).asDoubleStream().toArray();
  }

  private void addCourses(XYChart chart, String set, String path) {
    int which = 0;
    for (Map.Entry<String, List<RunCurve>> group : groups().entrySet()) {
      double[] mean = new double[epochs().length];
      for (RunCurve run : group.getValue()) {
        double[] course = run.course(set, path);
        for (int i = 0; i < mean.length; i++) {
          mean[i] += course[i] / group.getValue().size();
        }
        Color pale = new Color(COLOURS.get(which).getRGB() & 0xFFFFFF | 0x50000000, true);
        XYSeries thin = chart.addSeries(group.getKey() + " " + run.seed(), epochs(), course);
        style(thin, pale, 2, SeriesMarkers.NONE);
        thin.setShowInLegend(false);
      }
      style(
          chart.addSeries(group.getKey(), epochs(), mean),
          COLOURS.get(which),
          5,
          MARKERS.get(which));
      which++;
    }
  }

  private Map<String, List<RunCurve>> groups() {
    return runs.stream()
        .collect(Collectors.groupingBy(RunCurve::name, LinkedHashMap::new, Collectors.toList()));
  }

  private static void style(XYSeries series, Color colour, float width, Marker marker) {
    series.setLineColor(colour);
    series.setLineWidth(width);
    series.setMarkerColor(colour);
    series.setMarker(marker);
  }

  private static XYChart panel(String title, String vertical) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("epoch")
            .yAxisTitle(vertical)
            .build();
    chart
        .getStyler()
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
        .setMarkerSize(11)
        .setPlotContentSize(0.96)
        .setAnnotationTextFont(font(Font.PLAIN, 22))
        .setAnnotationTextFontColor(CEILING)
        .setChartTitleBoxVisible(false)
        .setLegendLayout(Styler.LegendLayout.Horizontal)
        .setChartTitleFont(font(Font.BOLD, 26))
        .setChartBackgroundColor(Color.WHITE)
        .setPlotBackgroundColor(Color.WHITE)
        .setPlotBorderColor(GRID)
        .setChartFontColor(INK)
        .setChartPadding(20)
        .setLegendFont(font(Font.PLAIN, 22))
        .setLegendBorderColor(GRID)
        .setLegendPosition(Styler.LegendPosition.OutsideS);
    return chart;
  }

  private static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }
}
