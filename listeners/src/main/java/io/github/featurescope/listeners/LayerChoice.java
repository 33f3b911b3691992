package io.github.featurescope.listeners;

import io.github.featurescope.adapters.ModelReader;
import io.github.featurescope.adapters.UnsupportedModelException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Chooses the inner layers to watch, so few that tags stay bounded. */
final class LayerChoice {

  /** Each layer is a tag value of every layer metric. */
  static final int MOST = 32;

  private LayerChoice() {}

  /**
   * The layers asked for, each once, or, for null, all of them or as many as may be, spread over
   * the depth; from input to head, as they are drawn.
   */
  static List<String> of(ModelReader reader, @Nullable List<String> wanted) {
    List<String> known = reader.layers();
    if (wanted == null) {
      return spread(known);
    }
    if (wanted.size() > MOST) {
      throw new IllegalArgumentException(
          wanted.size() + " layers to watch; at most " + MOST + ", since each is a metric tag");
    }
    for (String layer : wanted) {
      if (!known.contains(layer)) {
        throw UnsupportedModelException.unknownLayer(layer, known);
      }
    }
    return known.stream().filter(wanted::contains).toList();
  }

  private static List<String> spread(List<String> known) {
    if (known.size() <= MOST) {
      return known;
    }
    double step = (known.size() - 1) / (double) (MOST - 1);
    return IntStream.range(0, MOST).mapToObj(i -> known.get((int) Math.round(i * step))).toList();
  }
}
