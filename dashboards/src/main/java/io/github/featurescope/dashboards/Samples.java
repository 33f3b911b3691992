package io.github.featurescope.dashboards;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** The samples of one series. */
final class Samples {

  private long[] millis = new long[16];
  private double[] values = new double[16];
  private int count;
  private boolean inOrder = true;

  void add(long time, double value) {
    if (count == millis.length) {
      millis = Arrays.copyOf(millis, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
    }
    inOrder &= count == 0 || millis[count - 1] < time;
    millis[count] = time;
    values[count++] = value;
  }

  /** Writes a line a sample; of two at the same millisecond the later one, as there can be one. */
  void writeTo(String series, Appendable out) throws IOException {
    if (!inOrder) {
      sort();
    }
    for (int i = 0; i < count; i++) {
      out.append(series).append(' ').append(text(values[i])).append(' ');
      String fraction = String.valueOf(1000 + Math.floorMod(millis[i], 1000L)).substring(1);
      out.append(String.valueOf(Math.floorDiv(millis[i], 1000L))).append('.').append(fraction);
      out.append('\n');
    }
  }

  private void sort() {
    TreeMap<Long, Double> sorted = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      sorted.put(millis[i], values[i]);
    }
    count = 0;
    for (Map.Entry<Long, Double> sample : sorted.entrySet()) {
      millis[count] = sample.getKey();
      values[count++] = sample.getValue();
    }
    inOrder = true;
  }

  /** As Prometheus writes it; the shortest text that gives the same number back. */
  private static String text(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return Double.toString(value);
  }
}
