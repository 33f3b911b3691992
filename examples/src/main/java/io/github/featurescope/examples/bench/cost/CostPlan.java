package io.github.featurescope.examples.bench.cost;

import java.util.List;

/**
 * How much is measured.
 *
 * @param name what the results say it was
 * @param subjects networks that are trained
 * @param watchers that take turns
 * @param share of the training and probe samples that each of them has
 * @param rounds alternations of the watchers
 * @param samples n of the report that is taken apart
 * @param width p of the same
 * @param classes C of the same
 * @param repetitions how often it is taken apart
 * @param snapshots numbers of samples of a report, at the width above
 * @param streams numbers of samples that stream past, at the width above
 * @param widths of reports with the samples above
 * @param tallWidths widths of reports that have a quarter more samples than features
 * @param classCounts of reports with twice the samples above
 * @param layerCounts inner layers that are watched
 * @param layerSamples probed for them
 */
public record CostPlan(
    String name,
    List<Subject> subjects,
    List<Watcher> watchers,
    double share,
    int rounds,
    int samples,
    int width,
    int classes,
    int repetitions,
    List<Integer> snapshots,
    List<Integer> streams,
    List<Integer> widths,
    List<Integer> tallWidths,
    List<Integer> classCounts,
    List<Integer> layerCounts,
    int layerSamples) {

  /**
   * Returns what the published figures are taken with: under 30 minutes on two cores.
   *
   * @return the plan
   */
  public static CostPlan usual() {
    return new CostPlan(
        "default",
        List.of(Subject.values()),
        List.of(Watcher.values()),
        1,
        7,
        2_560,
        512,
        10,
        15,
        List.of(640, 1_280, 2_560, 5_120, 10_240, 20_480),
        List.of(10_240, 102_400, 1_000_000),
        List.of(64, 128, 256, 512, 1_024, 2_048, 4_096, 8_192),
        List.of(1_024, 2_048, 4_096),
        List.of(2, 10, 100, 1_000),
        List.of(0, 1, 2, 4, 8, 16, 24),
        1_280);
  }

  /**
   * Returns what shows within a minute that everything works; its figures mean little.
   *
   * @return the plan
   */
  public static CostPlan quick() {
    return new CostPlan(
        "quick",
        List.of(Subject.MLP, Subject.VGG),
        List.of(Watcher.values()),
        0.05,
        2,
        640,
        128,
        10,
        3,
        List.of(320, 640, 1_280),
        List.of(10_240, 20_480),
        List.of(64, 128, 256),
        List.of(256),
        List.of(2, 10, 100),
        List.of(0, 4),
        128);
  }

  /**
   * Returns the least of everything, for tests.
   *
   * @return the plan
   */
  public static CostPlan tiny() {
    return new CostPlan(
        "tiny",
        List.of(Subject.MLP),
        List.of(Watcher.NONE, Watcher.STANDARD, Watcher.STATS),
        0.02,
        1,
        120,
        64,
        10,
        1,
        List.of(60, 120),
        List.of(512),
        List.of(32, 64),
        List.of(64),
        List.of(2, 10),
        List.of(0, 1),
        32);
  }

  /** Returns who takes turns at a network. */
  List<Watcher> watchers(Subject subject) {
    return subject.watchers().stream().filter(watchers::contains).toList();
  }

  /**
   * Trains other networks.
   *
   * @param chosen at least one
   * @return a plan that is else the same
   */
  public CostPlan withSubjects(List<Subject> chosen) {
    return with(chosen, rounds);
  }

  /**
   * Lets the watchers take more or fewer turns; the published figures have at least 7.
   *
   * @param number at least 1
   * @return a plan that is else the same
   */
  public CostPlan withRounds(int number) {
    return with(subjects, number);
  }

  private CostPlan with(List<Subject> chosen, int turns) {
    return new CostPlan(
        name,
        List.copyOf(chosen),
        watchers,
        share,
        turns,
        samples,
        width,
        classes,
        repetitions,
        snapshots,
        streams,
        widths,
        tallWidths,
        classCounts,
        layerCounts,
        layerSamples);
  }

  /** Returns this share of a number of samples, at least as many as a batch of the benchmark. */
  int shareOf(int count) {
    return Math.max(40, (int) Math.round(share * count));
  }
}
