package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeuronDivergenceTest {

  private static NeuronDivergence.Result measure(Snapshot snapshot) {
    return NeuronDivergence.CND.measure(snapshot);
  }

  /** One neuron a column, read by a head of which nothing is asked. */
  private static Snapshot neurons(double[][] features, int[] labels, int classes) {
    return Samples.snapshot(
        features,
        new double[features.length][classes],
        labels,
        new double[classes][features[0].length]);
  }

  /** Mean Kullback-Leibler divergence of the classes' histograms from their mixture. */
  private static double slowDivergence(double[] values, int[] labels) {
    double min = Arrays.stream(values).min().orElseThrow();
    double max = Arrays.stream(values).max().orElseThrow();
    int[] present = Arrays.stream(labels).distinct().toArray();
    double sum = 0;
    for (int bin = 0; bin < 40; bin++) {
      double from = min + bin * (max - min) / 40;
      double to = bin == 39 ? Double.POSITIVE_INFINITY : min + (bin + 1) * (max - min) / 40;
      double[] shares =
          Arrays.stream(present)
              .mapToDouble(
                  c ->
                      IntStream.range(0, values.length)
                          .filter(i -> labels[i] == c)
                          .mapToDouble(i -> values[i] >= from && values[i] < to ? 1 : 0)
                          .average()
                          .orElseThrow())
              .toArray();
      double mixture = Arrays.stream(shares).average().orElseThrow();
      sum +=
          Arrays.stream(shares).filter(p -> p > 0).map(p -> p * Math.log(p / mixture)).sum()
              / present.length;
    }
    return sum;
  }

  @ParameterizedTest(name = "n {1}, p {2}, C {3}")
  @CsvSource({"1, 60, 11, 3", "2, 40, 30, 2", "3, 90, 1, 5", "4, 200, 6, 4"})
  void equalsPlainLoops(int seed, int n, int p, int classes) {
    Snapshot snapshot = Samples.clusters(seed, n, p, classes);
    double[][] columns = SlowReference.transpose(Samples.array(snapshot.features()));
    double[] sorted =
        Arrays.stream(columns)
            .mapToDouble(values -> slowDivergence(values, snapshot.givenLabels()))
            .sorted()
            .toArray();
    double position = (p - 1) / 5.0;
    int below = (int) Math.floor(position);
    double low =
        (below + 1 - position) * sorted[below]
            + (position - below) * sorted[Math.min(below + 1, p - 1)];
    assertThat(measure(snapshot).low()).isCloseTo(low, within(1e-12));
    assertThat(measure(snapshot).mean())
        .isCloseTo(Arrays.stream(sorted).average().orElseThrow(), within(1e-12));
  }

  @Test
  void twoOverlappingClassesByHand() {
    // Of class 0 a half fires, of class 1 three quarters; they mix to 5/8.
    double[][] features = {{0}, {0}, {1}, {1}, {0}, {1}, {1}, {1}};
    int[] labels = {0, 0, 0, 0, 1, 1, 1, 1};
    double mixed = -(0.375 * Math.log(0.375) + 0.625 * Math.log(0.625));
    double half = Math.log(2);
    double quarter = -(0.25 * Math.log(0.25) + 0.75 * Math.log(0.75));
    assertThat(measure(neurons(features, labels, 2)).low())
        .isCloseTo(mixed - (half + quarter) / 2, within(1e-15));
  }

  @Test
  void neuronsThatTellAllClassesApartReachTheLogOfTheClasses() {
    int[] labels = Samples.pairedLabels(30, 5);
    double[][] features =
        Arrays.stream(labels).mapToObj(c -> new double[] {c, -c, c * c}).toArray(double[][]::new);
    assertThat(measure(neurons(features, labels, 7)).low()).isCloseTo(Math.log(5), within(1e-14));
  }

  @Test
  void neuronsThatKnowNothingShowTheBiasOfFewSamples() {
    int n = 4000;
    int classes = 4;
    Random random = new Random(3);
    double[][] features = new double[n][50];
    for (double[] row : features) {
      Arrays.setAll(row, j -> random.nextDouble());
    }
    int[] labels = Samples.pairedLabels(n, classes);
    // Twice the plug-in divergence times n is about χ² with 39·3 degrees of freedom: s.d. of a
    // neuron √(2·117)/(2n) = 0.0019, of the mean of 50 0.0003; 4 of them are allowed.
    assertThat(measure(neurons(features, labels, classes)).mean())
        .isCloseTo(39.0 * (classes - 1) / (2 * n), within(0.0011));
  }

  @Test
  void thePercentileLiesAtAFifthOfTheNeurons() {
    int[] labels = Samples.pairedLabels(20, 2);
    double[][] features = new double[20][6];
    for (int i = 0; i < 20; i++) {
      for (int j = 0; j < 6; j++) {
        features[i][j] = j < 1 ? 7 : labels[i]; // one dead neuron of six
      }
    }
    NeuronDivergence.Result actual = measure(neurons(features, labels, 2));
    assertThat(actual.low()).isCloseTo(Math.log(2), within(1e-15));
    assertThat(actual.mean()).isCloseTo(Math.log(2) * 5 / 6, within(1e-15));
    assertThat(actual.constant()).isEqualTo(1);
  }

  @Test
  void aThirdOfDeadNeuronsBringsItToZeroButNotTheMean() {
    int[] labels = Samples.pairedLabels(20, 2);
    double[][] features =
        Arrays.stream(labels)
            .mapToObj(c -> new double[] {0, 0, c, c, c, c})
            .toArray(double[][]::new);
    NeuronDivergence.Result actual = measure(neurons(features, labels, 2));
    assertThat(actual.low()).isZero();
    assertThat(actual.mean()).isCloseTo(Math.log(2) * 4 / 6, within(1e-15));
  }

  @Test
  void aDeadLayerHasNone() {
    Snapshot base = Samples.clusters(5, 40, 6, 3);
    assertThat(measure(Samples.withFeatures(base, Samples.matrix(new double[40][6]))))
        .isEqualTo(new NeuronDivergence.Result(0, 0, 6));
  }

  @Test
  void classesCountAlikeWhateverTheirSize() {
    Snapshot base = Samples.clusters(6, 40, 6, 3);
    int[] labels = base.givenLabels();
    int[] twiceClassOne =
        IntStream.concat(IntStream.range(0, 40), IntStream.range(0, 40).filter(i -> labels[i] == 1))
            .toArray();
    Snapshot longer =
        Snapshot.builder(
                base.features().selectRows(twiceClassOne),
                base.logits().selectRows(twiceClassOne),
                Arrays.stream(twiceClassOne).map(i -> labels[i]).toArray(),
                base.headWeights())
            .build();
    assertThat(measure(longer).low()).isCloseTo(measure(base).low(), within(1e-12));
  }

  @Test
  void theOrderOfSamplesNeuronsAndClassesDoesNotMatter() {
    Snapshot base = Samples.clusters(7, 60, 8, 4);
    int[] rows = IntStream.range(0, 60).map(i -> 59 - i).toArray();
    int[] neurons = {3, 1, 7, 0, 2, 6, 5, 4};
    int[] rename = {2, 0, 3, 1};
    int[] labels = base.givenLabels();
    Matrix features =
        base.features().selectRows(rows).transposed().selectRows(neurons).transposed();
    Snapshot other =
        Snapshot.builder(
                features,
                base.logits(),
                Arrays.stream(rows).map(i -> rename[labels[i]]).toArray(),
                base.headWeights())
            .build();
    assertThat(measure(other).low()).isCloseTo(measure(base).low(), within(1e-12));
    assertThat(measure(other).mean()).isCloseTo(measure(base).mean(), within(1e-12));
  }

  @Test
  void theScaleOfANeuronDoesNotMatter() {
    Snapshot base = Samples.clusters(8, 60, 5, 3);
    // Powers of 2, which move no value across the edge of a bin; the first spans infinity.
    double[] factors = {0x1p1021, 0x1p-900, 4, 0.5, 1};
    double largest = base.features().maxAbs();
    double[] shrink = new double[5];
    Arrays.fill(shrink, Math.scalb(1.0, -Math.getExponent(largest)));
    Matrix unit = base.features().scaledColumns(shrink);
    assertThat(measure(Samples.withFeatures(base, unit.scaledColumns(factors))))
        .isEqualTo(measure(base));
  }

  @Test
  void rangesThatOverflowAreDividedToo() {
    double[][] features = {{-1.7e308}, {1.7e308}, {-1.6e308}, {1.6e308}};
    assertThat(measure(neurons(features, new int[] {0, 1, 0, 1}, 2)).low())
        .isCloseTo(Math.log(2), within(1e-15));
  }

  @Test
  void mixingNeuronsChangesIt() {
    // One neuron says the class, one a coin that knows nothing; their sum and difference overlap
    // for half the samples of each class.
    double[][] apart = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
    double[][] mixed = {{0, 0}, {1, -1}, {1, 1}, {2, 0}};
    int[] labels = {0, 0, 1, 1};
    assertThat(measure(neurons(apart, labels, 2)).low())
        .isCloseTo(0.2 * Math.log(2), within(1e-15));
    assertThat(measure(neurons(mixed, labels, 2)).low())
        .isCloseTo(0.5 * Math.log(2), within(1e-15));
  }

  @Test
  void isUndefinedForOneClass() {
    Snapshot base = Samples.clusters(10, 30, 4, 3);
    assertThatThrownBy(() -> measure(Samples.withLabels(base, new int[30])))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("all samples have label 0");
  }
}
