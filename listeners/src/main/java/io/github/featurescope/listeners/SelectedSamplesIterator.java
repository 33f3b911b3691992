package io.github.featurescope.listeners;

import io.github.featurescope.adapters.ModelInputs;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Wraps a training iterator so that some samples are left out, or count less.
 *
 * <p>Feeds back what a run has told about its samples: those whose labels look wrong. Batches carry
 * the ids of their samples as example metadata, so {@link SampleIdIterator#fromMetaData} knows them
 * still. Choosing samples of small loss: Han et al., Co-teaching, NeurIPS 2018, arXiv 1804.06872;
 * by wrong events: IDO, arXiv 2505.00812.
 */
public final class SelectedSamplesIterator extends WrappedIterator {

  private static final long serialVersionUID = 1L;

  private final transient SampleIdSource source;
  private final transient LongToDoubleFunction weights;
  private final transient long seed;
  private final transient boolean leaveOut;
  private transient @Nullable DataSet ahead;
  private transient long position;
  private transient long epoch;

  private SelectedSamplesIterator(
      DataSetIterator base,
      SampleIdSource source,
      LongToDoubleFunction weights,
      long seed,
      boolean leaveOut) {
    super(base);
    this.source = source;
    this.weights = weights;
    this.seed = seed;
    this.leaveOut = leaveOut;
  }

  /**
   * Leaves samples out; batches become smaller, and empty ones are passed over.
   *
   * @param base the training iterator
   * @param source where it says which samples it gives
   * @param left ids of the samples to leave out
   * @return an iterator over the others
   */
  public static SelectedSamplesIterator leavingOut(
      DataSetIterator base, SampleIdSource source, Set<Long> left) {
    Set<Long> out = Set.copyOf(left);
    return new SelectedSamplesIterator(base, source, id -> out.contains(id) ? 0 : 1, 0, true);
  }

  /**
   * Weighs samples: each takes part in an epoch with its weight as probability, drawn anew after
   * every reset, so its expected gradient is multiplied by the weight; the mean is still taken over
   * the whole batch. A sample that does not take part is masked in the labels. Fractions in the
   * mask would not do: DL4J M2.1 multiplies the logits by it too, not the loss alone.
   *
   * @param base the training iterator; labels of rank 2, or of rank 3 for sequences
   * @param source where it says which samples it gives
   * @param weights weight of a sample by its id, in [0, 1]; 1 leaves it as it is
   * @param seed of the draws
   * @return an iterator over the same samples
   */
  public static SelectedSamplesIterator weighted(
      DataSetIterator base, SampleIdSource source, LongToDoubleFunction weights, long seed) {
    return new SelectedSamplesIterator(base, source, weights, seed, false);
  }

  /** Returns the batch as it is to be trained, null if nothing of it is left. */
  private @Nullable DataSet selected(DataSet batch) {
    long[] ids = source.ids(batch, position);
    position += ids.length;
    return leaveOut ? kept(batch, ids) : weighed(batch, ids);
  }

  private @Nullable DataSet kept(DataSet batch, long[] ids) {
    int[] rows =
        IntStream.range(0, ids.length).filter(i -> weights.applyAsDouble(ids[i]) > 0).toArray();
    if (rows.length == 0) {
      return null;
    }
    DataSet kept =
        rows.length == ids.length
            ? new DataSet( // the batch itself may be the user's own, and keeps its metadata
                batch.getFeatures(),
                batch.getLabels(),
                batch.getFeaturesMaskArray(),
                batch.getLabelsMaskArray())
            : new DataSet(
                rows(batch.getFeatures(), rows),
                rows(batch.getLabels(), rows),
                optionalRows(batch.getFeaturesMaskArray(), rows),
                optionalRows(batch.getLabelsMaskArray(), rows));
    return identified(kept, Arrays.stream(rows).mapToLong(i -> ids[i]).toArray());
  }

  private static INDArray rows(INDArray array, int[] rows) {
    return ModelInputs.of(array).rows(rows).arrays()[0];
  }

  private static @Nullable INDArray optionalRows(@Nullable INDArray array, int[] rows) {
    return array == null ? null : rows(array, rows);
  }

  private DataSet weighed(DataSet batch, long[] ids) {
    INDArray column = Nd4j.create(batch.getLabels().dataType(), ids.length, 1);
    for (int i = 0; i < ids.length; i++) {
      double weight = weights.applyAsDouble(ids[i]);
      if (!(weight >= 0 && weight <= 1)) {
        throw new IllegalArgumentException(
            "weight " + weight + " of sample " + ids[i] + ": weights are in [0, 1]");
      }
      column.putScalar(i, 0, draw(ids[i]) < weight ? 1 : 0);
    }
    DataSet weighed =
        new DataSet(
            batch.getFeatures(),
            batch.getLabels(),
            batch.getFeaturesMaskArray(),
            mask(batch, column));
    return identified(weighed, ids);
  }

  /** Uniform in [0, 1), a function of seed, epoch and sample alone. */
  private double draw(long id) {
    return new SplittableRandom(seed ^ (epoch * 0x9E3779B97F4A7C15L) ^ (id * 0xD1B54A32D192ED03L))
        .nextDouble();
  }

  private static INDArray mask(DataSet batch, INDArray column) {
    INDArray labels = batch.getLabels();
    INDArray before = batch.getLabelsMaskArray();
    if (before != null && before.rank() == 2) {
      return before.castTo(column.dataType()).mulColumnVector(column);
    }
    if (before != null || labels.rank() > 3) {
      throw new IllegalStateException(
          "labels of shape "
              + Arrays.toString(labels.shape())
              + " cannot be weighed by sample; leave the samples out instead");
    }
    return labels.rank() == 3
        ? Nd4j.ones(column.dataType(), labels.size(0), labels.size(2)).muliColumnVector(column)
        : column;
  }

  private static DataSet identified(DataSet batch, long[] ids) {
    List<Serializable> metaData = Arrays.stream(ids).mapToObj(id -> (Serializable) id).toList();
    batch.setExampleMetaData(metaData);
    return batch;
  }

  @Override
  public boolean hasNext() {
    while (ahead == null && base.hasNext()) {
      ahead = selected(base.next());
    }
    return ahead != null;
  }

  @Override
  public DataSet next() {
    DataSet next = hasNext() ? ahead : null;
    if (next == null) {
      throw new NoSuchElementException("the epoch is over; reset the iterator");
    }
    ahead = null;
    return next;
  }

  @Override
  public DataSet next(int num) {
    throw new UnsupportedOperationException(
        "batches become smaller where samples are left out, so their size cannot be asked for");
  }

  @Override
  public void reset() {
    base.reset();
    ahead = null;
    position = 0;
    epoch++;
  }
}
