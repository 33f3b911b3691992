package io.github.featurescope.examples.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class FloorTest {

  private static double[] eigenvalues(int samples, int width) {
    try (Floor floor = Floor.of(samples, width)) {
      floor.gram();
      floor.prepareEigenproblem();
      floor.eigenproblem();
      return floor.eigenvalues();
    }
  }

  @Test
  void eigenvaluesOfNormalFeaturesAreThoseOfAWishartMatrix() {
    double[] values = eigenvalues(400, 200);

    // E tr S = p and E tr S² = p (1 + (p + 1)/n); off its diagonal alone S would give p (1 + 2/n).
    assertThat(Arrays.stream(values).sum()).isCloseTo(200, Offset.offset(4.0));
    assertThat(Arrays.stream(values).map(value -> value * value).sum())
        .isCloseTo(300.5, Offset.offset(12.0));
  }

  @Test
  void theGramMatrixIsTakenOnTheSmallerSide() {
    assertThat(eigenvalues(20, 300)).hasSize(20);
  }
}
