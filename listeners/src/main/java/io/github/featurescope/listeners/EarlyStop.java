package io.github.featurescope.listeners;

import java.util.Objects;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * Ends the training that a scope watches, as {@link Stopping} says, and restores its best moment.
 */
public final class EarlyStop {

  private final Training training;
  private final StopControl stops;

  EarlyStop(Training training, StopControl stops) {
    this.training = training;
    this.stops = stops;
  }

  /**
   * Tells whether training is stopped when the verdict says so.
   *
   * @return false while the scope only advises
   */
  public boolean acts() {
    return stops.acts();
  }

  /**
   * Makes a gate for {@code fit} and ParallelWrapper: an iterator that has no more batches once
   * training was told to stop, also after a reset.
   *
   * <p>With a probe after each epoch nothing is trained after the stop; with probes within an epoch
   * what had been read ahead still is. {@code fit} passes its remaining epochs without a batch, and
   * the model's counts stand still. When {@code fit} returns the best parameters are back; after
   * ParallelWrapper, call {@link #restoreBest()} or {@link FeatureScope#close()}. While this scope
   * only advises the gate stays open. To train on afterwards, reset the iterator itself and give
   * that to {@code fit}, or to a new scope.
   *
   * @param iterator the training data
   * @return the iterator to give to {@code fit} in its place
   */
  public DataSetIterator gate(DataSetIterator iterator) {
    return new GatedIterator(ungated(iterator), stops);
  }

  /**
   * Makes a gate for data with several inputs or outputs; see {@link #gate(DataSetIterator)}.
   *
   * @param iterator the training data
   * @return the iterator to give to {@code fit} in its place
   */
  public MultiDataSetIterator gate(MultiDataSetIterator iterator) {
    return new GatedMultiIterator(ungated(iterator), stops);
  }

  /**
   * Tells when training was told to stop.
   *
   * @return the first moment judged as memorising; empty while there is none, and always if this
   *     scope only advises
   */
  public Optional<Verdict.Moment> stopped() {
    return Optional.ofNullable(stops.stopped());
  }

  /**
   * Tells what the model was put back to.
   *
   * @return the moment, or empty if its parameters are those that training left
   */
  public Optional<Verdict.Moment> restored() {
    return Optional.ofNullable(stops.restored());
  }

  /**
   * Puts the model back to the best moment, stopped or not, and ends the watch: parameters, updater
   * state and counts. Call it when {@code fit} has returned; from another thread it waits for the
   * end of the epoch or batch that is trained, never changing parameters within an iteration.
   *
   * @return that moment
   * @throws IllegalStateException if this scope only advises, if no moment is named as best yet, if
   *     its parameters could not be kept, or within {@code fit}
   */
  public Verdict.Moment restoreBest() {
    return stops.restoreBest();
  }

  /** SameDiff fails on an epoch without batches, and is told to stop by its listener anyway. */
  private <T> T ungated(T iterator) {
    if (training.model() instanceof SameDiff) {
      throw new IllegalStateException(
          "SameDiff.fit stops without a gate; give it the iterator itself");
    }
    return Objects.requireNonNull(iterator, "iterator: name the training data");
  }
}
