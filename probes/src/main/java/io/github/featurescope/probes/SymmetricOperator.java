package io.github.featurescope.probes;

/** A symmetric matrix that is multiplied with again and again. */
interface SymmetricOperator {

  /** Returns the number of its rows. */
  int size();

  /** Returns its products with vectors, one a row, [m, size]. */
  Matrix times(Matrix vectors);
}
