package io.github.featurescope.examples.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void oneValueIsItsOwnSpread() {
    assertThat(Spread.of(3)).isEqualTo(new Spread(3, 3, 3, 1));
  }

  @Test
  void theOrderOfValuesDoesNotMatter() {
    assertThat(Spread.of(5, 1, 4, 2, 3)).isEqualTo(new Spread(3, 2, 4, 5));
  }

  @Test
  void quantilesBetweenTwoValuesAreInterpolated() {
    assertThat(Spread.of(0, 10)).isEqualTo(new Spread(5, 2.5, 7.5, 2));
  }
}
