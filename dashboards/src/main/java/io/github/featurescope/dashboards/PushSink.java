package io.github.featurescope.dashboards;

import io.github.featurescope.listeners.RunSink;

/**
 * Sends the meters of one run somewhere, from a thread of its own.
 *
 * <p>Training never waits for the receiver: what cannot be sent is counted, and said once. Only
 * closing waits, a few seconds at most beside what it was asked to hold.
 */
public interface PushSink extends RunSink {

  /**
   * Returns how often meters were sent.
   *
   * @return a count of what the receiver has taken
   */
  long pushes();

  /**
   * Returns how often meters could not be sent.
   *
   * @return a count
   */
  long failures();
}
