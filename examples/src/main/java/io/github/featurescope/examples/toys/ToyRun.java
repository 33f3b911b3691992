package io.github.featurescope.examples.toys;

import io.github.featurescope.examples.data.Seeds;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * One run of a toy on its way: what it is set to, where its randomness is from, what it recorded.
 */
public final class ToyRun {

  private static final int MOMENTS = 40;

  private final Toy toy;
  private final Settings settings;
  private final long seed;
  private final Trajectory trajectory;
  private final Consumer<Trajectory.Row> watcher;
  private final boolean endAlone;

  private ToyRun(
      Toy toy, Settings settings, long seed, Consumer<Trajectory.Row> watcher, boolean endAlone) {
    this.toy = toy;
    this.settings = settings;
    this.seed = seed;
    this.watcher = watcher;
    this.endAlone = endAlone;
    this.trajectory = Trajectory.empty(toy.columns().stream().map(Column::name).toList());
  }

  /**
   * Runs a toy.
   *
   * @param toy any
   * @param settings its settings
   * @param seed of all random numbers
   * @return what it recorded
   * @throws DivergedException if a number ceased to be finite
   */
  public static Trajectory train(Toy toy, Settings settings, long seed) {
    return train(toy, settings, seed, row -> {});
  }

  /**
   * Runs a toy and shows every row as soon as it is there.
   *
   * @param toy any
   * @param settings its settings
   * @param seed of all random numbers
   * @param watcher sees every row
   * @return what it recorded
   * @throws DivergedException if a number ceased to be finite
   */
  public static Trajectory train(
      Toy toy, Settings settings, long seed, Consumer<Trajectory.Row> watcher) {
    return train(new ToyRun(toy, settings, seed, watcher, false));
  }

  /**
   * Runs a toy and records nothing that {@link #follow} does but the end, where rows cost more than
   * steps and only the end is asked for.
   *
   * @param toy any
   * @param settings its settings
   * @param seed of all random numbers
   * @return the row after training
   * @throws DivergedException if a number ceased to be finite
   */
  public static Trajectory.Row end(Toy toy, Settings settings, long seed) {
    Trajectory run = train(new ToyRun(toy, settings, seed, row -> {}, true));
    return run.row(run.size() - 1);
  }

  private static Trajectory train(ToyRun run) {
    run.toy.train(run);
    if (run.trajectory.size() == 0) {
      throw new IllegalStateException(run.toy.card().name() + " recorded nothing");
    }
    return run.trajectory;
  }

  /**
   * Returns a setting.
   *
   * @param <T> its type
   * @param parameter one of the toy's
   * @return its value
   */
  public <T> T get(Parameter<T> parameter) {
    return settings.get(parameter);
  }

  /**
   * Returns the settings.
   *
   * @return all of them
   */
  public Settings settings() {
    return settings;
  }

  /**
   * Returns the seed.
   *
   * @return of the run
   */
  public long seed() {
    return seed;
  }

  /**
   * Starts the generator of one use. All come from the run's seed and are independent, so that two
   * ways of training see the same data. Call once a use: each call starts anew.
   *
   * @param use what for
   * @return the generator, the same on every machine
   */
  public Random random(Use use) {
    return Seeds.random(seed, Seeds.Stream.TOYS, use.number);
  }

  /**
   * Trains and records at geometric moments, from before the first step to after the last.
   *
   * @param steps how many, at least 1
   * @param step makes one step and returns the loss before it, or another number that is finite as
   *     long as all is well
   * @param look computes a row, without the step
   */
  public void follow(int steps, DoubleSupplier step, Supplier<double[]> look) {
    follow(Moments.geometric(steps, MOMENTS), steps, Double.NEGATIVE_INFINITY, step, look);
  }

  /**
   * Trains until the loss is small, or all steps are made.
   *
   * @param moments when to record; the end is recorded in any case
   * @param steps how many at most, at least 1
   * @param stop ends training after the first step whose loss is at most this
   * @param step makes one step and returns the loss before it
   * @param look computes a row, without the step
   */
  public void follow(
      Moments moments, int steps, double stop, DoubleSupplier step, Supplier<double[]> look) {
    if (!endAlone) {
      record(0, look.get());
    }
    double loss = Double.POSITIVE_INFINITY;
    for (int done = 1; done <= steps && loss > stop; done++) {
      loss = step.getAsDouble();
      if (Double.isNaN(loss) || Double.isInfinite(loss)) {
        throw new DivergedException(done - 1, "the loss is " + loss, trajectory);
      }
      boolean last = done == steps || loss <= stop;
      if (last || (!endAlone && moments.contains(done))) {
        record(done, look.get());
      }
    }
  }

  /**
   * Records a row.
   *
   * @param step how many have been made
   * @param values one a column, in the order declared
   * @throws DivergedException if a value is infinite, or NaN in a column that needs one
   */
  public void record(int step, double... values) {
    List<Column> columns = toy.columns();
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(
          values.length + " values for " + columns.size() + " columns: give one each");
    }
    for (int k = 0; k < values.length; k++) {
      boolean missing = Double.isNaN(values[k]) && columns.get(k).optional();
      if (!missing && !Double.isFinite(values[k])) {
        throw new DivergedException(step, columns.get(k).name() + " is " + values[k], trajectory);
      }
    }
    watcher.accept(trajectory.add(step, values));
  }

  /** What random numbers are used for; the numbers are part of every result. */
  public enum Use {
    /** Training samples and their labels. */
    DATA(0),
    /** First weights. */
    WEIGHTS(1),
    /** Samples that training never sees. */
    FRESH(2),
    /** Training itself: batches, flipped labels, injected noise. */
    STEPS(3);

    private final int number;

    Use(int number) {
      this.number = number;
    }
  }
}
