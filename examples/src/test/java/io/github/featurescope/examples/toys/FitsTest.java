package io.github.featurescope.examples.toys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FitsTest {

  private static final double[] X = {1, 2, 5, 11};

  @Test
  void aPowerLawGivesItsExponent() {
    double[] y = Arrays.stream(X).map(x -> 3 * Math.pow(x, -0.25)).toArray();
    assertThat(Fits.exponent(X, y)).isCloseTo(-0.25, within(1e-12));
  }

  @Test
  void aLineFitsPerfectlyAndAParabolaDoesNot() {
    assertThat(Fits.rSquared(X, Arrays.stream(X).map(x -> 4 - x).toArray()))
        .isCloseTo(1, within(1e-12));
    // By hand: x = −1, 0, 1 and y = x² have no linear part.
    assertThat(Fits.rSquared(new double[] {-1, 0, 1}, new double[] {1, 0, 1}))
        .isCloseTo(0, within(1e-12));
  }

  @Test
  void bisectionFindsWhereACurveFalls() {
    assertThat(Fits.crossing(x -> 1 / x, 0.2, 1, 100, 40)).isCloseTo(5, within(1e-9));
  }
}
