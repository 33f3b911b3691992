package io.github.featurescope.examples.toys.suite;

import io.github.featurescope.examples.toys.Claim;
import io.github.featurescope.examples.toys.DivergedException;
import io.github.featurescope.examples.toys.Evidence;
import io.github.featurescope.examples.toys.Toy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Measures every claim of toys for several seeds, one seed of one toy a thread. */
public final class SuiteCheck {

  private SuiteCheck() {}

  /**
   * Checks toys.
   *
   * @param toys which
   * @param seeds how many: 1, 2, ...
   * @param threads how many at once, at least 1
   * @param lines takes what came of each toy as soon as it and those before it are done
   * @return all outcomes, in order
   */
  public static List<Outcome> run(List<Toy> toys, int seeds, int threads, Consumer<String> lines) {
    List<Outcome> all = new ArrayList<>();
    ExecutorService pool = Workers.pool(threads);
    try {
      List<List<Future<Measured>>> jobs = new ArrayList<>();
      for (Toy toy : toys) {
        List<Future<Measured>> ofToy = new ArrayList<>();
        for (long seed = 1; seed <= seeds; seed++) {
          Evidence evidence = Evidence.of(toy, seed);
          ofToy.add(pool.submit(() -> Measured.of(toy, evidence)));
        }
        jobs.add(ofToy);
      }
      for (int k = 0; k < toys.size(); k++) {
        List<Measured> measured = jobs.get(k).stream().map(Workers::result).toList();
        List<Outcome> outcomes = outcomes(toys.get(k), measured);
        lines.accept(title(toys.get(k), measured));
        outcomes.forEach(outcome -> lines.accept(outcome.line()));
        all.addAll(outcomes);
      }
    } finally {
      pool.shutdownNow();
    }
    return all;
  }

  private static String title(Toy toy, List<Measured> measured) {
    return String.format(
        Locale.ROOT,
        "%s (%s), %d seeds, %.1f s each",
        toy.card().name(),
        toy.card().paper(),
        measured.size(),
        measured.stream().mapToDouble(Measured::seconds).average().orElse(0));
  }

  private static List<Outcome> outcomes(Toy toy, List<Measured> measured) {
    List<Outcome> outcomes = new ArrayList<>();
    List<Claim> claims = toy.claims();
    for (int k = 0; k < claims.size(); k++) {
      int at = k;
      outcomes.add(
          Outcome.of(
              claims.get(k),
              measured.stream().mapToDouble(each -> each.values[at]).toArray(),
              measured.stream()
                  .map(each -> each.troubles.get(at))
                  .filter(trouble -> !trouble.isEmpty())
                  .toList()));
    }
    return outcomes;
  }

  /** All claims of one toy on one seed. */
  @SuppressWarnings("ArrayRecordComponent") // lives within this class only
  private record Measured(double[] values, List<String> troubles, double seconds) {

    static Measured of(Toy toy, Evidence evidence) {
      long from = System.nanoTime();
      List<Claim> claims = toy.claims();
      double[] values = new double[claims.size()];
      List<String> troubles = new ArrayList<>();
      for (int k = 0; k < values.length; k++) {
        String trouble = "";
        try {
          values[k] = claims.get(k).measure().applyAsDouble(evidence);
        } catch (DivergedException e) {
          values[k] = Double.NaN;
          trouble = "seed " + evidence.seed() + " " + e.getMessage();
        }
        troubles.add(trouble);
      }
      return new Measured(values, troubles, (System.nanoTime() - from) / 1e9);
    }
  }
}
