package io.github.featurescope.examples.toys.span;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FilterSpanTest {

  @Test
  void productsAreThoseOfWeightsMovedByHand() {
    Random random = new Random(1);
    double[][] x = Vectors.normal(7, 12, 1, random);
    double[][] w = Vectors.normal(3, 12, 1, random);
    FilterSpan span = FilterSpan.start(x, w);
    for (int step = 0; step < 5; step++) {
      double[] along = new double[3 * 7];
      for (int at = 0; at < along.length; at++) {
        // Zeros take the short way.
        along[at] = random.nextInt(3) == 0 ? 0 : random.nextGaussian();
        for (int k = 0; k < 12; k++) {
          w[at / 7][k] += 0.3 * along[at] * x[at % 7][k];
        }
      }
      span.move(0.3, along);
    }
    assertThat(span.products()).containsExactly(FilterSpan.products(w, x), within(1e-11));
    for (int r = 0; r < 3; r++) {
      assertThat(span.weights()[r]).containsExactly(w[r], within(1e-12));
    }
  }

  @Test
  void whatItStartsAtIsCopied() {
    double[][] w = {{1, 2}};
    FilterSpan span = FilterSpan.start(new double[][] {{3, 4}}, w);
    w[0][0] = 9;
    assertThat(span.weights()[0]).containsExactly(1, 2);
    assertThat(span.products()).containsExactly(11);
  }

  @Test
  void anAxisHasOneNumber() {
    assertThat(FilterSpan.axis(3, 1, -2)).containsExactly(0, -2, 0);
  }
}
