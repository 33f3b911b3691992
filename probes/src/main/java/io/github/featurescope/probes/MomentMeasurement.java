package io.github.featurescope.probes;

/**
 * Measures what first and second moments say, so that the samples need not be at hand.
 *
 * @param <R> as for {@link Measurement}
 */
interface MomentMeasurement<R extends Record> extends Measurement<R> {

  /** Measures moments; throws as {@link #measure(Snapshot)}. */
  R measure(SecondMoments moments);

  @Override
  default R measure(Snapshot snapshot) {
    return measure(snapshot.shared());
  }
}
