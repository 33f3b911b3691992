package io.github.featurescope.adapters;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.TimeSeriesUtils;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where samples are read as rows: the output of a step as the next step sees it.
 *
 * @param step whose output
 * @param preprocessor of the next step, or null if it has none
 * @param channelsLast whether maps and sequences hold their channels or units last
 * @param places what becomes of the places of a map
 * @param overTime what becomes of the steps of a sequence
 * @param stacked whether rows may be stacked samples, and not steps, where they are too many
 */
record Source(
    Step step,
    @Nullable InputPreProcessor preprocessor,
    boolean channelsLast,
    Places places,
    TimeReduction overTime,
    boolean stacked) {

  /** How a map becomes one row a sample. */
  enum Places {
    /** The mean over all places. */
    AVERAGE,
    /** All places side by side, channel by channel. */
    FLAT,
    /** There must be no more than one. */
    SINGLE
  }

  /** The output of a step, averaged over places; of sequences the mean unless declared. */
  static Source output(Trunk trunk, Step step, @Nullable TimeReduction overTime) {
    return new Source(
        step,
        null,
        ChannelOrder.isLast(trunk, step),
        Places.AVERAGE,
        overTime == null ? TimeReduction.MEAN : overTime,
        trunk.stacks());
  }

  /** The answers of a step as the next one sees them, of which there is to be one a sample. */
  static Source answer(
      Trunk trunk,
      Step step,
      @Nullable InputPreProcessor preprocessor,
      @Nullable TimeReduction overTime) {
    return new Source(
        step,
        preprocessor,
        ChannelOrder.isLast(trunk, step),
        Places.SINGLE,
        overTime == null ? TimeReduction.MEAN : overTime,
        trunk.stacks());
  }

  /** In double precision, [n, p]. */
  INDArray rows(Activation activation, int samples) {
    INDArray array = activation.array();
    boolean last = channelsLast;
    if (preprocessor instanceof RnnToFeedForwardPreProcessor flattening) {
      // It would mix samples and steps, which are to be told apart.
      last = flattening.getRnnDataFormat() == RNNFormat.NWC;
    } else if (preprocessor != null) {
      array = preprocessor.preProcess(array, samples, LayerWorkspaceMgr.noWorkspaces());
    }
    INDArray values = array.castTo(DataType.DOUBLE);
    boolean folded = values.rank() == 2 && values.size(0) != samples;
    if (folded && !stacked && values.size(0) % samples == 0) {
      // Dense layers between recurrent ones see every step as a row.
      values =
          TimeSeriesUtils.reshape2dTo3d(
              values, samples, LayerWorkspaceMgr.noWorkspaces(), ArrayType.ACTIVATIONS);
      last = false;
    }
    INDArray rows =
        switch (values.rank()) {
          case 2 -> values;
          case 3 ->
              TimeSteps.reduce(
                  last ? values.permute(0, 2, 1) : values,
                  steps(activation.mask(), samples),
                  overTime);
          default -> ofMaps(values, last);
        };
    if (rows.size(0) != samples) {
      throw new IllegalStateException(
          step.described()
              + " puts out "
              + Arrays.toString(activation.array().shape())
              + " for "
              + samples
              + " samples; it cannot be read as one row a sample, so name another layer");
    }
    return rows;
  }

  private INDArray ofMaps(INDArray maps, boolean last) {
    int rank = maps.rank();
    int[] order = new int[rank];
    for (int i = 1; i < rank; i++) {
      order[i] = last ? (i == 1 ? rank - 1 : i - 1) : i;
    }
    INDArray channels = maps.permute(order).dup('c');
    long width = channels.length() / channels.size(0);
    if (places == Places.SINGLE && width != channels.size(1)) {
      throw new UnsupportedModelException(
          "one answer for each sample",
          step.described() + " with maps of shape " + Arrays.toString(maps.shape()),
          "Put a GlobalPoolingLayer(PoolingType.AVG) after the last convolution.");
    }
    return places == Places.AVERAGE
        ? channels.reshape(channels.size(0), channels.size(1), -1).mean(2)
        : channels.reshape(channels.size(0), width);
  }

  private static @Nullable INDArray steps(@Nullable INDArray mask, int samples) {
    return mask != null && mask.size(0) != samples
        ? TimeSeriesUtils.reshapeVectorToTimeSeriesMask(mask, samples)
        : mask;
  }
}
