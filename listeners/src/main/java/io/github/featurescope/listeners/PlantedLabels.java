package io.github.featurescope.listeners;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Gives a few training samples wrong labels on purpose, so that memorisation is seen directly.
 *
 * <p>The samples are drawn from all alike, without replacement; each gets one of the C − 1 other
 * classes, each as likely. A model that has learned the signal and memorised nothing predicts about
 * (1 − test accuracy)/(C − 1) of them as assigned; a rise above that is memorisation. With q of m
 * planted samples the share has a standard deviation of √(q(1 − q)/m). The price is that their
 * labels are lost to training: tens to hundreds will do. The source stops at the first minimum of
 * the moving average of the share.
 *
 * <pre>{@code
 * Planted<DataSetIterator> planted = PlantedLabels.share(0.02).byPosition(trainIterator);
 * FeatureScope.watch(model).probeSet(planted.probeSet())...start();
 * model.fit(planted.training(), 30);
 * }</pre>
 *
 * <p>Choose other probe sets of training samples from {@code planted.training()} too: their given
 * labels must be what training sees. Labels must be one-hot, [n, C]. Equal seeds plant alike.
 *
 * <p>Source: known polluted accuracy, of the same submission as {@link
 * io.github.featurescope.probes.NeuronDivergence}.
 */
public final class PlantedLabels {

  private final double share;
  private final int count;
  private final long seed;

  private PlantedLabels(double share, int count, long seed) {
    this.share = share;
    this.count = count;
    this.seed = seed;
  }

  /**
   * Plants a share of the samples.
   *
   * @param share in (0, 1), such as 0.02
   * @return what to plant
   * @throws IllegalArgumentException if the share is outside (0, 1) or NaN
   */
  public static PlantedLabels share(double share) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException(
          "planted share " + share + " is outside (0, 1); give 0.02 for 2 % of the samples");
    }
    return new PlantedLabels(share, 0, 0);
  }

  /**
   * Plants a number of samples.
   *
   * @param count at least 2
   * @return what to plant
   * @throws IllegalArgumentException if the count is below 2
   */
  public static PlantedLabels count(int count) {
    if (count < 2) {
      throw new IllegalArgumentException(
          "planted count " + count + " is too small; plant at least 2, better hundreds");
    }
    return new PlantedLabels(0, count, 0);
  }

  /**
   * Sets the seed of the choice.
   *
   * @param value any; 0 unless it is set
   * @return what to plant
   */
  public PlantedLabels seed(long value) {
    return new PlantedLabels(share, count, value);
  }

  /**
   * Plants in data held in memory.
   *
   * @param data features, and labels one-hot [n, C]; not changed
   * @return a data set that shares the features, and the planted samples with their rows as ids
   * @throws ProbeSetException if the labels are not one-hot, or too few samples would be planted
   */
  public Planted<DataSet> in(DataSet data) {
    int[] labels = oneHot(data);
    long[] ids = LongStream.range(0, labels.length).toArray();
    Map<Long, Planting> plan = plan(ids, labels, data.getLabels().columns());
    PlantedRows rows = new PlantedRows();
    DataSet planted = Planting.plant(data, ids, plan, rows);
    return new Planted<>(planted, rows.probeSet(plan.size()));
  }

  /**
   * Plants in an iterator that gives its samples in the same order in every epoch.
   *
   * @param iterator data with one-hot labels; read twice and reset
   * @return an iterator over the same batches, and the planted samples with their places as ids
   * @throws ProbeSetException if the labels are not one-hot, too few samples would be planted, or
   *     the iterator cannot be reset or shuffles
   */
  public Planted<DataSetIterator> byPosition(DataSetIterator iterator) {
    return in(iterator, false);
  }

  /**
   * Plants in an iterator that shuffles, whose batches carry a {@link Number} for each sample in
   * {@link DataSet#getExampleMetaData()}.
   *
   * @param iterator data with one-hot labels; read twice and reset
   * @return an iterator over the same batches, and the planted samples with their ids
   * @throws ProbeSetException if the labels are not one-hot, too few samples would be planted, ids
   *     are not unique or the iterator cannot be reset
   * @throws IllegalStateException if a batch carries no ids
   */
  public Planted<DataSetIterator> fromMetaData(DataSetIterator iterator) {
    return in(iterator, true);
  }

  private Planted<DataSetIterator> in(DataSetIterator iterator, boolean metaData) {
    if (!iterator.resetSupported()) {
      throw refused("the iterator cannot be reset; collect its data and use PlantedLabels.in");
    }
    List<long[]> ids = new ArrayList<>();
    List<int[]> labels = new ArrayList<>();
    int classes = 0;
    long position = 0;
    iterator.reset();
    while (iterator.hasNext()) {
      DataSet batch = iterator.next();
      int[] ofBatch = oneHot(batch);
      labels.add(ofBatch);
      ids.add(Planting.ids(batch, metaData, position));
      position += ofBatch.length;
      classes = batch.getLabels().columns();
    }
    Map<Long, Planting> plan =
        plan(
            ids.stream().flatMapToLong(Arrays::stream).toArray(),
            labels.stream().flatMapToInt(Arrays::stream).toArray(),
            classes);
    PlantedRows rows = new PlantedRows();
    PlantedIterator planted = new PlantedIterator(iterator, plan, metaData);
    planted.reset();
    while (planted.hasNext()) {
      planted.read(rows);
    }
    planted.reset();
    return new Planted<>(planted, rows.probeSet(plan.size()));
  }

  /** Draws which samples get which label; the order in which they were read does not matter. */
  private Map<Long, Planting> plan(long[] ids, int[] labels, int classes) {
    TreeMap<Long, Integer> labelOf = new TreeMap<>();
    for (int i = 0; i < ids.length; i++) {
      if (labelOf.put(ids[i], labels[i]) != null) {
        throw refused("sample id " + ids[i] + " occurs twice; give every sample its own");
      }
    }
    int planted = count > 0 ? count : (int) Math.round(share * ids.length);
    if (planted < 2 || planted > ids.length) {
      throw refused(
          planted
              + " of "
              + ids.length
              + " samples would be mislabelled; plant 2 to "
              + ids.length
              + ", better a few hundred");
    }
    Random random = new Random(seed);
    long[] sorted = labelOf.keySet().stream().mapToLong(Long::longValue).toArray();
    Map<Long, Planting> plan = new TreeMap<>();
    for (int i = 0; i < planted; i++) {
      int other = i + random.nextInt(sorted.length - i);
      long chosen = sorted[other];
      sorted[other] = sorted[i];
      int label = labelOf.getOrDefault(chosen, 0);
      plan.put(chosen, new Planting(label, (label + 1 + random.nextInt(classes - 1)) % classes));
    }
    return plan;
  }

  /** Returns the class of each sample of strictly one-hot labels. */
  private static int[] oneHot(DataSet data) {
    INDArray labels = data.getLabels();
    if (labels == null || labels.rank() != 2 || labels.size(1) < 2) {
      throw refused(
          "labels have "
              + (labels == null ? "no array" : "shape " + Arrays.toString(labels.shape()))
              + "; wrong labels can be planted in one-hot labels [n, C] of two classes and more");
    }
    int[] classes = Labels.classes(ProbeSet.PLANTED, labels);
    for (int i = 0; i < classes.length; i++) {
      if (labels.getDouble(i, classes[i]) != 1) {
        throw refused(
            "the label of row " + i + " is softened; plant before smoothing or mixing labels");
      }
    }
    return classes;
  }

  private static ProbeSetException refused(String problem) {
    return new ProbeSetException(ProbeSet.PLANTED, problem);
  }
}
