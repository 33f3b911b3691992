package io.github.featurescope.listeners;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Gives the batches of another iterator with the planted labels in them. */
final class PlantedIterator extends WrappedIterator {

  private static final long serialVersionUID = 1L;

  private final transient Map<Long, Planting> plan;
  private final transient boolean metaData;
  private transient long position;

  PlantedIterator(DataSetIterator base, Map<Long, Planting> plan, boolean metaData) {
    super(base);
    this.plan = plan;
    this.metaData = metaData;
  }

  /** Reads a batch and notes its planted samples. */
  void read(PlantedRows rows) {
    plant(base.next(), rows);
  }

  private DataSet plant(DataSet batch, @Nullable PlantedRows rows) {
    long[] ids = Planting.ids(batch, metaData, position);
    position += ids.length;
    return Planting.plant(batch, ids, plan, rows);
  }

  @Override
  public DataSet next() {
    return plant(base.next(), null);
  }

  @Override
  public DataSet next(int num) {
    return plant(base.next(num), null);
  }

  @Override
  public boolean hasNext() {
    return base.hasNext();
  }

  @Override
  public void reset() {
    base.reset();
    position = 0;
  }

  @Override
  public String toString() {
    return "PlantedIterator[" + base + ", " + plan.size() + " planted]";
  }
}
