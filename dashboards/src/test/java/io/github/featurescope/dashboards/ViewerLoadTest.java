package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.github.featurescope.listeners.FeatureScope;
import io.github.featurescope.listeners.MetricCatalogue;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Fifty viewers and ten scrapes a second, from another process, against the same training without
 * them: whole runs in turn. It prints the ratio of the median times and of the processor time that
 * the job itself took, and asserts neither; that memory stays flat and that nobody is left behind
 * it does assert.
 *
 * <p>On a machine without a core to spare the viewers take time from the job, which they do not
 * where they look from elsewhere; {@code -Dfeaturescope.load.aside=true} lets them give way.
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

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final boolean ASIDE = Boolean.getBoolean("featurescope.load.aside");

  private record Outcome(
      double seconds, double cpu, double pageCpu, long heapAfter, CrowdProcess.Seen seen) {}

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
    System.out.printf(
        Locale.ROOT,
        "%d viewers and %d scrapes a second, %d runs of %d epochs each:%n"
            + "  wall time %.2f s against %.2f s alone (medians), %+.2f %%%n"
            + "  processor time of the job %.2f s against %.2f s, %+.2f %%%n"
            + "  of it, threads that serve the page: %.2f s, %.2f %%%n"
            + "  pairs: wall %s, processor %s%n"
            + "  heap after a run %s MiB; a run sent %.1f MiB to viewers; scrapes %s%n",
        VIEWERS,
        SCRAPES_A_SECOND,
        PAIRS,
        epochs,
        median(watched, Outcome::seconds),
        median(alone, Outcome::seconds),
        percent(median(watched, Outcome::seconds), median(alone, Outcome::seconds)),
        median(watched, Outcome::cpu),
        median(alone, Outcome::cpu),
        percent(median(watched, Outcome::cpu), median(alone, Outcome::cpu)),
        median(watched, Outcome::pageCpu),
        100 * median(watched, Outcome::pageCpu) / median(watched, Outcome::cpu),
        pairs(watched, alone, Outcome::seconds),
        pairs(watched, alone, Outcome::cpu),
        watched.stream().map(o -> o.heapAfter() >> 20).toList(),
        watched.get(0).seen().bytes() / 1048576.0,
        watched.stream().map(o -> o.seen().scrapes()).toList());

    assertThat(watched).allSatisfy(outcome -> assertThat(outcome.seen().scrapes()).isPositive());
    assertThat(watched.get(PAIRS - 1).heapAfter())
        .as("heap after the last run with viewers against the first")
        .isLessThan(watched.get(0).heapAfter() + SLACK);
  }

  @SuppressWarnings("try") // the scope is held, not used
  private static Outcome run(int epochs, boolean loaded, String name) throws Exception {
    RealTraining training = new RealTraining(512);
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    double seconds;
    double cpu;
    double pageCpu;
    CrowdProcess.Seen seen = new CrowdProcess.Seen(0, 0);
    try (LiveServer server =
            LiveServer.builder().catalogue(MetricCatalogue.json()).metrics(registry).start();
        CrowdProcess crowd =
            loaded ? CrowdProcess.of(server, VIEWERS, SCRAPES_A_SECOND, ASIDE) : null) {
      if (loaded) {
        Chromium.await(() -> server.viewers() == VIEWERS);
      }
      long begun = System.nanoTime();
      long cpuBegun = SYSTEM.getProcessCpuTime();
      try (FeatureScope scope =
          training.watch(name).meterRegistry(registry).sink(server.sink()).start()) {
        training.fit(epochs, () -> true);
      }
      seconds = (System.nanoTime() - begun) * 1e-9;
      cpu = (SYSTEM.getProcessCpuTime() - cpuBegun) * 1e-9;
      pageCpu = pageCpu();
      if (crowd != null) {
        assertThat(server.droppedViewers()).isZero();
        assertThat(server.viewers()).isEqualTo(VIEWERS);
        seen = crowd.leave();
      }
    }
    return new Outcome(seconds, cpu, pageCpu, heap(), seen);
  }

  /**
   * Processor seconds of the threads that serve the page, which hardly depend on other programs.
   */
  private static double pageCpu() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().matches("featurescope-(page|viewers|timer).*"))
            .mapToLong(thread -> threads.getThreadCpuTime(thread.getId()))
            .sum()
        * 1e-9;
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static double percent(double with, double without) {
    return 100 * (with / without - 1);
  }

  private static List<String> pairs(
      List<Outcome> watched, List<Outcome> alone, ToDoubleFunction<Outcome> value) {
    return IntStream.range(0, PAIRS)
        .mapToDouble(
            i -> percent(value.applyAsDouble(watched.get(i)), value.applyAsDouble(alone.get(i))))
        .mapToObj(percent -> String.format(Locale.ROOT, "%+.1f %%", percent))
        .toList();
  }

  private static double median(List<Outcome> outcomes, ToDoubleFunction<Outcome> value) {
    double[] sorted = outcomes.stream().mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : Arrays.stream(sorted, middle - 1, middle + 1).average().orElseThrow();
  }
}
