package io.github.featurescope.listeners;

import java.util.List;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Has no more batches once training was told to stop; a reset does not change that. */
final class GatedIterator implements DataSetIterator {

  private static final long serialVersionUID = 1L;

  private final transient DataSetIterator base;
  private final transient StopControl stops;

  GatedIterator(DataSetIterator base, StopControl stops) {
    this.base = base;
    this.stops = stops;
  }

  @Override
  public boolean hasNext() {
    return stops.stopped() == null && base.hasNext();
  }

  @Override
  public DataSet next() {
    stops.gateUsed();
    return base.next();
  }

  @Override
  public DataSet next(int num) {
    stops.gateUsed();
    return base.next(num);
  }

  @Override
  public void reset() {
    if (stops.stopped() == null) {
      base.reset();
    }
  }

  @Override
  public boolean resetSupported() {
    return base.resetSupported();
  }

  @Override
  public boolean asyncSupported() {
    return base.asyncSupported();
  }

  @Override
  public int inputColumns() {
    return base.inputColumns();
  }

  @Override
  public int totalOutcomes() {
    return base.totalOutcomes();
  }

  @Override
  public int batch() {
    return base.batch();
  }

  @Override
  public void setPreProcessor(DataSetPreProcessor preProcessor) {
    base.setPreProcessor(preProcessor);
  }

  @Override
  public DataSetPreProcessor getPreProcessor() {
    return base.getPreProcessor();
  }

  @Override
  public List<String> getLabels() {
    return base.getLabels();
  }

  @Override
  public String toString() {
    return "GatedIterator[" + base + (stops.stopped() == null ? "]" : ", closed]");
  }
}
