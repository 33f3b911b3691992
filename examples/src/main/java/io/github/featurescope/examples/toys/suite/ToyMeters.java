package io.github.featurescope.examples.toys.suite;

import io.github.featurescope.examples.toys.Column;
import io.github.featurescope.examples.toys.Toy;
import io.github.featurescope.examples.toys.Trajectory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Shows the order parameters of a run as gauges, {@code featurescope.toy.mean.gamma} and so on,
 * with tags toy and seed, and the step as {@code featurescope.toy.step}.
 */
public final class ToyMeters implements Consumer<Trajectory.Row> {

  private final Map<String, Double> values = new ConcurrentHashMap<>();
  private final List<String> names;

  private ToyMeters(List<String> names) {
    this.names = names;
  }

  /**
   * Registers the gauges; they are NaN until the first row.
   *
   * @param toy whose order parameters
   * @param seed of the run
   * @param registry takes the gauges
   * @return takes the rows
   */
  public static ToyMeters of(Toy toy, long seed, MeterRegistry registry) {
    ToyMeters meters = new ToyMeters(toy.columns().stream().map(Column::name).toList());
    meters.gauge(toy, seed, "step", "steps of training made", registry);
    toy.columns()
        .forEach(column -> meters.gauge(toy, seed, column.name(), column.meaning(), registry));
    return meters;
  }

  private void gauge(Toy toy, long seed, String name, String meaning, MeterRegistry registry) {
    String dotted = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", ".").toLowerCase(Locale.ROOT);
    Gauge.builder("featurescope.toy." + dotted, () -> values.getOrDefault(name, Double.NaN))
        .description(meaning)
        .tag("toy", toy.card().name())
        .tag("seed", Long.toString(seed))
        .register(registry);
  }

  @Override
  public void accept(Trajectory.Row row) {
    values.put("step", (double) row.step());
    names.forEach(name -> values.put(name, row.get(name)));
  }
}
