package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.listeners.FeatureScope;
import io.github.featurescope.listeners.MetricCatalogue;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Fifty viewers and ten scrapes a second against the same training without them: whole runs in
 * turn, in one process. It prints the ratio of the median times and asserts none; that memory stays
 * flat and that nobody is left behind it does assert.
 *
 * <pre>mvn -B -pl dashboards -am verify -Plong -Dtest=ViewerLoadTest
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dfeaturescope.load.seconds=60</pre>
 */
@Tag("long")
class ViewerLoadTest {

  private static final int VIEWERS = 50;
  private static final int SCRAPES_A_SECOND = 10;
  private static final int PAIRS = Integer.getInteger("featurescope.load.pairs", 3);
  private static final int SECONDS = Integer.getInteger("featurescope.load.seconds", 20);
  private static final long SLACK = 24L << 20;

  private record Outcome(double seconds, long heapAfter, long received, long scrapes) {}

  @Test
  void viewersAndScrapesHardlySlowTraining() throws Exception {
    run(2, false, "warm-up");
    double pace = run(4, false, "pace").seconds() / 4;
    int epochs = Math.max(2, (int) Math.ceil(SECONDS / pace));
    List<Outcome> alone = new ArrayList<>();
    List<Outcome> watched = new ArrayList<>();
    for (int pair = 0; pair < PAIRS; pair++) {
      // Which comes first changes, or a machine that warms up would favour one side.
      boolean first = pair % 2 == 1;
      (first ? watched : alone).add(run(epochs, first, pair + "a"));
      (first ? alone : watched).add(run(epochs, !first, pair + "b"));
    }
    double ratio = median(watched) / median(alone);
    System.out.printf(
        Locale.ROOT,
        "%d viewers and %d scrapes a second: %.2f s against %.2f s alone (medians of %d runs of %d"
            + " epochs), %+.2f %%; heap after a run %s MiB, sent to viewers %.1f MiB a run, scrapes"
            + " %s%n",
        VIEWERS,
        SCRAPES_A_SECOND,
        median(watched),
        median(alone),
        PAIRS,
        epochs,
        100 * (ratio - 1),
        watched.stream().map(o -> o.heapAfter() >> 20).toList(),
        watched.get(0).received() / 1048576.0,
        watched.stream().map(Outcome::scrapes).toList());

    assertThat(watched).allSatisfy(outcome -> assertThat(outcome.scrapes()).isPositive());
    assertThat(watched.get(PAIRS - 1).heapAfter())
        .as("heap after the last run with viewers against the first")
        .isLessThan(watched.get(0).heapAfter() + SLACK);
  }

  @SuppressWarnings("try") // the scope is held, not used
  private static Outcome run(int epochs, boolean loaded, String name) throws Exception {
    RealTraining training = new RealTraining(512);
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    double seconds;
    long received = 0;
    long scrapes = 0;
    try (LiveServer server =
            LiveServer.builder().catalogue(MetricCatalogue.json()).metrics(registry).start();
        Crowd crowd = loaded ? Crowd.of(server, VIEWERS, SCRAPES_A_SECOND) : null) {
      if (loaded) {
        Chromium.await(() -> server.viewers() == VIEWERS);
      }
      long begun = System.nanoTime();
      try (FeatureScope scope =
          training.watch(name).meterRegistry(registry).sink(server.sink()).start()) {
        training.fit(epochs, () -> true);
      }
      seconds = (System.nanoTime() - begun) * 1e-9;
      if (crowd != null) {
        assertThat(server.droppedViewers()).isZero();
        assertThat(server.viewers()).isEqualTo(VIEWERS);
        received = crowd.received();
        scrapes = crowd.scrapes();
      }
    }
    return new Outcome(seconds, heap(), received, scrapes);
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static double median(List<Outcome> outcomes) {
    double[] sorted = outcomes.stream().mapToDouble(Outcome::seconds).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : Arrays.stream(sorted, middle - 1, middle + 1).average().orElseThrow();
  }
}
