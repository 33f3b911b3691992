package io.github.featurescope.listeners;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The wrong label of one sample.
 *
 * @param original class that the data give it
 * @param assigned another class, which training is to see
 */
record Planting(int original, int assigned) implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Returns the ids of a batch: what it carries, or places from the first on. */
  static long[] ids(DataSet batch, boolean metaData, long first) {
    SampleIdSource source = metaData ? SampleIdSource.META_DATA : SampleIdSource.POSITION;
    return source.ids(batch, first);
  }

  /**
   * Returns the batch with its planted labels, and notes the planted rows where that is asked for.
   * The batch itself stays as it is, since its owner may hand it out again.
   */
  static DataSet plant(
      DataSet batch, long[] ids, Map<Long, Planting> plan, @Nullable PlantedRows rows) {
    int[] chosen = IntStream.range(0, ids.length).filter(i -> plan.containsKey(ids[i])).toArray();
    if (chosen.length == 0) {
      return batch;
    }
    INDArray labels = batch.getLabels().dup();
    for (int row : chosen) {
      Planting planting = Objects.requireNonNull(plan.get(ids[row]));
      if (labels.getDouble(row, planting.original) != 1) {
        throw new ProbeSetException(
            ProbeSet.PLANTED,
            "sample "
                + ids[row]
                + " had label "
                + planting.original
                + " when it was chosen and has another now; the iterator shuffles or draws labels"
                + " anew: give samples ids with DataSet.setExampleMetaData and use"
                + " PlantedLabels.fromMetaData");
      }
      labels.putScalar(row, planting.original, 0);
      labels.putScalar(row, planting.assigned, 1);
    }
    DataSet planted = withLabels(batch, labels);
    if (rows != null) {
      rows.add(planted, chosen, ids);
    }
    return planted;
  }

  private static DataSet withLabels(DataSet batch, INDArray labels) {
    DataSet planted =
        new DataSet(
            batch.getFeatures(), labels, batch.getFeaturesMaskArray(), batch.getLabelsMaskArray());
    planted.setExampleMetaData(batch.getExampleMetaData());
    List<String> names = batch.getLabelNamesList();
    if (names != null) {
      planted.setLabelNames(names);
    }
    return planted;
  }
}
