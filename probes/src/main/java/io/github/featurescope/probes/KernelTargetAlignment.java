package io.github.featurescope.probes;

/**
 * Measures how well the feature kernel matches the given labels, in one number.
 *
 * <p>‖Y<sub>c</sub>ᵀA‖² / (‖AᵀA‖ ‖Y<sub>c</sub>ᵀY<sub>c</sub>‖) with A the centred features and
 * Y<sub>c</sub> the centred one-hot labels: the centred alignment of ΦΦᵀ with YYᵀ. 1 where the
 * kernel is that of the labels; 1 minus it is D<sub>LR</sub> with targets in place of outputs.
 *
 * <p>Bias: upwards at small n and large p, as all biased CKA. Undefined where features are constant
 * or only one class occurs; classes without a sample do not count. Cost O(np·min(n, p)) for one
 * product, no eigenproblem. Source: Cortes, Mohri and Rostamizadeh, JMLR 2012; Shan and Bordelon
 * 2021.
 */
public final class KernelTargetAlignment
    implements MomentMeasurement<KernelTargetAlignment.Result> {

  /** Centred, with one-hot targets. */
  public static final KernelTargetAlignment CENTRED = new KernelTargetAlignment();

  private KernelTargetAlignment() {}

  @Override
  public String key() {
    return "";
  }

  @Override
  public Result measure(SecondMoments moments) {
    double norm = moments.centredNorm();
    ClassMeans classes = moments.classMeans();
    classes.requireTwoClasses();
    double n = moments.samples();
    double[] meanNorms = classes.means().squaredRowNorms();
    double[] counts = classes.counts();
    double overlap = 0;
    double targetNorm = 0;
    for (int c = 0; c < counts.length; c++) {
      overlap += counts[c] * counts[c] * meanNorms[c];
      for (int d = 0; d < counts.length; d++) {
        double entry = (c == d ? counts[c] : 0) - counts[c] * (counts[d] / n);
        targetNorm += entry * entry;
      }
    }
    return new Result(overlap / (n * norm * Math.sqrt(targetNorm)));
  }

  /**
   * Holds the alignment of one snapshot.
   *
   * @param kernelTargetAlignment in [0, 1]
   */
  public record Result(double kernelTargetAlignment) {

    /** Refuses values that are not finite. */
    public Result {
      Finite.require("kernelTargetAlignment", kernelTargetAlignment);
    }
  }
}
