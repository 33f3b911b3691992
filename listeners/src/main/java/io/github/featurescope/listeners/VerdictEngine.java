package io.github.featurescope.listeners;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Draws the verdict from several signs, since none of them is good everywhere.
 *
 * <p>Memorisation of wrong labels is called when all of this holds: the index of {@link Looks} was
 * at its best at least eight probes ago and has fallen since; the network knows its training labels
 * better than what it has learned explains (against held-out labels, or else by the share of
 * contradicted training labels that it has come to fit); and the labels look wrong rather than hard
 * ({@link NoiseGate}). The first such verdict is final, and so is the moment to go back to. All
 * decisions at a probe see the probes up to it.
 *
 * <p>Constants were chosen on recorded runs of their own: see the benchmark. Not thread-safe.
 */
public final class VerdictEngine {

  /** All of these have to speak of memorisation; one that is missing does not. */
  private static final int SIGNS = 3;

  /** Probes since the best one after which nothing better is expected. */
  private static final int PATIENCE = 8;

  /** Probes since the best one from which on a fall is said to be the onset. */
  private static final int ONSET = 2;

  /** Fall of the index that is no chance. */
  private static final double FALL = 0.015;

  private static final double GAP = 0.15;
  private static final double MEMORISED = 0.17;

  /** Whoever changes the prediction for one of two classes says the given label every time. */
  private static final double MEMORISED_BY_CHANCE = 0.33;

  private static final NormalDistribution NORMAL = new NormalDistribution();

  private static final double MAX_STRENGTH = 2;

  /** Probes up to which nothing is said to be clean. */
  private static final int FEWEST_PROBES = 5;

  /** Fewer samples than these have no standard error to speak of. */
  private static final int FEWEST_SAMPLES = 10;

  /** Fit of training labels at which nothing is left to learn. */
  private static final double FITTED = 0.95;

  private final List<Signal> drifts = Signals.standard().stream().map(Signal::new).toList();
  private final NoiseGate gate = new NoiseGate();
  private @Nullable Looks looks;
  private Verdict.State state = Verdict.State.UNDECIDED;
  private Verdict.@Nullable Moment since;
  private Verdict.@Nullable Moment decided;
  private @Nullable Double decidedWith;

  private VerdictEngine() {}

  /**
   * Starts a run.
   *
   * @return an engine without probes
   */
  public static VerdictEngine create() {
    return new VerdictEngine();
  }

  /**
   * Judges the probe before training, when there is nothing to judge by.
   *
   * @param now when
   * @return undecided
   */
  public Verdict beforeTraining(Verdict.Moment now) {
    return verdict(Verdict.State.UNDECIDED, now, List.of());
  }

  /**
   * Judges a probe taken after training began.
   *
   * @param now when
   * @param signs what it says, as {@link SignReader} read it; whether there are held-out samples is
   *     taken from the first probe of training samples. A probe of other samples changes no verdict
   *     that is final, and else is undecided
   * @return the verdict
   * @throws IllegalArgumentException if the probe was not compared with those judged before it
   */
  public Verdict judge(Verdict.Moment now, Signs signs) {
    List<Verdict.Evidence> drift =
        drifts.stream().map(signal -> signal.observe(now, signs)).filter(Objects::nonNull).toList();
    Looks run = looks == null ? begin(signs) : looks;
    looks = run;
    if (run == null || !signs.agreement().containsKey(run.set())) {
      return verdict(
          decided == null ? Verdict.State.UNDECIDED : Verdict.State.MEMORISING_NOISE, now, drift);
    }
    run.add(now, signs);
    gate.observe(signs);
    Looks.Look best = run.best();
    if (best == null) {
      return verdict(Verdict.State.UNDECIDED, now, drift);
    }
    List<Verdict.Evidence> evidence = new ArrayList<>(deciding(run, best, signs));
    boolean allSpeak =
        evidence.size() == SIGNS && evidence.stream().allMatch(Verdict.Evidence::memorising);
    boolean labelsLookRight =
        evidence.stream().anyMatch(one -> isAboutLabels(one) && !one.memorising());
    evidence.addAll(drift);
    return verdict(next(run, best, allSpeak, labelsLookRight, signs), now, evidence);
  }

  private static @Nullable Looks begin(Signs signs) {
    if (!signs.agreement().containsKey(ProbeSet.TRAIN)) {
      return null;
    }
    return signs.agreement().containsKey(ProbeSet.HELD_OUT)
        ? Looks.atHeldOut()
        : Looks.atTraining();
  }

  private static boolean isAboutLabels(Verdict.Evidence evidence) {
    return evidence.signal().endsWith(SignReader.SCATTERED)
        || evidence.signal().endsWith(SignReader.CONFIDENT);
  }

  private Verdict.State next(
      Looks run, Looks.Look best, boolean allSpeak, boolean labelsLookRight, Signs signs) {
    if (decided != null) {
      return Verdict.State.MEMORISING_NOISE;
    }
    int age = run.age(best);
    if (allSpeak && age >= PATIENCE && gate.isSure()) {
      decided = best.moment();
      return Verdict.State.MEMORISING_NOISE;
    }
    if (allSpeak && age >= ONSET) {
      return Verdict.State.ONSET;
    }
    Double fit = signs.value(ProbeSet.TRAIN, SignReader.FIT);
    boolean fitted = run.size() > FEWEST_PROBES && fit != null && fit >= FITTED;
    return fitted && labelsLookRight ? Verdict.State.CLEAN : Verdict.State.LEARNING_SIGNAL;
  }

  /** What has to speak of memorisation, all of it, before it is called. */
  private List<Verdict.Evidence> deciding(Looks run, Looks.Look best, Signs signs) {
    List<Verdict.Evidence> evidence = new ArrayList<>();
    double recent = run.recentIndex();
    evidence.add(
        evidence(
            run.set() + ".agreement",
            recent,
            run.index(best),
            best.moment().epoch(),
            recent - run.index(best),
            FALL,
            (run.index(best) - recent) / FALL,
            "Predictions agree less with those of other epochs than they did at the best one."));
    boolean heldOut = run.set().equals(ProbeSet.HELD_OUT);
    double known =
        heldOut
            ? run.recentGap()
            : Objects.requireNonNullElse(signs.value(ProbeSet.TRAIN, SignReader.MEMORISED), 0.0);
    double enough = heldOut ? GAP : MEMORISED + MEMORISED_BY_CHANCE / (classes(signs) - 1);
    evidence.add(
        evidence(
            heldOut ? "train.gap" : "train." + SignReader.MEMORISED,
            known,
            0,
            0,
            0 - known,
            enough,
            known / enough,
            heldOut
                ? "Training labels are fitted better than held-out ones: some are known by heart."
                : "Labels that earlier epochs contradicted are fitted now: they are known by heart."));
    NoiseGate.Found found = gate.found();
    if (found != null) {
      evidence.add(
          evidence(
              ProbeSet.TRAIN + "." + found.sign(),
              found.value(),
              0,
              0,
              0 - found.value(),
              found.enough(),
              found.strength(),
              found.sign().equals(SignReader.SCATTERED)
                  ? "Given labels lie among the classes that the network ranks last, as wrong ones do."
                  : "The network contradicts the labels of samples on which it is surest."));
    }
    return evidence;
  }

  private static double classes(Signs signs) {
    return Math.max(
        2, Objects.requireNonNullElse(signs.value(ProbeSet.TRAIN, SignReader.CLASSES), 2.0));
  }

  private static Verdict.Evidence evidence(
      String signal,
      double value,
      double best,
      int bestEpoch,
      double change,
      double enough,
      double strength,
      String reading) {
    double bounded = Math.max(0, Math.min(MAX_STRENGTH, strength));
    return new Verdict.Evidence(
        signal, value, best, bestEpoch, change, -enough, bounded, bounded >= 1, true, reading);
  }

  private Verdict verdict(Verdict.State next, Verdict.Moment now, List<Verdict.Evidence> evidence) {
    Verdict.Moment begun = since;
    if (begun == null || next != state) {
      state = next;
      begun = now;
      since = now;
    }
    double[] strengths =
        evidence.stream()
            .filter(Verdict.Evidence::decides)
            .mapToDouble(Verdict.Evidence::strength)
            .toArray();
    double strength = strengths.length == SIGNS ? Arrays.stream(strengths).min().getAsDouble() : 0;
    Verdict.Moment best = decided;
    Looks run = looks;
    if (best == null && run != null) {
      Looks.Look found = gate.speaks() ? run.best() : run.latestBest();
      best = found == null ? now : found.moment();
    }
    List<Verdict.Moment> candidates =
        decided != null ? List.of(decided) : run == null ? List.of() : run.candidates();
    return new Verdict(
        next, strength, confidence(next, strength), begun, best, candidates, evidence);
  }

  private @Nullable Double confidence(Verdict.State next, double strength) {
    Looks run = looks;
    Looks.Look best = run == null ? null : run.best();
    if (decidedWith != null) {
      return decidedWith;
    }
    if (run == null || best == null || next == Verdict.State.UNDECIDED) {
      return 0.0;
    }
    if (best.samples() < FEWEST_SAMPLES) {
      return null;
    }
    double fall = run.index(best) - run.recentIndex();
    double deviation = Math.sqrt(Math.max(0, 1 - run.agreement(best)) / best.samples());
    double fallen =
        deviation == 0 ? (fall > 0 ? 1 : 0.5) : NORMAL.cumulativeProbability(fall / deviation);
    if (next == Verdict.State.MEMORISING_NOISE) {
      decidedWith = fallen;
    }
    boolean speaks = next == Verdict.State.MEMORISING_NOISE || next == Verdict.State.ONSET;
    return speaks ? fallen : 1 - fallen * Math.min(1, strength);
  }
}
