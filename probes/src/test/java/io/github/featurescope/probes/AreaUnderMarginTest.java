package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AreaUnderMarginTest {

  private static final int[] GIVEN = {0, 2};

  private static AreaUnderMargin twoLooks(double shift) {
    AreaUnderMargin area = AreaUnderMargin.of(GIVEN);
    area.observe(Samples.matrix(new double[][] {{3 + shift, 1, 2}, {0, 5, 1 + shift * 0}}));
    area.observe(Samples.matrix(new double[][] {{1 + shift, 4, 2}, {2, 1, 2}}));
    return area;
  }

  @Test
  void averagesTheMarginOverLooks() {
    // (3 - 2, 1 - 4) and (1 - 5, 2 - 2)
    assertThat(twoLooks(0).means()).containsExactly(-1, -2);
  }

  @Test
  void risesWithTheLogitOfTheGivenLabel() {
    assertThat(twoLooks(0.5).means()[0]).isEqualTo(-0.5, within(1e-12));
  }

  @Test
  void agreesWithSortingEveryRow() {
    int n = 50;
    int classes = 5;
    int[] given = Samples.pairedLabels(n, classes);
    AreaUnderMargin area = AreaUnderMargin.of(given);
    double[] expected = new double[n];
    for (int t = 0; t < 8; t++) {
      double[][] logits = Samples.normal(t, n, classes);
      area.observe(Samples.matrix(logits));
      for (int i = 0; i < n; i++) {
        double own = logits[i][given[i]];
        double[] sorted = logits[i].clone();
        Arrays.sort(sorted);
        double best = sorted[classes - 1] == own ? sorted[classes - 2] : sorted[classes - 1];
        expected[i] += (own - best) / 8;
      }
    }
    assertThat(area.means()).containsExactly(expected, within(1e-12));
  }
}
