package io.github.featurescope.listeners;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.moment.Variance;
import org.jspecify.annotations.Nullable;

/**
 * The probes of a run that are remembered, and which of them is the best to go back to.
 *
 * <p>A probe's index is its mean agreement with all others and, where there are held-out samples,
 * its fit of their given labels averaged with its neighbours'. Both rise and fall with the test
 * accuracy; each corrects what misleads the other: few samples the fit, closeness in time the
 * agreement.
 */
final class Looks {

  /** The last probes, any of which may yet turn out to be the best. */
  private static final int NEWEST = 5;

  /** Of those before, how many best ones are kept. */
  private static final int OLDER = 1;

  /** On training samples early probes count more, as late ones agree in what they memorised. */
  private static final double TRAINING_DECAY = 0.25;

  /** Training samples are asked at this probe whether labels look wrong: none is learned yet. */
  private static final int EARLY = 3;

  /** Probes over which the present is averaged. */
  private static final int RECENT = 3;

  /** Probes on each side that the fit is averaged with. */
  private static final int BESIDE = 1;

  /** One probe. */
  record Look(Verdict.Moment moment, Signs signs, double fit, double samples) {}

  private final String set;
  private final boolean byFit;
  private final Agreement agreement;
  private final List<Look> looks = new ArrayList<>();
  private final List<Look> opening = new ArrayList<>();
  private List<Look> kept = List.of();
  private double[] index = {};
  private double[] means = {};

  private Looks(String set, boolean byFit) {
    this.set = set;
    this.byFit = byFit;
    this.agreement = new Agreement(byFit ? 0 : TRAINING_DECAY);
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
    Double samples = signs.value(set, SignReader.SAMPLES);
    Look look = new Look(moment, signs, fit == null ? 0 : fit, samples == null ? 1 : samples);
    agreement.add(signs.agreement().getOrDefault(set, List.of()));
    looks.add(look);
    if (opening.size() < EARLY) {
      opening.add(look);
    }
    if (looks.size() > Signs.REMEMBERED) {
      looks.remove(0);
    }
    means = agreement.means();
    index = byFit ? withFit(means) : means;
    List<Look> older = new ArrayList<>(kept);
    older.retainAll(looks);
    older.removeAll(newest());
    older.sort(Comparator.comparingDouble(one -> -index(one)));
    kept = new ArrayList<>(older.subList(0, Math.min(older.size(), OLDER)));
    kept.addAll(newest());
  }

  private List<Look> newest() {
    return looks.subList(Math.max(0, looks.size() - NEWEST), looks.size());
  }

  /**
   * Adds the smoothed fit, shrunk by the share of its variance over the run that chance explains:
   * held-out labels say little where they are few, or wrong nearly as often as right.
   */
  private double[] withFit(double[] agreements) {
    double[] fits = IntStream.range(0, looks.size()).mapToDouble(this::fitAround).toArray();
    double chance =
        looks.stream()
            .mapToDouble(look -> look.fit() * (1 - look.fit()) / look.samples() / (2 * BESIDE + 1))
            .average()
            .orElse(0);
    double variance = fits.length > 2 ? new Variance().evaluate(fits) : 0;
    double weight = variance <= chance ? 0 : 1 - chance / variance;
    return IntStream.range(0, fits.length)
        .mapToDouble(i -> agreements[i] + weight * fits[i])
        .toArray();
  }

  private double fitAround(int at) {
    return looks.subList(Math.max(0, at - BESIDE), Math.min(looks.size(), at + BESIDE + 1)).stream()
        .mapToDouble(Look::fit)
        .average()
        .orElse(0);
  }

  int size() {
    return looks.size();
  }

  /** The best look, or null where there are too few to compare. */
  @Nullable Look best() {
    return looks.size() < 2 ? null : highest(kept);
  }

  /**
   * The look to take while nothing speaks of memorisation: the best of the newest where held-out
   * samples can tell, else the last.
   */
  Look latestBest() {
    return byFit ? highest(newest()) : last();
  }

  private Look highest(List<Look> among) {
    return among.stream()
        .max(
            Comparator.comparingDouble(this::index)
                .thenComparingLong(one -> -one.moment().iteration()))
        .orElseThrow();
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

  /** Mean κ of a look with the others, in [−1, 1]. */
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

  /** The third look of the run, however long ago, or the last if there are fewer. */
  Look early() {
    return opening.get(opening.size() - 1);
  }

  /** The present look. */
  Look last() {
    return looks.get(looks.size() - 1);
  }
}
