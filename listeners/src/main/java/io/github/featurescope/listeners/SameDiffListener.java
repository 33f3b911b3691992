package io.github.featurescope.listeners;

import io.github.featurescope.adapters.SameDiffInference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.ListenerResponse;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.listeners.records.LossCurve;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The training hook of a SameDiff graph.
 *
 * <p>SameDiff calls with the gradient graph as often as with the graph itself; the two share their
 * parameters, and the watched graph is known here anyway.
 */
final class SameDiffListener extends BaseListener {

  private static final Logger logger = LoggerFactory.getLogger(SameDiffListener.class);

  private final SameDiff graph;
  private final RunWatch watch;
  private final @Nullable SampleIdIterator sampleIds;

  /** For the score; let go when training ends. */
  private @Nullable MultiDataSet lastBatch;

  private boolean scoreFailureLogged;
  private volatile boolean silent;

  /** The epoch at whose end this said stop. */
  private @Nullable Integer stoppedAfter;

  SameDiffListener(SameDiff graph, RunWatch watch, @Nullable SampleIdIterator sampleIds) {
    this.graph = graph;
    this.watch = watch;
    this.sampleIds = sampleIds;
  }

  void silence() {
    silent = true;
    lastBatch = null;
  }

  @Override
  public boolean isActive(Operation operation) {
    return operation == Operation.TRAINING && !silent;
  }

  @Override
  public void iterationStart(SameDiff sd, At at, MultiDataSet data, long etlTimeMs) {
    if (sampleIds != null && !silent && data.numFeatureArrays() > 0) {
      sampleIds.advance(data.getFeatures(0).size(0));
    }
  }

  @Override
  public void iterationDone(SameDiff sd, At at, MultiDataSet dataSet, Loss loss) {
    if (!silent) {
      lastBatch = dataSet;
      watch.iterationDone(at.iteration() + 1L, at.epoch());
    }
  }

  @Override
  public ListenerResponse epochEnd(SameDiff sd, At at, LossCurve lossCurve, long epochTimeMillis) {
    if (silent) {
      return ListenerResponse.CONTINUE;
    }
    watch.epochDone(at.epoch() + 1);
    StopControl stops = watch.stops();
    if (stops.stopped() == null || stops.restored() != null) {
      return ListenerResponse.CONTINUE;
    }
    stoppedAfter = at.epoch();
    return ListenerResponse.STOP;
  }

  @Override
  public void operationEnd(SameDiff sd, Operation operation) {
    if (operation == Operation.TRAINING) {
      lastBatch = null;
      Integer after = stoppedAfter;
      stoppedAfter = null;
      if (after != null && !silent) {
        // SameDiff counts the epoch after this when it stops, before this when it has come to its
        // end.
        watch.stops().fitEnds(graph.getTrainingConfig().getEpochCount() == after);
      }
    }
  }

  /**
   * The loss of the last batch with its regularisation, computed anew: SameDiff needs only the
   * gradient of the loss and reports a loss of 0 where that comes without it.
   */
  double score() {
    MultiDataSet batch = lastBatch;
    TrainingConfig config = graph.getTrainingConfig();
    if (batch == null || config == null) {
      return Double.NaN;
    }
    try {
      List<String> losses = graph.getLossVariables();
      double sum = graph.calcRegularizationScore();
      for (INDArray loss :
          SameDiffInference.read(graph, placeholders(batch, config), losses).values()) {
        sum += loss.sumNumber().doubleValue();
      }
      return sum;
    } catch (RuntimeException e) { // the features are worth having without a score
      if (!scoreFailureLogged) {
        scoreFailureLogged = true;
        logger.warn("the loss of the last batch cannot be computed; the score is missing", e);
      }
      return Double.NaN;
    }
  }

  private static Map<String, INDArray> placeholders(MultiDataSet batch, TrainingConfig config) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    put(arrays, config.getDataSetFeatureMapping(), batch.getFeatures());
    put(arrays, config.getDataSetLabelMapping(), batch.getLabels());
    put(arrays, config.getDataSetFeatureMaskMapping(), batch.getFeaturesMaskArrays());
    put(arrays, config.getDataSetLabelMaskMapping(), batch.getLabelsMaskArrays());
    return arrays;
  }

  private static void put(
      Map<String, INDArray> all,
      @Nullable List<String> names,
      @Nullable INDArray @Nullable [] arrays) {
    for (int i = 0; names != null && arrays != null && i < arrays.length; i++) {
      INDArray array = arrays[i];
      if (array != null && i < names.size() && names.get(i) != null) {
        all.put(names.get(i), array);
      }
    }
  }
}
