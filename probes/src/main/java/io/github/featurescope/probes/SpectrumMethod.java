package io.github.featurescope.probes;

/** How the spectrum of the features is solved for. */
public enum SpectrumMethod {

  /**
   * {@link #EXACT} up to min(n, p) = {@value SpectrumMethod#EXACT_UP_TO}, {@link #LEADING} above.
   */
  AUTOMATIC,

  /** All eigenpairs, O(np·min(n, p)) and O(min(n, p)³). */
  EXACT,

  /**
   * The first 64 eigenpairs with error bounds, and estimates with standard errors of what needs the
   * others: O(np·min(n, p)) for one product and O(p²) otherwise. See {@link SpectrumAccuracy}.
   */
  LEADING;

  /** Up to so many eigenpairs are all solved for where nothing else is asked: {@value}. */
  public static final int EXACT_UP_TO = 2048;

  boolean isExact(double size) {
    return this == EXACT || (this == AUTOMATIC && size <= EXACT_UP_TO);
  }
}
