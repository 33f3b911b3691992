package io.github.featurescope.examples.toys.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.examples.toys.Trajectory;
import java.io.PrintWriter;
import java.util.List;

/** Writes a row at a time, so that a run that diverges leaves what it has seen. */
public enum TrajectoryWriter {
  /** A header, then numbers parted by commas; nothing where there is no value. */
  CSV {
    @Override
    public void header(List<String> names, PrintWriter out) {
      out.println(String.join(",", names));
    }

    @Override
    public void row(List<String> names, Trajectory.Row row, PrintWriter out) {
      StringBuilder line = new StringBuilder(Integer.toString(row.step()));
      for (int k = 1; k < names.size(); k++) {
        double value = row.get(names.get(k));
        line.append(',').append(Double.isNaN(value) ? "" : Double.toString(value));
      }
      out.println(line);
    }
  },
  /** A JSON object a line; null where there is no value. */
  JSONL {
    @Override
    public void header(List<String> names, PrintWriter out) {}

    @Override
    public void row(List<String> names, Trajectory.Row row, PrintWriter out) {
      ObjectNode object = JSON.createObjectNode().put("step", row.step());
      for (String name : names.subList(1, names.size())) {
        double value = row.get(name);
        object.put(name, Double.isNaN(value) ? null : (Double) value);
      }
      try {
        out.println(JSON.writeValueAsString(object));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
  };

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Writes what comes before the rows.
   *
   * @param names of the columns
   * @param out where to
   */
  public abstract void header(List<String> names, PrintWriter out);

  /**
   * Writes a row.
   *
   * @param names of the columns
   * @param row one moment
   * @param out where to
   */
  public abstract void row(List<String> names, Trajectory.Row row, PrintWriter out);
}
