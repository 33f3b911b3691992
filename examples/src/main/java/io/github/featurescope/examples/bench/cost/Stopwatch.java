package io.github.featurescope.examples.bench.cost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Times steps that are repeated in turn, so that all of them meet the machine alike. */
final class Stopwatch {

  private final Map<Step, List<Double>> taken = new LinkedHashMap<>();

  /** A step of something that is taken apart. */
  record Step(String group, String name) {}

  <T> T time(String group, String name, Supplier<T> step) {
    long begun = System.nanoTime();
    T result = step.get();
    taken
        .computeIfAbsent(new Step(group, name), s -> new ArrayList<>())
        .add((System.nanoTime() - begun) * 1e-9);
    return result;
  }

  void time(String group, String name, Runnable step) {
    time(
        group,
        name,
        () -> {
          step.run();
          return "";
        });
  }

  /** Forgets what was taken while code was loaded. */
  void reset() {
    taken.clear();
  }

  void each(BiConsumer<Step, Spread> reader) {
    taken.forEach(
        (step, seconds) ->
            reader.accept(
                step, Spread.of(seconds.stream().mapToDouble(taking -> taking).toArray())));
  }

  /** Repeats something until a second has passed, at most as often as said, at least once. */
  static Spread repeat(int most, Runnable action) {
    List<Double> seconds = new ArrayList<>();
    double sum = 0;
    do {
      long begun = System.nanoTime();
      action.run();
      double taking = (System.nanoTime() - begun) * 1e-9;
      seconds.add(taking);
      sum += taking;
    } while (sum < 1 && seconds.size() < most);
    // The first one also loads code, where there are others to go by.
    List<Double> kept = seconds.size() > 2 ? seconds.subList(1, seconds.size()) : seconds;
    return Spread.of(kept.stream().mapToDouble(taking -> taking).toArray());
  }
}
