package io.github.featurescope.listeners;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
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
 *
 * <p>In the mean, a probe that fits the share f of the training labels counts (f − 1/C)(1 − f)³.
 * One that fits no more than chance knows nothing yet, and one that fits all of them can only
 * repeat them: late probes that have memorised the same labels agree with each other, but do not
 * outvote those that contradicted them.
 */
final class Looks {

  /** The last probes, any of which may yet turn out to be the best. */
  private static final int NEWEST = 5;

  /** Of those before, how many best ones are kept. */
  private static final int OLDER = 1;

  /** What a probe at chance counts, and the doubt left in one that fits everything. */
  private static final double LEAST_KNOWN = 0.005;

  private static final double LEAST_DOUBT = 0.001;

  /** Probes over which the present is averaged. */
  private static final int RECENT = 3;

  /** Probes on each side that the fit is averaged with. */
  private static final int BESIDE = 1;

  private static final double TRAINING_FIT_BESIDE_HELD_OUT = 0.5;

  /** One probe: its fit of the judged set's labels, that set's size, and its weight for others. */
  record Look(Verdict.Moment moment, Signs signs, double fit, double samples, double weight) {}

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
    double fit = value(signs, set, SignReader.FIT, 0);
    double samples = value(signs, set, SignReader.SAMPLES, 1);
    agreement.add(signs.agreement().getOrDefault(set, List.of()));
    looks.add(new Look(moment, signs, fit, samples, weight(signs)));
    if (looks.size() > Signs.REMEMBERED) {
      looks.remove(0);
    }
    means = agreement.means(looks.stream().mapToDouble(Look::weight).toArray());
    index = byFit ? withFit(means) : means;
    List<Look> older = new ArrayList<>(kept);
    older.retainAll(looks);
    older.removeAll(newest());
    older.sort(Comparator.comparingDouble(one -> -index(one)));
    kept = new ArrayList<>(older.subList(0, Math.min(older.size(), OLDER)));
    kept.addAll(newest());
  }

  private static double value(Signs signs, String set, String path, double missing) {
    Double value = signs.value(set, path);
    return value == null ? missing : value;
  }

  private static double weight(Signs signs) {
    double fit = value(signs, ProbeSet.TRAIN, SignReader.FIT, 0);
    double chance = 1 / Math.max(1, value(signs, ProbeSet.TRAIN, SignReader.CLASSES, 2));
    double known = Math.max(LEAST_KNOWN, fit - chance);
    double doubt = Math.max(0, 1 - fit) + LEAST_DOUBT;
    return known * doubt * doubt * doubt;
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
    return looks.size() < 2 ? null : highest(kept, this::index);
  }

  /**
   * The look to take while labels look right: the best of the newest, for which the fit of training
   * labels is a merit then.
   */
  Look latestBest() {
    double merit = byFit ? TRAINING_FIT_BESIDE_HELD_OUT : 1;
    return highest(
        newest(),
        look -> index(look) + merit * value(look.signs(), ProbeSet.TRAIN, SignReader.FIT, 0));
  }

  private static Look highest(List<Look> among, ToDoubleFunction<Look> merit) {
    return among.stream()
        .max(Comparator.comparingDouble(merit).thenComparingLong(one -> -one.moment().iteration()))
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
            look -> value(look.signs(), ProbeSet.TRAIN, SignReader.FIT, look.fit()) - look.fit())
        .average()
        .orElse(0);
  }

  /** The present look. */
  Look last() {
    return looks.get(looks.size() - 1);
  }
}
