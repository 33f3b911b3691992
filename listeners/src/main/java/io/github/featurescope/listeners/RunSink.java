package io.github.featurescope.listeners;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Receives what is seen of a run, on one thread at a time: the one that measures, or the one that
 * trains where the scope is synchronous. Be quick, or hand over: looks that come due meanwhile are
 * dropped.
 *
 * <p>What a sink throws is counted as a failure and logged, and never reaches training.
 */
public interface RunSink extends AutoCloseable {

  /**
   * Makes a sink of what wants probes alone.
   *
   * @param callback called with every probe
   * @return the sink
   */
  static RunSink of(Consumer<Observation> callback) {
    return new RunSink() {
      @Override
      public void observed(Observation observation) {
        callback.accept(observation);
      }
    };
  }

  /**
   * Hears first of all where to look up how far training has come, between events too.
   *
   * @param lastIteration the time at which the model finished its last iteration, that of the start
   *     before the first, in milliseconds of Unix time; any thread may ask
   */
  default void heartbeat(LongSupplier lastIteration) {}

  /**
   * Hears that watching has begun.
   *
   * @param info what is fixed about the run
   */
  default void started(RunInfo info) {}

  /**
   * Hears of a probe.
   *
   * @param observation everything that is known after it
   */
  default void observed(Observation observation) {}

  /**
   * Hears, between probes too, what riding on training has seen; only where the scope rides.
   *
   * @param stream the spectrum of the last samples trained on, and what it has cost
   */
  default void streamed(StreamReport stream) {}

  /**
   * Tells whether samples are to be ranked after each probe, for {@link #suspected} and an event of
   * its own; one sink that wants it is enough for all. The ranking takes time that grows with the
   * number of watched samples.
   *
   * @return false unless a sink shows single samples
   */
  default boolean wantsSuspects() {
    return false;
  }

  /**
   * Hears, after a probe of training, which samples' labels look wrong; only where a sink wants it.
   *
   * @param suspects all that are watched, the most suspicious first
   */
  default void suspected(SuspectList suspects) {}

  /**
   * Hears of a probe that failed.
   *
   * @param failure what happened
   */
  default void failed(ProbeFailure failure) {}

  /**
   * Hears that watching has ended.
   *
   * @param end how
   */
  default void ended(RunEnd end) {}

  /**
   * Hears everything in the form of the run log, after the method that says it in types.
   *
   * @param event one event, shared by all sinks: read it, do not change it
   */
  default void event(ObjectNode event) {}

  /** Releases what the sink holds; called once, after {@link #ended}. */
  @Override
  default void close() {}
}
