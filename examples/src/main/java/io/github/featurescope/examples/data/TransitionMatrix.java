package io.github.featurescope.examples.data;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A row-stochastic matrix: row c is the distribution of the given label where c is true. */
final class TransitionMatrix implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final double TOLERANCE = 1e-6;

  private final String name;
  private final double[][] rows;

  private TransitionMatrix(String name, double[][] rows) {
    this.name = name;
    this.rows = rows;
  }

  static TransitionMatrix of(String name, double[][] values) {
    double[][] rows = new double[values.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = values[i].clone();
      requireDistribution(name, i, rows[i], rows.length);
    }
    if (rows.length < 2) {
      throw new DataException(
          name + ": " + rows.length + " rows; a transition matrix needs one for each class");
    }
    return new TransitionMatrix(name, rows);
  }

  private static void requireDistribution(String name, int index, double[] row, int classes) {
    String where = name + ", row " + (index + 1) + ": ";
    if (row.length != classes) {
      throw new DataException(
          where
              + row.length
              + " values in a matrix of "
              + classes
              + " rows; a transition matrix is square");
    }
    double sum = 0;
    for (double value : row) {
      if (!(value >= 0 && value <= 1)) {
        throw new DataException(where + value + " is no probability; give numbers in [0, 1]");
      }
      sum += value;
    }
    if (Math.abs(sum - 1) > TOLERANCE) {
      throw new DataException(where + "sums to " + sum + "; every row must sum to 1");
    }
  }

  /** Reads comma-separated numbers; empty lines and lines starting with # are passed over. */
  static TransitionMatrix read(Path csv) {
    if (!Files.isRegularFile(csv)) {
      throw new DataException(
          "no file "
              + csv
              + ": expected the transition matrix of asymmetric label noise, a CSV file with a row"
              + " of probabilities for each class");
    }
    List<double[]> rows = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(csv)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          rows.add(parse(line, csv + ", row " + (rows.size() + 1)));
        }
      }
    } catch (MalformedInputException e) {
      throw new DataException(csv + ": not a text file; give comma-separated numbers", e);
    } catch (IOException e) {
      throw new DataException(csv + ": cannot be read (" + e + "); check its permissions", e);
    }
    return of(csv.toString(), rows.toArray(double[][]::new));
  }

  private static double[] parse(String line, String where) {
    String[] cells = line.split(",", -1);
    double[] row = new double[cells.length];
    for (int i = 0; i < row.length; i++) {
      try {
        row[i] = Double.parseDouble(cells[i].strip());
      } catch (NumberFormatException e) {
        throw new DataException(
            where + ", column " + (i + 1) + ": '" + cells[i].strip() + "' is not a number", e);
      }
    }
    return row;
  }

  /** Replaces each true label by a drawn one. */
  void draw(int[] labels, int classes, Random random) {
    if (rows.length != classes) {
      throw new DataException(
          name + ": a matrix for " + rows.length + " classes, but the data has " + classes);
    }
    for (int i = 0; i < labels.length; i++) {
      labels[i] = draw(rows[labels[i]], random.nextDouble());
    }
  }

  private static int draw(double[] row, double uniform) {
    double sum = 0;
    int last = 0;
    for (int i = 0; i < row.length; i++) {
      sum += row[i];
      if (row[i] > 0) {
        last = i;
        if (uniform < sum) {
          return i;
        }
      }
    }
    return last; // the row sums to a little less than 1
  }

  @Override
  public String toString() {
    return name;
  }
}
