package io.github.featurescope.listeners;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The probes of a run that are remembered, and which of them is the best to go back to.
 *
 * <p>A probe's index is its mean agreement with all others and, where there are held-out samples,
 * its fit of their given labels averaged with its neighbours'. Both are shares of samples and rise
 * and fall with the test accuracy; each corrects what misleads the other: few samples the fit,
 * closeness in time the agreement.
 */
final class Looks {

  /** Parameters of no more moments than this have to be kept. */
  private static final int KEPT = 5;

  /** Probes over which the present is averaged. */
  private static final int RECENT = 3;

  /** One probe. */
  record Look(Verdict.Moment moment, Signs signs, double fit) {}

  private final String set;
  private final boolean byFit;
  private final Agreement agreement = new Agreement();
  private final List<Look> looks = new ArrayList<>();
  private List<Look> kept = List.of();
  private double[] index = {};
  private double[] means = {};

  private Looks(String set, boolean byFit) {
    this.set = set;
    this.byFit = byFit;
  }

  /** Judges by held-out samples. */
  static Looks atHeldOut() {
    return new Looks(ProbeSet.HELD_OUT, true);
  }

  /** Judges by training samples, whose fit says nothing. */
  static Looks atTraining() {
    return new Looks(ProbeSet.TRAIN, false);
  }

  String set() {
    return set;
  }

  void add(Verdict.Moment moment, Signs signs) {
    Double fit = signs.value(set, SignReader.FIT);
    Look look = new Look(moment, signs, fit == null ? 0 : fit);
    agreement.add(signs.agreement().getOrDefault(set, List.of()));
    looks.add(look);
    if (looks.size() > Signs.REMEMBERED) {
      looks.remove(0);
    }
    means = agreement.means();
    index = IntStream.range(0, looks.size()).mapToDouble(this::indexOf).toArray();
    List<Look> inPlay = new ArrayList<>(kept);
    inPlay.retainAll(looks);
    inPlay.sort(Comparator.comparingDouble(one -> -index[looks.indexOf(one)]));
    kept = new ArrayList<>(inPlay.subList(0, Math.min(inPlay.size(), KEPT - 1)));
    kept.add(look);
  }

  private double indexOf(int at) {
    return means[at] + (byFit ? fitAround(at) : 0);
  }

  private double fitAround(int at) {
    return looks.subList(Math.max(0, at - 1), Math.min(looks.size(), at + 2)).stream()
        .mapToDouble(Look::fit)
        .average()
        .orElse(0);
  }

  int size() {
    return looks.size();
  }

  /** The look to go back to, or null where there are too few to compare. */
  @Nullable Look best() {
    if (looks.size() < 2) {
      return null;
    }
    return kept.stream()
        .max(
            Comparator.comparingDouble((Look one) -> index[looks.indexOf(one)])
                .thenComparing(one -> -one.moment().iteration()))
        .orElse(null);
  }

  /** The moments whose parameters may still be wanted, in their order. */
  List<Verdict.Moment> candidates() {
    return kept.stream()
        .map(Look::moment)
        .sorted(Comparator.comparingLong(Verdict.Moment::iteration))
        .toList();
  }

  /** How many probes ago a look was. */
  int age(Look look) {
    return looks.size() - 1 - looks.indexOf(look);
  }

  double index(Look look) {
    return index[looks.indexOf(look)];
  }

  /** Mean agreement of a look with the others, in [0, 1]. */
  double agreement(Look look) {
    return means[looks.indexOf(look)];
  }

  /** The mean index of the last probes. */
  double recentIndex() {
    return IntStream.range(Math.max(0, looks.size() - RECENT), looks.size())
        .mapToDouble(i -> index[i])
        .average()
        .orElse(0);
  }

  /** How much better the training labels are fitted than the held-out ones, of late. */
  double recentGap() {
    return looks.subList(Math.max(0, looks.size() - RECENT), looks.size()).stream()
        .mapToDouble(
            look -> {
              Double train = look.signs().value(ProbeSet.TRAIN, SignReader.FIT);
              return train == null ? 0 : train - look.fit();
            })
        .average()
        .orElse(0);
  }

  /** The probe of a number from the first remembered one, or the last if there are fewer. */
  Look early(int number) {
    return looks.get(Math.min(number, looks.size()) - 1);
  }
}
