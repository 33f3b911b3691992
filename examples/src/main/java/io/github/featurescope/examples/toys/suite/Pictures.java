package io.github.featurescope.examples.toys.suite;

import io.github.featurescope.examples.InputException;
import io.github.featurescope.examples.toys.Panel;
import io.github.featurescope.examples.toys.Trajectory;
import io.github.featurescope.examples.toys.suite.PictureFormat.Placed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;

/** Writes pictures of toys. */
public final class Pictures {

  private static final int COLUMNS = 3;

  private Pictures() {}

  /**
   * Draws panels side by side, three a row.
   *
   * @param panels at least one
   * @param file whose name ends in .svg or .png
   */
  public static void write(List<Panel> panels, Path file) {
    charts(panels.stream().map(PanelCharts::chart).toList(), file);
  }

  /**
   * Draws every order parameter of a run over its steps.
   *
   * @param run any
   * @param file whose name ends in .svg or .png
   */
  public static void write(Trajectory run, Path file) {
    write(PanelCharts.everyColumn(run), file);
  }

  /**
   * Draws phase diagrams side by side.
   *
   * @param maps at least one
   * @param file whose name ends in .svg or .png
   */
  public static void phases(List<PhaseMap> maps, Path file) {
    charts(maps.stream().map(PhaseChart::chart).toList(), file);
  }

  static void charts(List<XYChart> charts, Path file) {
    PictureFormat format = PictureFormat.of(file);
    int columns = Math.min(COLUMNS, charts.size());
    int rows = (charts.size() + columns - 1) / columns;
    int width = charts.get(0).getWidth();
    int height = charts.get(0).getHeight();
    List<Placed> placed =
        IntStream.range(0, charts.size())
            .mapToObj(k -> new Placed(charts.get(k), k % columns * width, k / columns * height))
            .toList();
    try {
      Files.write(file, format.bytes(width * columns, height * rows, placed));
    } catch (IOException e) {
      throw new InputException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
