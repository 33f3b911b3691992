package io.github.featurescope.examples.toys.twin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.examples.toys.attention.AttentionColumns;
import io.github.featurescope.examples.toys.attention.AttentionSystem;
import io.github.featurescope.examples.toys.attention.HeadTraining;
import io.github.featurescope.examples.toys.attention.TokenData;
import io.github.featurescope.listeners.FeatureScope;
import io.github.featurescope.listeners.ProbeSchedule;
import io.github.featurescope.listeners.ProbeSet;
import io.github.featurescope.listeners.RunSink;
import io.github.featurescope.probes.Measurements;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.dataset.DataSet;

/**
 * One training of the transformer by SameDiff with FeatureScope attached, and gradient descent in
 * closed form step for step beside it.
 *
 * @param system what was trained
 * @param moments what was seen at geometric steps
 */
public record HeadTwinRun(AttentionSystem system, List<Moment> moments) {

  /**
   * One moment.
   *
   * @param step how many steps had been made
   * @param difference largest difference of a weight between SameDiff and the closed form, over the
   *     largest way that a weight of its kind (query, key or value) has come; the largest of the
   *     three
   * @param attention to the signal, mean over queries and training samples, of the closed form
   * @param event what FeatureScope wrote to its run log
   */
  public record Moment(int step, double difference, double attention, ObjectNode event) {}

  /**
   * Trains for all steps of the system, whatever the loss.
   *
   * @param system what to train, by gradient descent
   * @param seed of data and weights
   * @param count moments at most, at least 2
   * @return what was seen
   * @throws IllegalArgumentException if the system follows the sign of the gradient, which no
   *     updater of DL4J does
   */
  @SuppressWarnings("try") // the scope is held, not used
  public static HeadTwinRun of(AttentionSystem system, long seed, int count) {
    if (system.sign()) {
      throw new IllegalArgumentException(
          "sign = true: DL4J has no updater for the sign of the gradient; give a system with"
              + " sign = false");
    }
    Random random = new Random(seed);
    TokenData data = system.draw(system.samples(), random);
    TokenData heldOut = system.draw(system.samples(), random);
    HeadTraining exact = HeadTraining.start(system.head(random), data);
    double[] start = exact.head().weights();
    SameDiff graph = HeadTwin.graph(system, exact.head());
    DataSet training = HeadTwin.dataSet(system, data);
    int[] steps = steps(system.steps(), count);
    List<ObjectNode> events = new ArrayList<>();
    List<Moment> moments = new ArrayList<>();
    try (FeatureScope scope =
        FeatureScope.watch(graph)
            .probeSet(set(ProbeSet.TRAIN, system, data))
            .probeSet(set(ProbeSet.HELD_OUT, system, heldOut))
            .schedule(ProbeSchedule.atIterations(steps))
            .measurements(Measurements.full())
            .synchronous()
            .sink(new Probes(events))
            .start()) {
      int done = 0;
      for (int step : steps) {
        for (; done < step; done++) {
          graph.fit(training);
          exact.step(system.rate(), false);
        }
        ObjectNode event = events.get(events.size() - 1);
        if (event.path("iteration").asInt() != step) {
          throw new IllegalStateException(
              "no probe at step " + step + ": the last was at " + event.path("iteration"));
        }
        moments.add(
            new Moment(
                step,
                difference(system, start, exact.head().weights(), HeadTwin.weights(graph)),
                AttentionColumns.of(exact, data)[0],
                event));
      }
      return new HeadTwinRun(system, List.copyOf(moments));
    }
  }

  private static int[] steps(int last, int count) {
    return IntStream.range(0, count)
        .map(k -> (int) Math.round(StrictMath.pow(last, k / (count - 1.0))))
        .distinct()
        .toArray();
  }

  private static ProbeSet set(String name, AttentionSystem system, TokenData data) {
    int[] classes = HeadTwin.classes(data);
    return ProbeSet.of(
        name,
        HeadTwin.inputs(system, data),
        classes,
        classes,
        LongStream.range(0, classes.length).toArray());
  }

  private static double difference(
      AttentionSystem system, double[] start, double[] exact, double[] other) {
    int matrix = system.dimension() * system.width();
    int[] ends = {matrix, 2 * matrix, exact.length};
    double worst = 0;
    int from = 0;
    for (int end : ends) {
      double way = 0;
      double difference = 0;
      for (int k = from; k < end; k++) {
        way = Math.max(way, Math.abs(exact[k] - start[k]));
        difference = Math.max(difference, Math.abs(exact[k] - other[k]));
      }
      worst = Math.max(worst, difference / way);
      from = end;
    }
    return worst;
  }

  /**
   * Returns how far SameDiff and the closed form came apart.
   *
   * @return the largest relative difference at any moment
   */
  public double difference() {
    return moments.stream().mapToDouble(Moment::difference).max().orElseThrow();
  }

  /** Keeps what FeatureScope writes of probes. */
  private record Probes(List<ObjectNode> kept) implements RunSink {
    @Override
    public void event(ObjectNode event) {
      if (event.path("event").asText().equals("probe")) {
        kept.add(event);
      }
    }
  }
}
