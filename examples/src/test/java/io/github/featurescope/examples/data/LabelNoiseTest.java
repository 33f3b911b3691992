package io.github.featurescope.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelNoiseTest {

  private static final double[][] ASYMMETRIC = {
    {0.7, 0.3, 0.0}, {0.0, 1.0, 0.0}, {0.25, 0.25, 0.5}
  };

  @TempDir Path folder;

  private static int[] cycling(int count, int classes) {
    return IntStream.range(0, count).map(i -> i % classes).toArray();
  }

  private Path csv(String text) {
    return TestFiles.write(folder.resolve("matrix.csv"), text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "symmetric:0.4", "pair:0.25", "symmetric:0", "pair:1"})
  void writesWhatItReads(String text) {
    assertThat(LabelNoise.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "symmetric:0.40, symmetric:0.4",
    "' pair : 4e-1 ', pair:0.4",
    "symmetric:-0.0, symmetric:0",
    "symmetric:1e-7, symmetric:0.0000001"
  })
  void writesRatesPlainly(String text, String plain) {
    assertThat(LabelNoise.parse(text)).hasToString(plain);
    assertThat(LabelNoise.parse(plain)).hasToString(plain);
  }

  @Test
  void readsAMatrixAndWritesItsFile() {
    Path csv = csv("# given: a, b\n0.9, 0.1\n\n0.2,0.8\n");
    LabelNoise noise = LabelNoise.parse("asymmetric:" + csv);
    assertThat(noise).hasToString("asymmetric:" + csv);
    int[] truth = cycling(200, 2);
    double[][] same = {{0.9, 0.1}, {0.2, 0.8}};
    assertThat(noise.apply(truth, 2, 3).given())
        .isEqualTo(LabelNoise.asymmetric("same", same).apply(truth, 2, 3).given());
  }

  @ParameterizedTest
  @ValueSource(strings = {"symmetric:1.5", "symmetric:-0.1", "pair:NaN", "pair:Infinity"})
  void refusesRatesOutsideTheUnitInterval(String text) {
    assertThatThrownBy(() -> LabelNoise.parse(text))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(text)
        .hasMessageContaining("outside [0, 1]");
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.5, -0.1, Double.NaN})
  void refusesSuchRatesAsNumbersToo(double rate) {
    assertThatThrownBy(() -> LabelNoise.symmetric(rate))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(Double.toString(rate));
    assertThatThrownBy(() -> LabelNoise.pair(rate)).isInstanceOf(DataException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"symmetric:", "symmetric", "pair:much", "pair:0,4"})
  void refusesWhatIsNoNumber(String text) {
    assertThatThrownBy(() -> LabelNoise.parse(text))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("is not a rate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "uniform:0.4", "Symmetric:0.4", "none:0.4", "asymmetric", "asymmetric:"})
  void listsTheKindsItKnows(String text) {
    assertThatThrownBy(() -> LabelNoise.parse(text))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("none, symmetric:RATE, pair:RATE or asymmetric:FILE");
  }

  @Test
  void namesAMissingMatrixFile() {
    Path missing = folder.resolve("missing.csv");
    assertThatThrownBy(() -> LabelNoise.parse("asymmetric:" + missing))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no file " + missing)
        .hasMessageContaining("CSV");
  }

  @Test
  void refusesANameNoFileCanHave() {
    assertThatThrownBy(() -> LabelNoise.parse("asymmetric:a\0b"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no file can have this name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.5,0.5;0.5,0.4,0.1 | row 2: 3 values in a matrix of 2 rows",
        "0.5,0.5;0.5,0.5;0.5,0.5 | row 1: 2 values in a matrix of 3 rows",
        "0.5,0.5;0.5,0.4 | row 2: sums to 0.9",
        "1.5,-0.5;0.5,0.5 | row 1: 1.5 is no probability",
        "0.5,0.5;NaN,1 | row 2: NaN is no probability",
        "0.5,0.5;x,1 | row 2, column 1: 'x' is not a number",
        "0.5,0.5;1, | row 2, column 2: '' is not a number",
        "1 | needs one for each class",
        "'' | 0 rows"
      })
  void refusesMatricesThatAreNotSquareAndStochastic(String rows, String message) {
    Path csv = csv(rows.replace(';', '\n'));
    assertThatThrownBy(() -> LabelNoise.asymmetric(csv))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("matrix.csv")
        .hasMessageContaining(message);
  }

  @Test
  void refusesAMatrixFileThatIsNoText() {
    Path file = TestFiles.write(folder.resolve("matrix.csv"), new byte[] {(byte) 0xff, 0, 1});
    assertThatThrownBy(() -> LabelNoise.asymmetric(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("not a text file");
  }

  @ParameterizedTest
  @CsvSource({"0.4, 1000, 400", "0.4, 7, 3", "0.2, 12, 2", "1, 50, 50", "0, 50, 0", "0.01, 3, 0"})
  void flipsExactlyTheRoundedShare(double rate, int count, int wrong) {
    int[] truth = cycling(count, 10);
    for (long seed = 0; seed < 5; seed++) {
      assertThat(LabelNoise.symmetric(rate).apply(truth, 10, seed).wrong()).isEqualTo(wrong);
      assertThat(LabelNoise.pair(rate).apply(truth, 10, seed).wrong()).isEqualTo(wrong);
    }
  }

  @Test
  void countsTheWrongLabelsThatThereAre() {
    NoisyLabels labels = LabelNoise.symmetric(0.3).apply(cycling(100, 4), 4, 1);
    int[] given = labels.given();
    int[] truth = labels.truth();
    assertThat(IntStream.range(0, 100).filter(i -> given[i] != truth[i]).count()).isEqualTo(30);
  }

  @Test
  void symmetricNoiseNeverKeepsTheClassAndStaysInRange() {
    int[] truth = cycling(3000, 3);
    int[] given = LabelNoise.symmetric(1).apply(truth, 3, 5).given();
    for (int i = 0; i < truth.length; i++) {
      assertThat(given[i]).isBetween(0, 2).isNotEqualTo(truth[i]);
    }
  }

  /** 10,000 draws, p = 1/4: the standard deviation of the share is 0.0043; 5 of them. */
  @Test
  void symmetricNoiseChoosesTheOtherClassesAlike() {
    int[] given = LabelNoise.symmetric(1).apply(new int[10_000], 5, 11).given();
    for (int c = 1; c < 5; c++) {
      int label = c;
      double share = IntStream.of(given).filter(g -> g == label).count() / 10_000.0;
      assertThat(share).as("class %d", c).isCloseTo(0.25, within(0.022));
    }
  }

  /** Half of 10,000 in two classes: hypergeometric, standard deviation 25 in each; 5 of them. */
  @Test
  void noiseIsSpreadOverAllClasses() {
    int[] truth = cycling(10_000, 2);
    int[] given = LabelNoise.symmetric(0.5).apply(truth, 2, 7).given();
    long ofClassZero =
        IntStream.range(0, 10_000).filter(i -> truth[i] == 0 && given[i] == 1).count();
    assertThat((double) ofClassZero).isCloseTo(2500, within(125.0));
  }

  @Test
  void pairNoiseGivesTheNextClassAndTheLastTheFirst() {
    int[] truth = cycling(40, 4);
    int[] given = LabelNoise.pair(1).apply(truth, 4, 9).given();
    for (int i = 0; i < truth.length; i++) {
      assertThat(given[i]).isEqualTo(truth[i] == 3 ? 0 : truth[i] + 1);
    }
  }

  /** 20,000 draws a class: the standard deviation of a share is at most 0.0036; 5 of them. */
  @Test
  void asymmetricNoiseFollowsTheRowOfTheTrueClass() {
    int[] truth = cycling(60_000, 3);
    int[] given = LabelNoise.asymmetric("test", ASYMMETRIC).apply(truth, 3, 21).given();
    double[][] shares = new double[3][3];
    for (int i = 0; i < truth.length; i++) {
      shares[truth[i]][given[i]] += 1 / 20_000.0;
    }
    for (int row = 0; row < 3; row++) {
      for (int col = 0; col < 3; col++) {
        double p = ASYMMETRIC[row][col];
        if (p == 0) {
          assertThat(shares[row][col]).isZero();
        } else {
          assertThat(shares[row][col])
              .as("from %d to %d", row, col)
              .isCloseTo(p, within(5 * Math.sqrt(p * (1 - p) / 20_000) + 1e-9));
        }
      }
    }
  }

  @Test
  void laterChangesOfTheMatrixDoNotReachTheNoise() {
    double[][] matrix = {{1, 0}, {0, 1}};
    LabelNoise noise = LabelNoise.asymmetric("identity", matrix);
    matrix[0][0] = 0;
    matrix[0][1] = 1;
    assertThat(noise.apply(new int[] {0, 0, 1}, 2, 1).given()).containsExactly(0, 0, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"symmetric:0.4", "pair:0.4"})
  void equalSeedsGiveEqualLabelsAndOthersOthers(String text) {
    LabelNoise noise = LabelNoise.parse(text);
    int[] truth = cycling(500, 10);
    int[] given = noise.apply(truth, 10, 42).given();
    assertThat(LabelNoise.parse(text).apply(truth, 10, 42).given()).isEqualTo(given);
    assertThat(noise.apply(truth, 10, 43).given()).isNotEqualTo(given);
    assertThat(noise.apply(truth, 10, 42L << 32).given()).isNotEqualTo(given);
  }

  @Test
  void asymmetricNoiseDependsOnTheSeedAlone() {
    LabelNoise noise = LabelNoise.asymmetric("test", ASYMMETRIC);
    int[] truth = cycling(500, 3);
    assertThat(noise.apply(truth, 3, 1).given()).isEqualTo(noise.apply(truth, 3, 1).given());
    assertThat(noise.apply(truth, 3, 2).given()).isNotEqualTo(noise.apply(truth, 3, 1).given());
  }

  @Test
  void keepsTheTruthAndLeavesTheInputAlone() {
    int[] truth = cycling(100, 10);
    NoisyLabels labels = LabelNoise.symmetric(0.5).apply(truth, 10, 1);
    assertThat(truth).isEqualTo(cycling(100, 10));
    assertThat(labels.truth()).isEqualTo(truth).isNotSameAs(truth);
    labels.truth()[0] = 9;
    assertThat(labels.truth()).isEqualTo(truth);
  }

  @Test
  void noNoiseChangesNothing() {
    int[] truth = cycling(100, 10);
    assertThat(LabelNoise.none().apply(truth, 10, 1).given()).isEqualTo(truth);
    assertThat(LabelNoise.none().isNone()).isTrue();
    assertThat(LabelNoise.pair(0).isNone()).isTrue();
    assertThat(LabelNoise.pair(0.1).isNone()).isFalse();
    assertThat(LabelNoise.asymmetric("test", ASYMMETRIC).isNone()).isFalse();
  }

  @Test
  void needsAnotherClassToFlipTo() {
    assertThatThrownBy(() -> LabelNoise.symmetric(0.4).apply(new int[3], 1, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("'symmetric:0.4' on 1 class");
  }

  @Test
  void refusesAMatrixForAnotherNumberOfClasses() {
    assertThatThrownBy(() -> LabelNoise.asymmetric("mine", ASYMMETRIC).apply(new int[3], 10, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("mine: a matrix for 3 classes, but the data has 10");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3})
  void refusesLabelsWithoutAClass(int label) {
    assertThatThrownBy(() -> LabelNoise.pair(0.5).apply(new int[] {0, label}, 3, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("label " + label + " of sample 1 is outside 0..2");
  }
}
