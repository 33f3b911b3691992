package io.github.featurescope.examples.bench.cost;

import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.core.storage.StatsStorageListener;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;

/** DL4J's own listener, as its documentation attaches it; the one place that knows it. */
final class Statistics {

  private Statistics() {}

  /**
   * Attaches it.
   *
   * @param model what trains
   * @param iterations of an epoch; it leaves out iteration 0, so it reports one iteration earlier,
   *     to be there once an epoch
   * @param reports counts what it stores
   */
  static void attach(Model model, int iterations, AtomicInteger reports) {
    InMemoryStatsStorage storage = new InMemoryStatsStorage();
    storage.registerStatsStorageListener(
        event -> {
          if (event.getEventType() == StatsStorageListener.EventType.PostUpdate) {
            reports.incrementAndGet();
          }
        });
    model.addListeners(new StatsListener(storage, Math.max(1, iterations - 1)));
  }
}
