package io.github.featurescope.examples.toys;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Order parameters over time: named columns, the first of them "step", and a row a moment. */
public final class Trajectory {

  private final List<String> names;
  private final List<Row> rows;

  private Trajectory(List<String> names, List<Row> rows) {
    this.names = names;
    this.rows = rows;
  }

  static Trajectory empty(List<String> columns) {
    List<String> names = new ArrayList<>();
    names.add("step");
    names.addAll(columns);
    return new Trajectory(List.copyOf(names), new ArrayList<>());
  }

  Row add(int step, double... values) {
    double[] all = new double[values.length + 1];
    all[0] = step;
    System.arraycopy(values, 0, all, 1, values.length);
    Row row = new Row(all);
    rows.add(row);
    return row;
  }

  /**
   * Returns the names of the columns.
   *
   * @return "step" first
   */
  public List<String> names() {
    return names;
  }

  /**
   * Returns the rows.
   *
   * @return in the order of time
   */
  public List<Row> rows() {
    return Collections.unmodifiableList(rows);
  }

  /**
   * Returns the number of rows.
   *
   * @return at least 0
   */
  public int size() {
    return rows.size();
  }

  /**
   * Returns one row.
   *
   * @param index in [0, size)
   * @return the row
   */
  public Row row(int index) {
    return rows.get(index);
  }

  /**
   * Returns a column.
   *
   * @param name of the column
   * @return a value a row
   * @throws IllegalArgumentException if there is no such column
   */
  public double[] column(String name) {
    int at = at(name);
    return rows.stream().mapToDouble(row -> row.values[at]).toArray();
  }

  /**
   * Returns the value at the end.
   *
   * @param name of the column
   * @return in the last row
   */
  public double last(String name) {
    return rows.get(rows.size() - 1).get(name);
  }

  /**
   * Returns the largest value.
   *
   * @param name of the column
   * @return over all rows but NaN; NaN if there is none
   */
  public double max(String name) {
    return finite(name).max().orElse(Double.NaN);
  }

  /**
   * Returns the smallest value.
   *
   * @param name of the column
   * @return over all rows but NaN; NaN if there is none
   */
  public double min(String name) {
    return finite(name).min().orElse(Double.NaN);
  }

  private java.util.stream.DoubleStream finite(String name) {
    return java.util.Arrays.stream(column(name)).filter(value -> !Double.isNaN(value));
  }

  /**
   * Returns the first row of a kind.
   *
   * @param wanted which
   * @return empty if there is none
   */
  public Optional<Row> first(Predicate<Row> wanted) {
    return rows.stream().filter(wanted).findFirst();
  }

  /**
   * Returns the rows of a kind.
   *
   * @param wanted which
   * @return in the order of time
   */
  public Stream<Row> where(Predicate<Row> wanted) {
    return rows.stream().filter(wanted);
  }

  private int at(String name) {
    int at = names.indexOf(name);
    if (at < 0) {
      throw new IllegalArgumentException("no column " + name + "; there are " + names);
    }
    return at;
  }

  /** One moment. */
  public final class Row {

    private final double[] values;

    private Row(double[] values) {
      this.values = values;
    }

    /**
     * Returns a value.
     *
     * @param name of the column
     * @return its value
     */
    public double get(String name) {
      return values[at(name)];
    }

    /**
     * Returns when it was taken.
     *
     * @return how many steps had been made
     */
    public int step() {
      return (int) values[0];
    }

    /**
     * Returns all values in the order of the columns.
     *
     * @return a copy, the step first
     */
    public double[] values() {
      return values.clone();
    }

    /** As many digits as a float has; beyond a float's range, all. */
    private static String brief(double value) {
      if (Double.isNaN(value)) {
        return "none";
      }
      float rounded = (float) value;
      return Float.isInfinite(rounded) ? Double.toString(value) : Float.toString(rounded);
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder("step = " + step());
      for (int k = 1; k < values.length; k++) {
        text.append(", ").append(names.get(k)).append(" = ").append(brief(values[k]));
      }
      return text.toString();
    }
  }
}
