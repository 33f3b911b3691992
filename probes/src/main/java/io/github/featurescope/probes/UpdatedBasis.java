package io.github.featurescope.probes;

/** The eigenproblem of a matrix to which one direction was added, in terms of the old one. */
final class UpdatedBasis implements Eigenbasis {

  private final Eigenbasis old;
  private final Matrix added;
  private final RankOneUpdate update;
  private final double[] values;

  private UpdatedBasis(Eigenbasis old, Matrix added) {
    this.old = old;
    this.added = added;
    this.update = RankOneUpdate.of(old.values(), added.values());
    this.values = update.values();
  }

  /**
   * Adds a direction.
   *
   * @param old of the matrix before
   * @param added what is added as vvᵀ, [size, 1]
   */
  static UpdatedBasis of(Eigenbasis old, Matrix added) {
    return new UpdatedBasis(old, old.times(added));
  }

  /**
   * Returns eigenvectors × (columns + v × factorsᵀ) from the old eigenvectors × columns.
   *
   * @param coordinates old eigenvectors × columns, [size, m]
   * @param factors [m]
   */
  Matrix timesShifted(Matrix coordinates, double[] factors) {
    double[] shifted = coordinates.toRowMajor();
    for (int at = 0; at < shifted.length; at++) {
      shifted[at] += added.values()[at / factors.length] * factors[at % factors.length];
    }
    return update.apply(Matrix.wrap(coordinates.rows(), coordinates.cols(), shifted));
  }

  @Override
  public double[] values() {
    return values;
  }

  @Override
  public Matrix times(Matrix columns) {
    return update.apply(old.times(columns));
  }

  @Override
  public Matrix vectors() {
    return update.apply(old.vectors());
  }
}
