package io.github.featurescope.examples.toys;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Runs of one toy with one seed, each made once and remembered. For one thread. */
public final class Evidence {

  private final Toy toy;
  private final long seed;
  private final Map<String, Object> known = new HashMap<>();

  private Evidence(Toy toy, long seed) {
    this.toy = toy;
    this.seed = seed;
  }

  /**
   * Starts with no run made.
   *
   * @param toy any
   * @param seed of all runs
   * @return the evidence
   */
  public static Evidence of(Toy toy, long seed) {
    return new Evidence(toy, seed);
  }

  /**
   * Returns the seed.
   *
   * @return of all runs
   */
  public long seed() {
    return seed;
  }

  /**
   * Runs the toy, or remembers that run.
   *
   * @param assignments changes to the defaults, such as {@code strength=25}
   * @return the run
   * @throws DivergedException if it diverged
   */
  public Trajectory run(String... assignments) {
    Settings settings = Settings.of(toy, List.of(assignments));
    return once(settings.toString(), () -> ToyRun.train(toy, settings, seed));
  }

  /**
   * Computes something once, such as a boundary that several claims speak of.
   *
   * @param <T> its type
   * @param key names it
   * @param computation makes it, from {@link #seed()} alone
   * @return what it made
   */
  @SuppressWarnings("unchecked") // a key is used with one type
  public <T> T once(String key, Supplier<T> computation) {
    Object value = known.get(key);
    if (value == null) {
      value = computation.get();
      known.put(key, value);
    }
    return (T) value;
  }
}
