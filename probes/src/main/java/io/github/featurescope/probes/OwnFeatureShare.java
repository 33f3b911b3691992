package io.github.featurescope.probes;

import java.util.Arrays;

/**
 * Splits features into what samples share by class and what is each sample's own, without held-out
 * samples and without any label's value.
 *
 * <p>With λ the eigenvalues of the features' covariance and C' the classes that occur, shared² =
 * Σ<sub>k≤C'−1</sub> λ<sub>k</sub> (so many directions hold any C' class means) and own² = the
 * rest; the share is own/(shared + own). In the two-layer signal-noise model shared grows with γ
 * and own with ρ, since filters that memorise differ from sample to sample. Features scatter within
 * classes for other reasons too: follow its change within a run, and do not compare the levels of
 * runs. With held-out samples {@link SignalNoiseShare} is far better.
 *
 * <p>At the start all features are random and own is what the initialisation left there. {@link
 * #sinceStart} takes the change of each sample's features since an early snapshot instead, which
 * removes that floor.
 *
 * <p>Undefined for one class and for constant features. Invariant under rotation, shift and scale
 * of the features and under the order of samples. Cost: none beyond the centred spectrum; one more
 * eigenproblem of size min(n, p) since the start. Source: a definition of this project;
 * docs/signal-and-noise.md has what was compared.
 */
public final class OwnFeatureShare implements Measurement<OwnFeatureShare.Result> {

  /** Of the features as they are. */
  public static final OwnFeatureShare OWN_SHARE = new OwnFeatureShare();

  private OwnFeatureShare() {}

  @Override
  public String key() {
    return "ownShare";
  }

  @Override
  public Result measure(Snapshot snapshot) {
    return of(snapshot.centredSpectrum(), snapshot);
  }

  /**
   * Measures how features have changed.
   *
   * @param start an early snapshot of the same samples in the same order, best before training
   * @param now the snapshot to measure
   * @return the split of the change
   * @throws UndefinedMeasurementException if nothing has changed, or one class occurs
   * @throws InvalidSnapshotException if the two are not of the same samples and layer
   */
  public static Result sinceStart(Snapshot start, Snapshot now) {
    if (start.samples() != now.samples() || start.width() != now.width()) {
      throw new InvalidSnapshotException(
          "the start has " + start + " and now is " + now + "; probe the same samples and layer");
    }
    if (start.sampleIds().isPresent()
        && now.sampleIds().isPresent()
        && !Arrays.equals(start.sampleIds().get(), now.sampleIds().get())) {
      throw new InvalidSnapshotException(
          "the start has other samples, or another order of them; probe the same set in one order");
    }
    double[] change = now.features().toRowMajor();
    double[] before = start.features().values();
    Arrays.setAll(change, at -> change[at] - before[at]);
    Matrix centred = Matrix.wrap(now.samples(), now.width(), change).centredColumns();
    if (centred.maxAbs() == 0) {
      throw new UndefinedMeasurementException(
          "features are the same as at the start, but for a shift: there is no change to split");
    }
    return of(Spectrum.centred(centred, new double[now.width()]), now);
  }

  private static Result of(Spectrum spectrum, Snapshot snapshot) {
    ClassMeans classes = snapshot.shared().classMeans();
    classes.requireTwoClasses();
    spectrum.requireRank();
    double[] eigenvalues = spectrum.eigenvalues();
    int directions = Math.min(classes.size() - 1, eigenvalues.length);
    double shared = Math.sqrt(Arrays.stream(eigenvalues, 0, directions).sum());
    double own = Math.sqrt(Arrays.stream(eigenvalues, directions, eigenvalues.length).sum());
    return new Result(shared, own, own / (shared + own));
  }

  /**
   * Holds the split of one snapshot; root mean squares in units of the features.
   *
   * @param shared along the leading directions, above 0
   * @param own along all others, at least 0
   * @param share own/(shared + own), in [0, 1)
   */
  public record Result(double shared, double own, double share) {

    /** Refuses values that are not finite. */
    public Result {
      Finite.require("shared", shared);
      Finite.require("own", own);
      Finite.require("share", share);
    }
  }
}
