package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NoiseEvidenceTest {

  private static final int CLASSES = 10;

  /** Random rows that sum to 1, no two of their numbers alike. */
  private static double[][] probabilities(int n, int classes, Random random) {
    double[][] rows = new double[n][classes];
    for (double[] row : rows) {
      for (int c = 0; c < classes; c++) {
        row[c] = Math.exp(2 * random.nextGaussian());
      }
      double sum = Arrays.stream(row).sum();
      Arrays.setAll(row, c -> row[c] / sum);
    }
    return rows;
  }

  /** A model that knows the truth, and by which the next class is the next best, and so on. */
  private static double[][] perfect(int[] truth) {
    double[][] rows = new double[truth.length][CLASSES];
    for (int i = 0; i < truth.length; i++) {
      for (int distance = 0; distance < CLASSES; distance++) {
        // Some samples are surer than others.
        double share = Math.pow(0.5 - 1e-5 * i, distance + 1.0);
        rows[i][(truth[i] + distance) % CLASSES] = share;
      }
    }
    return rows;
  }

  private static int[] truth(int n) {
    return IntStream.range(0, n).map(i -> i % CLASSES).toArray();
  }

  private static NoiseEvidence of(double[][] rows, int[] given) {
    double[] values = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return NoiseEvidence.of(Matrix.ofRowMajor(rows.length, rows[0].length, values), given);
  }

  /** By sorting, classes of each sample and samples of the set. */
  private static NoiseEvidence slow(double[][] rows, int[] given) {
    int classes = rows[0].length;
    int third = classes / 3;
    double scattered = 0;
    double contradicted = 0;
    List<double[]> sure = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      double[] row = rows[i];
      List<Integer> ranking = new ArrayList<>(IntStream.range(0, classes).boxed().toList());
      ranking.sort((a, b) -> Double.compare(row[b], row[a]));
      if (ranking.subList(classes - third, classes).contains(given[i])) {
        scattered += 1;
      }
      int first = ranking.get(0);
      sure.add(new double[] {row[first], first == given[i] ? 0 : 1});
      contradicted += first == given[i] ? 0 : 1;
    }
    sure.sort((a, b) -> Double.compare(b[0], a[0]));
    List<double[]> surest = sure.subList(0, (int) Math.ceil(rows.length / 5.0));
    double confident = surest.stream().mapToDouble(one -> one[1]).average().orElseThrow();
    double rate = scattered / rows.length * (classes - 1) / third;
    return new NoiseEvidence(classes < 4 ? null : rate, confident, contradicted / rows.length);
  }

  private static void assertSame(NoiseEvidence actual, NoiseEvidence expected) {
    assertThat(actual.confident()).isCloseTo(expected.confident(), within(1e-12));
    assertThat(actual.contradicted()).isCloseTo(expected.contradicted(), within(1e-12));
    if (expected.scattered() == null) {
      assertThat(actual.scattered()).isNull();
    } else {
      assertThat(actual.scattered()).isCloseTo(expected.scattered(), within(1e-12));
    }
  }

  @Test
  void isThatOfTheSlowReference() {
    Random random = new Random(1);
    for (int classes : new int[] {2, 3, 4, 5, 7, 10, 100}) {
      for (int n : new int[] {1, 4, 5, 6, 103}) {
        double[][] rows = probabilities(n, classes, random);
        int[] given = random.ints(n, 0, classes).toArray();

        assertSame(of(rows, given), slow(rows, given));
      }
    }
  }

  @Test
  void cleanLabelsOfAPerfectModelAreNeitherScatteredNorContradicted() {
    int[] truth = truth(200);

    assertThat(of(perfect(truth), truth)).isEqualTo(new NoiseEvidence(0.0, 0, 0));
  }

  @Test
  void scatteredIsTheRateOfSymmetricNoise() {
    int[] truth = truth(20_000);
    Random random = new Random(2);
    int[] given =
        Arrays.stream(truth)
            .map(c -> random.nextDouble() < 0.4 ? (c + 1 + random.nextInt(9)) % CLASSES : c)
            .toArray();

    NoiseEvidence evidence = of(perfect(truth), given);

    // Standard errors: sqrt(0.133 · 0.867/20000) · 3 = 0.0072 and sqrt(0.24/4000) = 0.0077;
    // of all samples sqrt(0.24/20000) = 0.0035.
    assertThat(evidence.scattered()).isCloseTo(0.4, within(0.022));
    assertThat(evidence.confident()).isCloseTo(0.4, within(0.024));
    assertThat(evidence.contradicted()).isCloseTo(0.4, within(0.011));
  }

  @Test
  void pairNoiseIsContradictedButNotScattered() {
    // Every fifth label is that of the next class, among the surest and all others alike.
    int[] truth = truth(1000);
    int[] given =
        IntStream.range(0, truth.length)
            .map(i -> i / CLASSES % 5 == 0 ? (truth[i] + 1) % CLASSES : truth[i])
            .toArray();

    NoiseEvidence evidence = of(perfect(truth), given);

    assertThat(evidence.scattered()).isEqualTo(0);
    assertThat(evidence.confident()).isCloseTo(0.2, within(1e-12));
  }

  @Test
  void hardSamplesAreNotContradictedWhereTheModelIsSurest() {
    // The last half of the samples is taken for the next class, less surely.
    int[] truth = truth(100);
    double[][] rows = perfect(truth);
    for (int i = 50; i < 100; i++) {
      int next = (truth[i] + 1) % CLASSES;
      rows[i][truth[i]] = 0.2;
      rows[i][next] = 0.3;
    }

    assertThat(of(rows, truth)).isEqualTo(new NoiseEvidence(0.0, 0, 0.5));
  }

  @Test
  void fewClassesHaveNoLastThird() {
    double[][] rows = {{0.9, 0.1}, {0.2, 0.8}};

    assertThat(of(rows, new int[] {1, 1})).isEqualTo(new NoiseEvidence(null, 1, 0.5));
  }

  @Test
  void tiesAreNoEvidence() {
    double[][] rows = new double[6][CLASSES];

    NoiseEvidence evidence = of(rows, new int[] {9, 9, 9, 9, 9, 9});

    assertThat(evidence.scattered()).isZero();
    assertThat(evidence.contradicted()).isZero();
  }

  @Test
  void theOrderOfSamplesDoesNotMatter() {
    Random random = new Random(3);
    double[][] rows = probabilities(103, CLASSES, random);
    int[] given = random.ints(103, 0, CLASSES).toArray();
    List<Integer> order = new ArrayList<>(IntStream.range(0, 103).boxed().toList());
    Collections.shuffle(order, random);

    double[][] shuffled = order.stream().map(i -> rows[i]).toArray(double[][]::new);
    int[] labels = order.stream().mapToInt(i -> given[i]).toArray();

    assertSame(of(shuffled, labels), of(rows, given));
  }

  @Test
  void theNamesOfClassesDoNotMatter() {
    Random random = new Random(4);
    double[][] rows = probabilities(103, CLASSES, random);
    int[] given = random.ints(103, 0, CLASSES).toArray();
    List<Integer> names = new ArrayList<>(IntStream.range(0, CLASSES).boxed().toList());
    Collections.shuffle(names, random);

    double[][] renamed = new double[103][CLASSES];
    for (int i = 0; i < 103; i++) {
      for (int c = 0; c < CLASSES; c++) {
        renamed[i][names.get(c)] = rows[i][c];
      }
    }
    int[] labels = Arrays.stream(given).map(names::get).toArray();

    assertSame(of(renamed, labels), of(rows, given));
  }

  @Test
  void refusesLabelsThatDoNotGoWithTheRows() {
    double[][] rows = {{0.9, 0.1}};

    assertThatThrownBy(() -> of(rows, new int[] {1, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 rows for 2 labels");
  }
}
