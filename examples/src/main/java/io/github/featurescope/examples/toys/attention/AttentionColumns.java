package io.github.featurescope.examples.toys.attention;

import io.github.featurescope.examples.toys.Column;
import io.github.featurescope.examples.toys.patch.Logistic;
import java.util.List;

/** The order parameters that all toys on {@link SingleHead} record. */
public final class AttentionColumns {

  /** The columns, in order. */
  public static final List<Column> COLUMNS =
      List.of(
          Column.of("attentionSignal", "attention to the signal, mean over queries and samples"),
          Column.of("attentionNoise", "largest attention to noise in a sample, mean over samples"),
          Column.of("attentionFresh", "attention to the signal in fresh samples"),
          Column.of("valueSignal", "largest |<v, signal>|"),
          Column.of("valueNoise", "largest |<v, noise>| in a sample, mean over samples"),
          Column.of("querySignal", "mean |<query filter, signal>|"),
          Column.of("queryPositive", "mean of the positive y<query filter, noise>"),
          Column.of("queryNegative", "mean of the negative y<query filter, noise>"),
          Column.of("signAgreement", "share of <query filter, noise> with the sign of the key's"),
          Column.of("loss", "mean training loss"),
          Column.of("accuracy", "share of training samples fitted"),
          Column.of("testError", "share of errors on fresh samples"));

  private AttentionColumns() {}

  /**
   * Measures a training.
   *
   * @param training at its present weights
   * @param fresh samples that training never sees
   * @return a value a column
   */
  public static double[] of(HeadTraining training, TokenData fresh) {
    Pass trained = new Pass(training.head(), training.data());
    Pass test = new Pass(training.head(), fresh);
    Noise noise = new Noise(training.head(), training.data());
    return new double[] {
      trained.attentionSignal,
      trained.attentionNoise,
      test.attentionSignal,
      trained.valueSignal,
      trained.valueNoise,
      noise.querySignal,
      noise.positive,
      noise.negative,
      noise.agreement,
      trained.loss,
      1 - trained.errors,
      test.errors
    };
  }

  /** Means over samples of what the head makes of them. */
  private static final class Pass {

    private double attentionSignal;
    private double attentionNoise;
    private double valueSignal;
    private double valueNoise;
    private double loss;
    private double errors;

    Pass(SingleHead head, TokenData data) {
      HeadForward forward = new HeadForward(head, data.tokens());
      int n = data.samples();
      int tokens = data.tokens();
      for (int i = 0; i < n; i++) {
        forward.see(data, i);
        double noisiest = 0;
        double value = 0;
        for (int l = 0; l < tokens; l++) {
          attentionSignal += forward.attention[l][0] / (n * tokens);
          for (int s = 1; s < tokens; s++) {
            noisiest = Math.max(noisiest, forward.attention[l][s]);
          }
          if (l > 0) {
            value = Math.max(value, Math.abs(forward.values[l]));
          }
        }
        double margin = data.sign(i) * forward.output;
        attentionNoise += noisiest / n;
        valueSignal = Math.max(valueSignal, Math.abs(forward.values[0]));
        valueNoise += value / n;
        loss += Logistic.loss(margin) / n;
        errors += margin <= 0 ? 1.0 / n : 0;
      }
    }
  }

  /** How the columns of the query weights lie to signal and noise of the training samples. */
  private static final class Noise {

    private final double querySignal;
    private final double positive;
    private final double negative;
    private final double agreement;

    Noise(SingleHead head, TokenData data) {
      HeadForward forward = new HeadForward(head, data.tokens());
      double signal = 0;
      double[] sums = new double[2];
      int[] counts = new int[2];
      int same = 0;
      for (int i = 0; i < data.samples(); i++) {
        forward.see(data, i);
        for (int c = 0; c < head.width(); c++) {
          signal += Math.abs(forward.queries[0][c]);
          for (int l = 1; l < data.tokens(); l++) {
            double along = data.sign(i) * forward.queries[l][c];
            int side = along > 0 ? 1 : 0;
            sums[side] += along;
            counts[side]++;
            same += along * data.sign(i) * forward.keys[l][c] > 0 ? 1 : 0;
          }
        }
      }
      this.querySignal = signal / (data.samples() * head.width());
      this.positive = counts[1] == 0 ? 0 : sums[1] / counts[1];
      this.negative = counts[0] == 0 ? 0 : sums[0] / counts[0];
      this.agreement = same / (double) (counts[0] + counts[1]);
    }
  }
}
