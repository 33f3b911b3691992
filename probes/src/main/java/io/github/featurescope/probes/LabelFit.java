package io.github.featurescope.probes;

/**
 * Measures how well the model fits the given labels, right or wrong.
 *
 * <p>The cross-entropy is of the softmax of the logits, as in training without regularisation.
 * Always defined, save for logits so large that the loss overflows. Cost O(nC).
 */
public final class LabelFit implements Measurement<LabelFit.Result> {

  /** Over all samples. */
  public static final LabelFit FIT = new LabelFit();

  private LabelFit() {}

  @Override
  public String key() {
    return "fit";
  }

  @Override
  public Result measure(Snapshot snapshot) {
    int[] labels = snapshot.labels();
    int[] predictions = snapshot.predictions();
    double loss = 0;
    int hits = 0;
    for (int i = 0; i < labels.length; i++) {
      loss += Softmax.crossEntropy(snapshot.logits(), i, labels[i]);
      hits += predictions[i] == labels[i] ? 1 : 0;
    }
    return new Result((double) hits / labels.length, loss / labels.length);
  }

  /**
   * Holds the fit of one snapshot.
   *
   * @param given share of samples whose prediction is the given label, in [0, 1]
   * @param loss mean softmax cross-entropy against the given labels, in nats, at least 0
   */
  public record Result(double given, double loss) {

    /** Refuses values that are not finite. */
    public Result {
      Finite.require("given", given);
      Finite.require("loss", loss);
    }
  }
}
