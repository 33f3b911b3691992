package io.github.featurescope.listeners;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one probe says for the verdict; none of it is drawn from a true label.
 *
 * @param values numbers by set and path, such as {@code heldout.fit.given}; what could not be
 *     measured is missing, and what is not finite is left out
 * @param agreement for each probe set, Cohen's κ, in [−1, 1], of this probe's predictions with
 *     those of the probes before it, the oldest first, at most {@value #REMEMBERED}
 */
public record Signs(Map<String, Double> values, Map<String, List<Double>> agreement) {

  /** How many probes before it a probe is compared with. */
  public static final int REMEMBERED = 63;

  /** Copies. */
  public Signs {
    Map<String, Double> finite = new LinkedHashMap<>(values);
    finite.values().removeIf(value -> !Double.isFinite(value));
    values = Collections.unmodifiableMap(finite);
    agreement = Collections.unmodifiableMap(new LinkedHashMap<>(agreement));
  }

  @Nullable Double value(String set, String path) {
    return values.get(set + "." + path);
  }
}
