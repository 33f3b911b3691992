package io.github.featurescope.probes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures how good the features are without the optimism of the in-sample {@linkplain
 * SpectralAlignment quality}.
 *
 * <p>Samples are dealt into three parts, stratified by given label. The centred eigenfunctions
 * e<sub>k</sub> are fitted on one part and meet the targets h (an orthonormal basis of the centred
 * one-hot labels) on the other two, A and B: Q<sub>k</sub> = Σ<sub>h</sub>
 * cov<sub>A</sub>(e<sub>k</sub>, h) cov<sub>B</sub>(e<sub>k</sub>, h) / (sd<sub>A</sub>
 * sd<sub>B</sub>), averaged over the three roles. The product of two independent estimates has no
 * square to bias it: pure noise reads 0 on average at any n and p, where in-sample Π* reads p/n, so
 * values can be slightly negative. An e<sub>k</sub> that vanishes on A or B adds 0.
 *
 * <p>Bias: eigenfunctions fitted on n/3 samples are not orthogonal elsewhere, so the sum overshoots
 * at large k when n is below about 10p; hence at most min(3C, 16) are listed. For all features
 * together use ridgeR2: ridge regression of the centred one-hot labels on the centred features,
 * every sample predicted by the fit to the others (in closed form), with a penalty chosen for each
 * third by the errors on the other two thirds; infinite penalty, predicting the mean, included. It
 * needs no n above p; near n = p it errs low, since the penalty must then be large. Copies of a
 * sample in the probe set defeat both.
 *
 * <p>Undefined for fewer than 6 samples, one class, or features that are constant, on a part too.
 * Cost: three more eigenproblems of size min(n/3, p) and O(npC) for each of 21 penalties. Source:
 * split-half products against noise bias are standard; the combination is this project's.
 */
public final class CrossFittedQuality implements Measurement<CrossFittedQuality.Result> {

  /** Three roles, three parts. */
  public static final CrossFittedQuality CROSS_FITTED = new CrossFittedQuality();

  private static final int PARTS = 3;
  private static final int LISTED = 16;
  private static final int LISTED_PER_CLASS = 3;

  private CrossFittedQuality() {}

  @Override
  public String key() {
    return "crossFitted";
  }

  @Override
  public Result measure(Snapshot snapshot) {
    ClassMeans classes = snapshot.shared().classMeans();
    classes.requireTwoClasses();
    if (snapshot.samples() < 2 * PARTS) {
      throw new UndefinedMeasurementException(
          "cross-fitting needs at least " + 2 * PARTS + " samples, two in each of three parts");
    }
    snapshot.centredSpectrum().requireRank();
    int[] partOf = StratifiedParts.of(snapshot.labels(), snapshot.classes(), PARTS);
    double[] quality = quality(snapshot, classes, partOf);
    double[] cumulative = quality.clone();
    Arrays.parallelPrefix(cumulative, Double::sum);
    return new Result(
        quality,
        Arrays.stream(cumulative).map(sum -> sum / (classes.size() - 1)).toArray(),
        RidgeRegression.crossValidatedR2(snapshot.centredSpectrum(), classes, partOf));
  }

  private static double[] quality(Snapshot snapshot, ClassMeans classes, int[] partOf) {
    List<Spectrum> spectra = new ArrayList<>();
    int count = Math.min(LISTED, LISTED_PER_CLASS * snapshot.classes());
    for (int part = 0; part < PARTS; part++) {
      Matrix features = snapshot.features().selectRows(StratifiedParts.rows(partOf, part));
      Spectrum spectrum = Spectrum.leadingCentred(features, count);
      if (spectrum.rank() == 0) {
        throw new UndefinedMeasurementException(
            "features are constant on a third of the samples: nothing can be fitted there");
      }
      count = Math.min(count, spectrum.rank());
      spectra.add(spectrum);
    }
    int listed = count;
    RowProducts products =
        RowProducts.of(
            snapshot.shared().centredFeatures(),
            spectra.stream().map(spectrum -> spectrum.leadingDirections(listed)).toList());
    double[] quality = new double[count];
    for (int fit = 0; fit < PARTS; fit++) {
      int[] a = StratifiedParts.rows(partOf, (fit + 1) % PARTS);
      int[] b = StratifiedParts.rows(partOf, (fit + 2) % PARTS);
      Matrix functions = products.with(fit);
      Matrix sumsA = classSums(onPart(functions, a), classes, a);
      Matrix sumsB = classSums(onPart(functions, b), classes, b);
      for (int k = 0; k < count; k++) {
        for (int c = 0; c < classes.size(); c++) {
          double share = classes.counts()[c] / snapshot.samples();
          quality[k] += sumsA.get(c, k) * sumsB.get(c, k) / share / PARTS;
        }
      }
    }
    return quality;
  }

  /** Returns the eigenfunctions on a part, of mean 0 and mean square 1 there; zero if constant. */
  private static Matrix onPart(Matrix functions, int[] rows) {
    Matrix centred = functions.selectRows(rows).centredColumns();
    double[] norms = centred.transposed().squaredRowNorms();
    double[] factors =
        Arrays.stream(norms).map(norm -> norm > 0 ? Math.sqrt(rows.length / norm) : 0).toArray();
    return centred.scaledColumns(factors);
  }

  /** Returns ⟨e_k|1_c⟩ on a part, [C', count]. */
  private static Matrix classSums(Matrix functions, ClassMeans classes, int[] rows) {
    int count = functions.cols();
    double[] sums = new double[classes.size() * count];
    for (int i = 0; i < rows.length; i++) {
      int c = classes.positions()[rows[i]];
      for (int k = 0; k < count; k++) {
        sums[c * count + k] += functions.get(i, k) / rows.length;
      }
    }
    return Matrix.wrap(classes.size(), count, sums);
  }

  /**
   * Holds the honest quality of one snapshot.
   *
   * @param quality Q_k of the first min(3C, 16, rank on a third of the samples) eigenfunctions,
   *     about 0 for useless ones, at most about 1
   * @param cumulativeQuality their running sum over the dimension of the centred targets
   * @param ridgeR2 share of the targets' variance that held-out ridge predictions explain, at most
   *     1; 0 for useless features, give or take noise
   */
  @SuppressWarnings("ArrayRecordComponent") // copied in and out
  public record Result(double[] quality, double[] cumulativeQuality, double ridgeR2) {

    /** Copies the arrays and refuses values that are not finite. */
    public Result {
      quality = Finite.require("quality", quality);
      cumulativeQuality = Finite.require("cumulativeQuality", cumulativeQuality);
      Finite.require("ridgeR2", ridgeR2);
    }

    @Override
    public double[] quality() {
      return quality.clone();
    }

    @Override
    public double[] cumulativeQuality() {
      return cumulativeQuality.clone();
    }
  }
}
