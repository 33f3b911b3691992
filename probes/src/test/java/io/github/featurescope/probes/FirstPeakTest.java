package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstPeakTest {

  /**
   * Looks at the whole series at once: the first average above all before, not beaten by p more.
   */
  private static OptionalInt slow(double[] series, int window, int patience) {
    double[] averages =
        IntStream.rangeClosed(window, series.length)
            .mapToDouble(to -> Arrays.stream(series, to - window, to).sum())
            .toArray();
    return IntStream.range(0, averages.length - patience)
        .filter(t -> Arrays.stream(averages, 0, t).allMatch(a -> a < averages[t]))
        .filter(
            t -> Arrays.stream(averages, t + 1, t + 1 + patience).allMatch(a -> a <= averages[t]))
        .map(t -> t + window - 1)
        .findFirst();
  }

  private static OptionalInt feed(FirstPeak peak, double... series) {
    Arrays.stream(series).forEach(peak::observe);
    return peak.confirmed();
  }

  @ParameterizedTest(name = "window {0}, patience {1}")
  @CsvSource({"1, 1", "1, 3", "3, 2", "4, 5", "2, 1"})
  void equalsALookAtTheWholeSeries(int window, int patience) {
    Random random = new Random(window * 10 + patience);
    for (int run = 0; run < 200; run++) {
      // Whole numbers, so that averages are equal often and without rounding.
      double[] series = IntStream.range(0, 20).mapToDouble(t -> random.nextInt(12)).toArray();
      double[] negative = Arrays.stream(series).map(x -> -x).toArray();
      FirstPeak maximum = FirstPeak.maximum(window, patience);
      for (int t = 0; t < series.length; t++) {
        double[] past = Arrays.copyOf(series, t + 1);
        OptionalInt expected =
            past.length < window ? OptionalInt.empty() : slow(past, window, patience);
        assertThat(maximum.observe(series[t])).as("%s", Arrays.toString(past)).isEqualTo(expected);
      }
      assertThat(feed(FirstPeak.minimum(window, patience), negative))
          .isEqualTo(maximum.confirmed());
    }
  }

  @Test
  void aRiseAfterTheFirstPeakNoLongerCounts() {
    FirstPeak peak = FirstPeak.maximum(1, 2);
    assertThat(feed(peak, 1, 4, 3, 2, 9, 10)).hasValue(1);
    assertThat(peak.best()).hasValue(1);
  }

  @Test
  void aShortDipIsWaitedOut() {
    assertThat(feed(FirstPeak.maximum(1, 2), 1, 4, 3, 5, 4, 4)).hasValue(3);
  }

  @Test
  void theBestSoFarIsKnownBeforeItIsConfirmed() {
    FirstPeak peak = FirstPeak.minimum(1, 3);
    assertThat(peak.best()).isEmpty();
    assertThat(feed(peak, 5, 3, 4)).isEmpty();
    assertThat(peak.best()).hasValue(1);
  }

  @Test
  void averagesBeginWithTheFirstFullWindow() {
    FirstPeak peak = FirstPeak.maximum(3, 1);
    assertThat(feed(peak, 100, 1)).isEmpty();
    assertThat(peak.best()).isEmpty();
    assertThat(peak.observe(1)).isEmpty();
    assertThat(peak.best()).hasValue(2);
    assertThat(peak.observe(1)).hasValue(2);
  }

  @Test
  void skippedMomentsAreCountedAndNotCompared() {
    FirstPeak peak = FirstPeak.maximum(1, 1);
    peak.skip();
    peak.observe(1);
    peak.observe(2);
    peak.skip();
    peak.skip();
    assertThat(peak.confirmed()).isEmpty();
    assertThat(peak.observe(1)).hasValue(2);
  }

  @Test
  void aFlatSeriesPeaksAtOnce() {
    assertThat(feed(FirstPeak.minimum(1, 2), 1, 1, 1)).hasValue(0);
  }

  @Test
  void refusesValuesThatAreNotFinite() {
    FirstPeak peak = FirstPeak.maximum(1, 1);
    peak.observe(1);
    assertThatThrownBy(() -> peak.observe(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("moment 1");
    assertThat(peak.observe(0)).hasValue(0);
  }

  @Test
  void refusesAWindowOrPatienceBelowOne() {
    assertThatThrownBy(() -> FirstPeak.maximum(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("window 0");
    assertThatThrownBy(() -> FirstPeak.minimum(1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("patience 0");
  }
}
