package io.github.featurescope.probes;

/** The eigenproblem of a matrix to which one direction was added, in terms of the old one. */
final class UpdatedBasis implements Eigenbasis {

  private final Eigenbasis old;
  private final RankOneUpdate update;
  private final double[] values;

  private UpdatedBasis(Eigenbasis old, RankOneUpdate update) {
    this.old = old;
    this.update = update;
    this.values = update.values();
  }

  /**
   * Adds a direction.
   *
   * @param old of the matrix before
   * @param added what is added as vvᵀ, [size, 1]
   */
  static UpdatedBasis of(Eigenbasis old, Matrix added) {
    return new UpdatedBasis(old, RankOneUpdate.of(old.values(), old.times(added).values()));
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
