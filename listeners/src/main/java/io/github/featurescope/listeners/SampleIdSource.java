package io.github.featurescope.listeners;

import java.io.Serializable;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.DataSet;

/** Where the ids of the samples in a batch come from. */
public enum SampleIdSource {
  /** Place since the last reset, from 0; for iterators that do not shuffle. */
  POSITION {
    @Override
    long[] ids(DataSet batch, long position) {
      return LongStream.range(position, position + batch.numExamples()).toArray();
    }
  },
  /** {@link DataSet#getExampleMetaData()}, one {@link Number} a sample. */
  META_DATA {
    @Override
    long[] ids(DataSet batch, long position) {
      List<Serializable> metaData = batch.getExampleMetaData();
      boolean numbers =
          metaData != null
              && metaData.size() == batch.numExamples()
              && metaData.stream().allMatch(Number.class::isInstance);
      if (!numbers) {
        throw new IllegalStateException(
            "a batch of "
                + batch.numExamples()
                + " samples carries no numeric id for each in its example metadata; set them with"
                + " DataSet.setExampleMetaData, or take the ids by position if the order is the"
                + " same in every epoch");
      }
      return metaData.stream().mapToLong(id -> ((Number) id).longValue()).toArray();
    }
  };

  /** The number in the example metadata of a row, or null where there is none. */
  static @Nullable Number named(org.nd4j.linalg.dataset.api.DataSet batch, int row) {
    List<Serializable> metaData = batch.getExampleMetaData();
    boolean there = metaData != null && row < metaData.size();
    return there && metaData.get(row) instanceof Number number ? number : null;
  }

  /** The ids of a batch whose first sample has this place since the last reset. */
  abstract long[] ids(DataSet batch, long position);
}
