package io.github.featurescope.listeners;

import java.util.List;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Says of itself what the iterator inside says; only the batches differ. */
abstract class WrappedIterator implements DataSetIterator {

  private static final long serialVersionUID = 1L;

  final DataSetIterator base;

  WrappedIterator(DataSetIterator base) {
    this.base = base;
  }

  @Override
  public final boolean resetSupported() {
    return base.resetSupported();
  }

  @Override
  public final boolean asyncSupported() {
    return base.asyncSupported();
  }

  @Override
  public final int inputColumns() {
    return base.inputColumns();
  }

  @Override
  public final int totalOutcomes() {
    return base.totalOutcomes();
  }

  @Override
  public final int batch() {
    return base.batch();
  }

  @Override
  public final void setPreProcessor(DataSetPreProcessor preProcessor) {
    base.setPreProcessor(preProcessor);
  }

  @Override
  public final DataSetPreProcessor getPreProcessor() {
    return base.getPreProcessor();
  }

  @Override
  public final List<String> getLabels() {
    return base.getLabels();
  }
}
