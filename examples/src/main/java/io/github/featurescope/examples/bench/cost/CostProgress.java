package io.github.featurescope.examples.bench.cost;

/** Hears how far the benchmark has come. */
public interface CostProgress {

  /**
   * Hears that a part begins.
   *
   * @param part its name
   * @param steps how many steps it still has
   */
  void begin(String part, int steps);

  /**
   * Hears that a step is done.
   *
   * @param what it was and what it took
   */
  void step(String what);
}
