package io.github.featurescope.listeners;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Does work in a thread of its own, one piece after the other, or at once in the caller's.
 *
 * <p>The thread is a daemon, begins with the first piece and ends with {@link #close}. Pieces must
 * not throw.
 */
final class Follower implements AutoCloseable {

  /** Pieces that may wait while one is done. */
  private static final int WAITING = 1;

  private final boolean inline;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private final ArrayDeque<Runnable> light = new ArrayDeque<>();
  private @Nullable Thread thread;
  private boolean busy;
  private boolean looking;
  private boolean refusing;
  private boolean closed;

  private Follower(boolean inline) {
    this.inline = inline;
  }

  /**
   * Whether ND4J leaves a core free: where its threads fill them all, one more makes each of its
   * parallel loops wait, which costs training more than measuring in its own thread does.
   */
  private static boolean hasCore() {
    int threads = NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
    return Runtime.getRuntime().availableProcessors() > threads;
  }

  /** Chooses; null leaves the choice to what the machine has. */
  static Follower choose(@Nullable Boolean synchronous, boolean acts) {
    boolean waits = synchronous == null ? !hasCore() : synchronous;
    return waits || acts ? inCallersThread() : inItsOwnThread();
  }

  static Follower inCallersThread() {
    return new Follower(true);
  }

  static Follower inItsOwnThread() {
    return new Follower(false);
  }

  boolean isInline() {
    return inline;
  }

  /** Whether another large piece should not be given, after waiting for room for some time. */
  synchronized boolean isFull(long patienceNanos) {
    long until = System.nanoTime() + patienceNanos;
    while (refusing || waiting.size() >= WAITING) {
      long left = until - System.nanoTime();
      if (refusing || left <= 0) {
        return true;
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return true;
      }
    }
    return false;
  }

  /** Returns the number of pieces not done yet, without the light ones. */
  synchronized int pending() {
    return waiting.size() + (looking ? 1 : 0);
  }

  /** Does a piece of work now or soon, after all that were given before. */
  void give(Runnable work) {
    if (inline) {
      work.run();
      return;
    }
    if (!queue(work, waiting)) {
      work.run();
    }
  }

  /**
   * Does a light piece of work now or soon, when no other waits; the caller gives no more of them
   * than there is room for.
   */
  void giveLight(Runnable work) {
    if (inline || !queue(work, light)) {
      work.run();
    }
  }

  /** Returns false where there can be no thread to do it. */
  private synchronized boolean queue(Runnable work, ArrayDeque<Runnable> to) {
    if (closed) {
      return true;
    }
    if (thread == null) {
      Thread begun = new Thread(this::run, "featurescope-probe");
      begun.setDaemon(true);
      try {
        begun.start();
      } catch (OutOfMemoryError e) { // no more threads
        return false;
      }
      thread = begun;
    }
    to.add(work);
    notifyAll();
    return true;
  }

  private boolean isIdle() {
    return waiting.isEmpty() && light.isEmpty();
  }

  private void run() {
    try {
      work();
    } finally {
      Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    }
  }

  private void work() {
    while (true) {
      Runnable next;
      synchronized (this) {
        while (isIdle() && !closed) {
          try {
            wait();
          } catch (InterruptedException e) {
            // Nobody but close() ends this thread.
          }
        }
        if (isIdle()) {
          return;
        }
        looking = !waiting.isEmpty();
        next = looking ? waiting.remove() : light.remove();
        busy = true;
        notifyAll();
      }
      try {
        next.run();
      } catch (Throwable e) {
        // Pieces book their own failures; what is thrown in doing so must not end this thread.
      } finally {
        synchronized (this) {
          busy = false;
          looking = false;
          notifyAll();
        }
      }
    }
  }

  /**
   * Waits until all that was given is done; returns at once in the follower's own thread, which
   * would wait for itself. An interrupt is kept, and ends the wait of those who may go without.
   */
  private synchronized void await(boolean interruptibly) {
    boolean interrupted = false;
    while (!isMine() && (busy || !isIdle()) && !(interrupted && interruptibly)) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until all that was given is done, or until the caller is interrupted. */
  void await() {
    await(true);
  }

  /** Whether this is the follower's own thread. */
  synchronized boolean isMine() {
    return Thread.currentThread().equals(thread);
  }

  /** From now on it is full, and nobody waits for room. */
  synchronized void refuse() {
    refusing = true;
    notifyAll();
  }

  /** Finishes what was given and ends the thread, whoever interrupts. */
  @Override
  public void close() {
    await(false);
    synchronized (this) {
      closed = true;
      notifyAll();
    }
  }
}
