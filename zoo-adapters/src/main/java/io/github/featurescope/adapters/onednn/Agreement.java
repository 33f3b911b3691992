package io.github.featurescope.adapters.onednn;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How far two paths through a network, or through its layers, are apart, relative in the 2-norm.
 *
 * @param output the largest difference of an output, ‖b − a‖ / ‖a‖
 * @param gradient the largest difference of a layer's gradient
 */
record Agreement(double output, double gradient) {

  /** What one path gave: outputs by name and gradients by layer and parameter. */
  record Pass(Map<String, INDArray> outputs, Map<String, INDArray> gradients) {}

  static Agreement between(Pass plain, Pass other) {
    Sums outputs = new Sums();
    plain
        .outputs()
        .forEach((name, a) -> outputs.add(name, a, requireNonNull(other.outputs().get(name))));
    Sums gradients = new Sums();
    plain
        .gradients()
        .forEach(
            (name, a) ->
                gradients.add(layerOf(name), a, requireNonNull(other.gradients().get(name))));
    return new Agreement(outputs.largest(), gradients.largest());
  }

  /** The larger of the two, infinite where one is not a number. */
  double worst() {
    double worst = Math.max(output, gradient);
    return Double.isNaN(worst) ? Double.POSITIVE_INFINITY : worst;
  }

  /**
   * Groups the gradients of one layer: that of a bias before a batch normalisation is zero but for
   * rounding, so alone it has no relative error. Running statistics, which Deeplearning4j moves
   * like parameters, are on another scale and stay apart.
   */
  private static String layerOf(String parameter) {
    boolean statistic =
        parameter.endsWith("_mean")
            || parameter.endsWith("_var")
            || parameter.endsWith("_log10stdev");
    int end = parameter.lastIndexOf('_');
    return statistic || end < 0 ? parameter : parameter.substring(0, end);
  }

  /** Squared norms by group. */
  private static final class Sums {

    private final Map<String, double[]> sums = new TreeMap<>();

    void add(String group, INDArray a, INDArray b) {
      double[] sum = sums.computeIfAbsent(group, g -> new double[2]);
      double difference = b.sub(a).norm2Number().doubleValue();
      double scale = a.norm2Number().doubleValue();
      sum[0] += difference * difference;
      sum[1] += scale * scale;
    }

    /** NaN where a value is not finite, which is within no tolerance. */
    double largest() {
      double largest = 0;
      for (double[] sum : sums.values()) {
        double relative = sum[0] == 0 && sum[1] == 0 ? 0 : Math.sqrt(sum[0] / sum[1]);
        largest = Double.isNaN(relative) ? relative : Math.max(largest, relative);
        if (Double.isNaN(largest)) {
          return largest;
        }
      }
      return largest;
    }
  }
}
