package io.github.featurescope.listeners;

import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Has no more batches once training was told to stop; a reset does not change that. */
final class GatedIterator extends WrappedIterator {

  private static final long serialVersionUID = 1L;

  private final transient StopControl stops;

  GatedIterator(DataSetIterator base, StopControl stops) {
    super(base);
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
  public String toString() {
    return "GatedIterator[" + base + (stops.stopped() == null ? "]" : ", closed]");
  }
}
