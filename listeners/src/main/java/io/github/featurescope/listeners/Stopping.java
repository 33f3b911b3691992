package io.github.featurescope.listeners;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says what follows from a verdict that noise is being memorised.
 *
 * <p>Who only advises changes nothing. Who acts keeps the parameters, updater state and counts of
 * every moment that may still become the best one, ends training at the first such verdict, and
 * puts the best moment back: the model is then what it was at that moment, batch normalisation's
 * statistics and the optimiser's moments included, and can be saved or trained on from there. An
 * updater that went on to memorise would push restored parameters back to where they came from, so
 * its state is always kept with them.
 *
 * <p>What ends training depends on who trains: {@link EarlyStop#gate} for {@code fit} and
 * ParallelWrapper, a termination condition for an early-stopping trainer, nothing more for
 * SameDiff.
 *
 * <p>Immutable.
 */
public final class Stopping {

  private final boolean acts;
  private final @Nullable Path folder;

  private Stopping(boolean acts, @Nullable Path folder) {
    this.acts = acts;
    this.folder = folder;
  }

  /**
   * Only reports.
   *
   * @return what a scope does if nothing is said
   */
  public static Stopping advise() {
    return new Stopping(false, null);
  }

  /**
   * Stops training and restores the best moment, which is kept in memory: one copy of parameters
   * and updater state for each candidate of the verdict, a handful.
   *
   * @return the choice
   */
  public static Stopping act() {
    return new Stopping(true, null);
  }

  /**
   * Keeps the candidates as files instead: whole models that DL4J's {@code load} or {@code
   * SameDiff.load} reads, so that they are of use after a crash, too. Each is written under another
   * name, flushed to the disk and then renamed. Files of former candidates are deleted; after the
   * run the best one is left.
   *
   * @param where a folder of this run's own; made if it is not there
   * @return the choice
   * @throws IllegalStateException if this only advises
   */
  public Stopping keepIn(Path where) {
    if (!acts) {
      throw new IllegalStateException(
          "advising keeps nothing; write Stopping.act().keepIn(" + where + ")");
    }
    return new Stopping(true, Objects.requireNonNull(where, "where: name a folder"));
  }

  /**
   * Tells whether training is stopped.
   *
   * @return false if this only advises
   */
  public boolean acts() {
    return acts;
  }

  void requireTrainingSet(List<ProbeSet> sets) {
    if (acts && sets.stream().noneMatch(set -> set.name().equals(ProbeSet.TRAIN))) {
      throw new IllegalArgumentException(
          "Stopping.act() would never stop: the verdict is drawn from a probe set named '"
              + ProbeSet.TRAIN
              + "', and there is none; add one, or name it so");
    }
  }

  Optional<Path> folder() {
    return Optional.ofNullable(folder);
  }

  @Override
  public String toString() {
    if (!acts) {
      return "advise";
    }
    return folder == null ? "act" : "act, candidates on disk";
  }
}
