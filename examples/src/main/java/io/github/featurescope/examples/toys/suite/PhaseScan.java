package io.github.featurescope.examples.toys.suite;

import io.github.featurescope.examples.InputException;
import io.github.featurescope.examples.toys.PhaseDiagram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;

/** Measures the cells of a phase diagram, in parallel, and goes on where it was cut off. */
public final class PhaseScan {

  private static final String HEADER = "x,y,seed,value";

  private final PhaseDiagram diagram;
  private final Path file;
  private final Map<Cell, Double> known = new ConcurrentHashMap<>();

  private PhaseScan(PhaseDiagram diagram, Path file) {
    this.diagram = diagram;
    this.file = file;
  }

  /**
   * Opens a scan.
   *
   * @param diagram what to measure
   * @param file CSV of finished cells: what it holds is not measured again
   * @return the scan
   * @throws InputException if the file cannot be read, or is no such CSV
   */
  public static PhaseScan of(PhaseDiagram diagram, Path file) {
    PhaseScan scan = new PhaseScan(diagram, file);
    scan.read();
    return scan;
  }

  private void read() {
    if (!Files.exists(file)) {
      return;
    }
    try {
      String text = Files.readString(file);
      // What follows the last line's end was cut off: even a number may lack digits.
      String[] lines = text.substring(0, text.lastIndexOf('\n') + 1).split("\\R", -1);
      if (!text.isEmpty() && !lines[0].equals(HEADER)) {
        throw new InputException(file + " does not start with " + HEADER + ": delete or move it");
      }
      Arrays.stream(lines).skip(1).map(line -> line.split(",", -1)).forEach(this::read);
    } catch (IOException e) {
      throw new InputException("cannot read " + file + ": " + e.getMessage(), e);
    } catch (NumberFormatException e) {
      throw new InputException(file + ": " + e.getMessage() + "; delete it to start anew", e);
    }
  }

  private void read(String[] parts) {
    // An earlier scan may have left a line that was cut off: it is measured again.
    if (parts.length == 4) {
      known.put(
          new Cell(
              Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), Long.parseLong(parts[2])),
          Double.valueOf(parts[3]));
    }
  }

  /**
   * Measures what is missing.
   *
   * @param resolution cells an axis, at least 2
   * @param seeds runs a cell: seeds 1, 2, ...
   * @param threads how many at once
   * @param progress takes how many cells are done, and of how many
   * @return means over seeds
   */
  public PhaseMap run(
      int resolution, int seeds, int threads, BiConsumer<Integer, Integer> progress) {
    double[] xs = diagram.x().values(resolution);
    double[] ys = diagram.y().values(resolution);
    List<Cell> cells = new ArrayList<>();
    for (long seed = 1; seed <= seeds; seed++) {
      for (double y : ys) {
        for (double x : xs) {
          cells.add(new Cell(x, y, seed));
        }
      }
    }
    measure(cells, threads, progress);
    double[][] values = new double[ys.length][xs.length];
    for (int i = 0; i < ys.length; i++) {
      for (int k = 0; k < xs.length; k++) {
        for (long seed = 1; seed <= seeds; seed++) {
          values[i][k] += known.getOrDefault(new Cell(xs[k], ys[i], seed), Double.NaN) / seeds;
        }
      }
    }
    return PhaseMap.of(diagram, xs, ys, values);
  }

  private void measure(List<Cell> cells, int threads, BiConsumer<Integer, Integer> progress) {
    List<Cell> missing = cells.stream().filter(cell -> !known.containsKey(cell)).toList();
    progress.accept(cells.size() - missing.size(), cells.size());
    if (missing.isEmpty()) {
      return;
    }
    ExecutorService pool = Workers.pool(threads);
    try (CellLog log = CellLog.open(file, HEADER)) {
      List<Future<Double>> jobs =
          missing.stream()
              .map(cell -> pool.submit(() -> diagram.cell().at(cell.x, cell.y, cell.seed)))
              .toList();
      for (int k = 0; k < jobs.size(); k++) {
        Cell cell = missing.get(k);
        double value = Workers.result(jobs.get(k));
        known.put(cell, value);
        log.add(cell.x + "," + cell.y + "," + cell.seed + "," + value);
        progress.accept(cells.size() - missing.size() + k + 1, cells.size());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private record Cell(double x, double y, long seed) {}
}
