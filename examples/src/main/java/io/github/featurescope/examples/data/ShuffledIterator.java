package io.github.featurescope.examples.data;

import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Gives minibatches in an order that is shuffled anew in each epoch.
 *
 * <p>The order is a function of the seed and the epoch alone. {@link #reset()} starts the next
 * epoch, unless nothing has been taken of the present one: resetting twice is resetting once. Each
 * {@link DataSet} carries the ids of its samples as example metadata ({@link Integer}s). The last
 * batch of an epoch holds what is left.
 */
public final class ShuffledIterator implements DataSetIterator {

  private static final long serialVersionUID = 1L;

  private final LabelledImages data;
  private final ImageLayout layout;
  private final int batch;
  private final long seed;
  private int epoch;
  private int[] order;
  private int position;
  private @Nullable DataSetPreProcessor preProcessor;

  private ShuffledIterator(LabelledImages data, ImageLayout layout, int batch, long seed) {
    this.data = data;
    this.layout = layout;
    this.batch = batch;
    this.seed = seed;
    this.order = order(0);
  }

  /**
   * Creates an iterator at the start of epoch 0.
   *
   * @param data the samples
   * @param layout arrangement of the pixels
   * @param batch samples in a batch, at least 1
   * @param seed seed of the orders
   * @return the iterator
   * @throws IllegalArgumentException if the batch is below 1
   */
  public static ShuffledIterator over(
      LabelledImages data, ImageLayout layout, int batch, long seed) {
    if (batch < 1) {
      throw new IllegalArgumentException("batch of " + batch + " samples: it needs at least 1");
    }
    return new ShuffledIterator(data, layout, batch, seed);
  }

  private int[] order(int ofEpoch) {
    return Seeds.permutation(data.size(), Seeds.random(seed, Seeds.Stream.SHUFFLE, ofEpoch));
  }

  /**
   * Goes to the start of an epoch, as when a run is resumed.
   *
   * @param number number of the epoch, from 0
   * @throws IllegalArgumentException if the number is below 0
   */
  public void startEpoch(int number) {
    if (number < 0) {
      throw new IllegalArgumentException("epoch " + number + ": the first one is 0");
    }
    epoch = number;
    order = order(number);
    position = 0;
  }

  /**
   * Returns the number of the epoch that the next batch is from.
   *
   * @return at least 0
   */
  public int epoch() {
    return epoch;
  }

  @Override
  public void reset() {
    if (position > 0) {
      startEpoch(epoch + 1);
    }
  }

  @Override
  public boolean hasNext() {
    return position < order.length;
  }

  @Override
  public DataSet next() {
    return next(batch);
  }

  @Override
  public DataSet next(int num) {
    if (!hasNext()) {
      throw new NoSuchElementException("epoch " + epoch + " is over; reset the iterator");
    }
    if (num < 1) {
      throw new IllegalArgumentException("batch of " + num + " samples: it needs at least 1");
    }
    int end = position + Math.min(order.length - position, num);
    DataSet next = data.toDataSet(layout, Arrays.copyOfRange(order, position, end));
    position = end;
    if (preProcessor != null) {
      preProcessor.preProcess(next);
    }
    return next;
  }

  @Override
  public int inputColumns() {
    return data.shape().size();
  }

  @Override
  public int totalOutcomes() {
    return data.classes();
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  @Override
  public boolean asyncSupported() {
    return true;
  }

  @Override
  public int batch() {
    return batch;
  }

  @Override
  public void setPreProcessor(DataSetPreProcessor preProcessor) {
    this.preProcessor = preProcessor;
  }

  @Override
  public @Nullable DataSetPreProcessor getPreProcessor() {
    return preProcessor;
  }

  @Override
  public List<String> getLabels() {
    return data.classNames();
  }
}
