package io.github.featurescope.examples.toys.twin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.examples.toys.patch.OrderParameters;
import io.github.featurescope.examples.toys.patch.PatchData;
import io.github.featurescope.examples.toys.patch.PatchNetwork;
import io.github.featurescope.examples.toys.patch.SignalNoiseParts;
import io.github.featurescope.examples.toys.patch.SignalNoiseState;
import io.github.featurescope.examples.toys.patch.SignalNoiseSystem;
import io.github.featurescope.listeners.FeatureScope;
import io.github.featurescope.listeners.ProbeSchedule;
import io.github.featurescope.listeners.ProbeSet;
import io.github.featurescope.listeners.RunSink;
import io.github.featurescope.listeners.SuspectList;
import io.github.featurescope.probes.Measurements;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/**
 * One training by DL4J with FeatureScope attached, and the exact recursion step for step beside it.
 *
 * @param system what was trained
 * @param moments what was seen at geometric steps
 * @param suspects the samples as ranked at the end; empty without looks
 * @param data the training samples
 */
public record TwinRun(
    SignalNoiseSystem system,
    List<Moment> moments,
    Optional<SuspectList> suspects,
    PatchData data) {

  /**
   * One moment.
   *
   * @param truth order parameters of the recursion
   * @param gammaDifference largest difference of γ between DL4J's weights and the recursion, over
   *     the largest γ
   * @param rhoDifference the same of ρ
   * @param event what FeatureScope wrote to its run log
   */
  public record Moment(
      OrderParameters truth, double gammaDifference, double rhoDifference, ObjectNode event) {}

  /**
   * Trains.
   *
   * @param system what to train; its dimension must exceed its number of samples
   * @param seed of data and weights
   * @param count moments at most, at least 2
   * @return what was seen
   */
  public static TwinRun of(SignalNoiseSystem system, long seed, int count) {
    SignalNoiseState state = system.start(seed);
    PatchNetwork start = state.network();
    PatchData data = state.data();
    PatchData heldOut = system.fresh(system.samples(), system.wrong(), seed);
    MultiLayerNetwork network = PatchTwin.network(start, system.rate());
    DataSet training = PatchTwin.dataSet(data);
    int[] steps = system.moments(count);
    List<ObjectNode> events = new ArrayList<>();
    List<Moment> moments = new ArrayList<>();
    try (FeatureScope scope =
        FeatureScope.watch(network)
            .probeSet(set(ProbeSet.TRAIN, data))
            .probeSet(set(ProbeSet.HELD_OUT, heldOut))
            .schedule(ProbeSchedule.atIterations(steps))
            .measurements(Measurements.full())
            .synchronous()
            .sink(new Events(events))
            .start()) {
      for (int step : steps) {
        while (state.steps() < step) {
          network.fit(training);
          state.step(system.rate());
        }
        moments.add(compare(network, start, state, events.get(events.size() - 1)));
      }
      return new TwinRun(system, moments, scope.suspects(List.of()), data);
    }
  }

  private static ProbeSet set(String name, PatchData data) {
    return ProbeSet.of(
        name,
        PatchTwin.inputs(data),
        data.givenLabels(),
        data.trueLabels(),
        LongStream.range(0, data.samples()).toArray());
  }

  private static Moment compare(
      MultiLayerNetwork network, PatchNetwork start, SignalNoiseState state, ObjectNode event) {
    if (event.path("iteration").asInt() != state.steps()) {
      throw new IllegalStateException(
          "no probe at step " + state.steps() + ": the last was at " + event.path("iteration"));
    }
    SignalNoiseParts exact = state.parts();
    SignalNoiseParts solved =
        SignalNoiseParts.leastSquares(
            PatchTwin.weights(network, start.activation()), start, state.data());
    double[][] exactRho = exact.rho();
    double[][] solvedRho = solved.rho();
    double largest = 0;
    double difference = 0;
    for (int r = 0; r < exactRho.length; r++) {
      largest = Math.max(largest, largest(exactRho[r]));
      difference = Math.max(difference, difference(exactRho[r], solvedRho[r]));
    }
    return new Moment(
        OrderParameters.of(state),
        difference(exact.gamma(), solved.gamma()) / largest(exact.gamma()),
        difference / largest,
        event);
  }

  private static double largest(double[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> Math.abs(values[i])).max().orElse(0);
  }

  private static double difference(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i])).max().orElse(0);
  }

  /**
   * Returns how far DL4J and the recursion came apart.
   *
   * @return the largest relative difference of γ or ρ at any moment
   */
  public double difference() {
    return moments.stream()
        .mapToDouble(moment -> Math.max(moment.gammaDifference(), moment.rhoDifference()))
        .max()
        .orElseThrow();
  }

  /** Keeps what FeatureScope writes of probes. */
  private record Events(List<ObjectNode> kept) implements RunSink {
    @Override
    public void event(ObjectNode event) {
      if (event.path("event").asText().equals("probe")) {
        kept.add(event);
      }
    }
  }
}
