package io.github.featurescope.listeners;

import org.deeplearning4j.nn.api.Model;

/**
 * Notices that copies of the watched model train beside it, as under a ParallelWrapper.
 *
 * <p>ParallelWrapper's first worker trains the watched model itself, the others copies, each worker
 * in a thread of its own; a copy that somebody trains in the thread of the watched model is another
 * matter. Copies are not held.
 */
@SuppressWarnings("ReferenceEquality") // this very model, not one that equals it
final class Replicas {

  private static final long NONE = -1;

  private long watchedThread = NONE;
  private long copyThread = NONE;
  private boolean told;

  /** Notes that a model trains, and tells whether the watched one and a copy both do. */
  synchronized boolean trainBesideEachOther(Model model, Model watched) {
    long thread = Thread.currentThread().getId();
    if (model == watched) {
      watchedThread = thread;
    } else if (model.getClass() == watched.getClass() && model.numParams() == watched.numParams()) {
      copyThread = thread;
    }
    return copyThread != NONE && watchedThread != NONE && copyThread != watchedThread;
  }

  /** The same, but true only the first time. */
  synchronized boolean discovered(Model model, Model watched) {
    boolean news = !told && trainBesideEachOther(model, watched);
    told |= news;
    return news;
  }
}
