package io.github.featurescope.listeners;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Wraps a training iterator so that the listener knows which samples are in the batch being
 * trained.
 *
 * <p>Neither DL4J nor SameDiff hands sample identity to listeners, and {@code fit} reads ahead of
 * training in another thread. So the ids of every batch queue here in the order of reading and
 * leave it in the order of training, one batch a forward pass. If the two ever disagree in size,
 * identity is lost until the next {@link #reset()}: no ids rather than wrong ones.
 *
 * <p>Not for truncated backpropagation through time, which passes each batch forward several times.
 * Under a ParallelWrapper, which deals the batches out to replicas of the model, identity is lost
 * for good.
 */
public final class SampleIdIterator extends WrappedIterator {

  private static final long serialVersionUID = 1L;

  private final transient SampleIdSource source;
  private final transient ArrayDeque<long[]> queue = new ArrayDeque<>();
  private final transient AtomicLong losses = new AtomicLong();
  private transient long @Nullable [] current;
  private transient long position;
  private transient boolean lost;
  private transient boolean givenUp;

  private SampleIdIterator(DataSetIterator base, SampleIdSource source) {
    super(base);
    this.source = source;
  }

  /**
   * Numbers samples by their place since the last reset; for iterators that do not shuffle.
   *
   * @param base the training iterator
   * @return an iterator over the same batches
   */
  public static SampleIdIterator byPosition(DataSetIterator base) {
    return new SampleIdIterator(base, SampleIdSource.POSITION);
  }

  /**
   * Takes ids from {@link DataSet#getExampleMetaData()}, one {@link Number} a sample.
   *
   * @param base a training iterator that sets them
   * @return an iterator over the same batches
   */
  public static SampleIdIterator fromMetaData(DataSetIterator base) {
    return new SampleIdIterator(base, SampleIdSource.META_DATA);
  }

  /** Moves to the batch that is being trained; called once a forward pass by the listener. */
  synchronized void advance(long batchSize) {
    long[] ids = queue.poll();
    if (!lost && (ids == null || ids.length != batchSize)) {
      lost = true;
      losses.incrementAndGet();
    }
    current = lost ? null : ids;
  }

  /** Loses identity for good: several models share the batches, and who gets which is unknown. */
  synchronized void giveUp() {
    if (!givenUp) {
      givenUp = true;
      lost = true;
      losses.incrementAndGet();
      current = null;
    }
  }

  /**
   * Returns the ids of the batch that is being trained.
   *
   * @return [batch], or empty before the first batch and while identity is lost
   */
  public synchronized Optional<long[]> currentBatch() {
    return Optional.ofNullable(current).map(long[]::clone);
  }

  /**
   * Tells how often identity was lost.
   *
   * @return a count; 0 in a run where every forward pass belongs to one batch of this iterator
   */
  public long losses() {
    return losses.get();
  }

  private DataSet identified(DataSet batch) {
    long[] ids = source.ids(batch, position);
    position += ids.length;
    synchronized (this) {
      queue.add(ids);
    }
    return batch;
  }

  @Override
  public DataSet next() {
    return identified(base.next());
  }

  @Override
  public DataSet next(int num) {
    return identified(base.next(num));
  }

  @Override
  public boolean hasNext() {
    return base.hasNext();
  }

  @Override
  public void reset() {
    base.reset();
    synchronized (this) {
      // What was read ahead and not trained is thrown away by the reader too.
      queue.clear();
      position = 0;
      lost = givenUp;
      current = null;
    }
  }

  @Override
  public String toString() {
    return "SampleIdIterator[" + base + ", current " + Arrays.toString(current) + "]";
  }
}
