package io.github.featurescope.listeners;

import org.jspecify.annotations.Nullable;

/** A model's training as the watch sees it, whichever library trains the model. */
interface Training {

  /** The model itself, to open a reader on. */
  Object model();

  /** Epochs that the model has done since it was made. */
  int epochsDone();

  /** Iterations that the model has done since it was made. */
  long iterationsDone();

  /** All that training changes in the model. */
  ModelState state();

  /** The loss of the last batch, or NaN before the first; called when a probe is due. */
  double score();

  /**
   * Refuses to follow sample ids where they cannot be followed.
   *
   * @throws IllegalArgumentException with the reason
   */
  void requireSampleIds();

  /**
   * Refuses to ride on training where that cannot be done.
   *
   * @throws IllegalArgumentException with the reason
   */
  void requireSteps();

  /** Begins to report to a watch; the user's own listeners stay. */
  void attach(RunWatch watch, @Nullable SampleIdIterator sampleIds);

  /**
   * Stops to report.
   *
   * @return false if somebody had taken the listener off the model before
   */
  boolean detach();
}
