package io.github.featurescope.examples.toys.patch;

import io.github.featurescope.probes.OwnFeatureShare;
import io.github.featurescope.probes.SignalNoiseMargin;
import io.github.featurescope.probes.SignalNoiseShare;
import io.github.featurescope.probes.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What estimators say along one run of the two-layer model, beside the true γ and ρ. */
record EstimatorRun(SignalNoiseSystem system, long seed, List<Moment> moments) {

  /** Ways to estimate. */
  enum Estimator {
    HELD_OUT("`SignalNoiseShare.measure`"),
    NEIGHBOURS("`SignalNoiseShare.perSample`, means"),
    GIVEN("held-out margin at the given label for signal"),
    SINCE_START("`OwnFeatureShare.sinceStart`"),
    OWN("`OwnFeatureShare.OWN_SHARE`"),
    HALVES("`SignalNoiseMargin`");

    final String title;

    Estimator(String title) {
      this.title = title;
    }
  }

  /** Signal and noise as estimated. */
  record Split(double signal, double noise) {

    double share() {
      double positive = Math.max(noise, 0);
      double sum = Math.abs(signal) + positive;
      return sum == 0 ? 0 : positive / sum;
    }
  }

  /** One moment: the truth, and the split of each estimator in the order of the enum. */
  record Moment(OrderParameters truth, double largestRho, List<Split> splits) {

    Split of(Estimator estimator) {
      return splits.get(estimator.ordinal());
    }
  }

  static EstimatorRun of(SignalNoiseSystem system, long seed, boolean flattened) {
    PatchData heldOut = system.fresh(system.samples(), system.wrong(), seed);
    Snapshot start = snapshot(system.start(seed).network(), system.start(seed).data(), flattened);
    List<Moment> moments = new ArrayList<>();
    system.train(
        seed,
        24,
        state -> {
          PatchNetwork network = state.network();
          Snapshot now = snapshot(network, state.data(), flattened);
          Snapshot unseen = snapshot(network, heldOut, flattened);
          moments.add(
              new Moment(
                  OrderParameters.of(state),
                  Arrays.stream(state.parts().maxOwnRho(state.data())).max().orElseThrow(),
                  splits(start, now, unseen)));
        });
    return new EstimatorRun(system, seed, moments);
  }

  private static Snapshot snapshot(PatchNetwork network, PatchData data, boolean flattened) {
    return flattened ? network.flattenedSnapshot(data) : network.snapshot(data);
  }

  private static List<Split> splits(Snapshot start, Snapshot now, Snapshot unseen) {
    SignalNoiseShare.Result share = SignalNoiseShare.measure(now, unseen);
    SignalNoiseShare.PerSample each = SignalNoiseShare.perSample(now, unseen);
    OwnFeatureShare.Result change = OwnFeatureShare.sinceStart(start, now);
    OwnFeatureShare.Result own = OwnFeatureShare.OWN_SHARE.measure(now);
    SignalNoiseMargin.Result halves = SignalNoiseMargin.MARGIN.measure(now);
    return List.of(
        new Split(share.signal(), share.noise()),
        new Split(
            Arrays.stream(each.signal()).map(Math::abs).average().orElseThrow(),
            Arrays.stream(each.noise()).average().orElseThrow()),
        new Split(givenMargin(unseen), share.noise()),
        new Split(change.shared(), change.own()),
        new Split(own.shared(), own.own()),
        new Split(halves.signal(), halves.noise()));
  }

  private static double givenMargin(Snapshot snapshot) {
    int[] labels = snapshot.givenLabels();
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      sum += snapshot.logits().get(i, labels[i]) - snapshot.logits().get(i, 1 - labels[i]);
    }
    return sum / labels.length;
  }
}
