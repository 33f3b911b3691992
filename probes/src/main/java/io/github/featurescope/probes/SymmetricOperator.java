package io.github.featurescope.probes;

/** A symmetric matrix that is multiplied with again and again. */
interface SymmetricOperator {

  /** Returns the number of its rows. */
  int size();

  /** Returns its products with vectors of length about 1, one a row, [m, size]. */
  Matrix times(Matrix vectors);

  /**
   * Returns what rounding leaves of a product, as a share of the largest: what is below is noise.
   */
  default double noise() {
    return 1e-12;
  }

  /** Returns the same in double precision. */
  default SymmetricOperator precise() {
    return this;
  }
}
