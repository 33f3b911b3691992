package io.github.featurescope.examples.toys.patch;

import io.github.featurescope.examples.toys.Column;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The order parameters that all toys on {@link SignalNoiseState} record. */
public final class PatchColumns {

  /** The columns, in order. */
  public static final List<Column> COLUMNS =
      List.of(
          Column.of("gamma", "largest γ of a filter"),
          Column.of("meanGamma", "mean γ of all filters"),
          Column.of("rho", "largest ρ among a sample's own filters, mean over samples"),
          Column.of("meanRho", "mean ρ of own filters and all samples"),
          Column.of("maxRho", "largest ρ of all"),
          Column.of("minRho", "smallest ρ of all"),
          Column.optional("ratio", "largest γ over largest ρ"),
          Column.of("loss", "mean training loss"),
          Column.of("accuracy", "share of training samples fitted"),
          Column.of("testError", "share of errors on fresh samples with true labels"),
          Column.of("testLoss", "mean loss on fresh samples with true labels"));

  private PatchColumns() {}

  /**
   * Measures a state.
   *
   * @param state of training
   * @param fresh samples that training never saw, with true labels
   * @return a value a column
   */
  public static double[] of(SignalNoiseState state, PatchData fresh) {
    OrderParameters order = OrderParameters.of(state);
    SignalNoiseParts parts = state.parts();
    double[] trained = state.outputs();
    double[] given = state.data().givenSigns();
    double[] test = margins(state.network().outputs(fresh), fresh.trueSigns());
    return new double[] {
      order.gamma(),
      order.meanGamma(),
      order.rho(),
      order.meanRho(),
      parts.maxRho(),
      parts.minRho(),
      order.gamma() / parts.maxRho(),
      order.loss(),
      1 - errors(margins(trained, given)),
      errors(test),
      Arrays.stream(test).map(Logistic::loss).average().orElseThrow()
    };
  }

  private static double[] margins(double[] f, double[] y) {
    return IntStream.range(0, f.length).mapToDouble(i -> y[i] * f[i]).toArray();
  }

  private static double errors(double[] margins) {
    return Arrays.stream(margins).filter(margin -> margin <= 0).count() / (double) margins.length;
  }
}
