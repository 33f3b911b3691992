package io.github.featurescope.listeners;

import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** The gate for data with several inputs or outputs. */
final class GatedMultiIterator implements MultiDataSetIterator {

  private static final long serialVersionUID = 1L;

  private final transient MultiDataSetIterator base;
  private final transient StopControl stops;

  GatedMultiIterator(MultiDataSetIterator base, StopControl stops) {
    this.base = base;
    this.stops = stops;
  }

  @Override
  public boolean hasNext() {
    return stops.stopped() == null && base.hasNext();
  }

  @Override
  public MultiDataSet next() {
    stops.gateUsed();
    return base.next();
  }

  @Override
  public MultiDataSet next(int num) {
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
  public void setPreProcessor(MultiDataSetPreProcessor preProcessor) {
    base.setPreProcessor(preProcessor);
  }

  @Override
  public MultiDataSetPreProcessor getPreProcessor() {
    return base.getPreProcessor();
  }

  @Override
  public String toString() {
    return "GatedMultiIterator[" + base + (stops.stopped() == null ? "]" : ", closed]");
  }
}
