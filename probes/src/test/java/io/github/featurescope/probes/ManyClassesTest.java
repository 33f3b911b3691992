package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManyClassesTest {

  /** Compares projections, since bases of one space differ: their squared norms on features. */
  @ParameterizedTest
  @ValueSource(ints = {30, 100})
  void functionsOfManyLogitsSpanWhatTheirBasisSpans(int width) {
    Snapshot snapshot = Samples.clusters(3, 400, width, 70);
    Matrix features = snapshot.shared().centredFeatures().values();
    Functions literal = snapshot.shared().learnedFunctions();
    Functions expected = Functions.on(features, Basis.ofColumns(snapshot.logits()));
    assertThat(literal.count()).isEqualTo(expected.count());
    assertThat(literal.onCentred().squaredRowNorms())
        .containsExactly(
            expected.onCentred().squaredRowNorms(), within(1e-8 * features.squaredNorm()));
    assertThat(literal.centredGram().get().squaredNorm())
        .isCloseTo(expected.centredGram().get().squaredNorm(), within(1e-8));
    Matrix centred = snapshot.logits().centredRows().centredColumns();
    Functions doubleCentred = snapshot.shared().centredLearnedFunctions();
    Functions expectedCentred = Functions.on(features, Basis.ofColumns(centred));
    assertThat(doubleCentred.count()).isEqualTo(expectedCentred.count());
    assertThat(doubleCentred.onCentred().squaredRowNorms())
        .containsExactly(
            expectedCentred.onCentred().squaredRowNorms(), within(1e-8 * features.squaredNorm()));
  }

  @Test
  void theFunctionsAreOrthonormalOnTheSample() {
    Functions functions = Samples.clusters(3, 400, 100, 70).shared().learnedFunctions();
    Matrix values = functions.values().get();
    Matrix products = values.transposeTimes(values);
    for (int i = 0; i < products.rows(); i++) {
      for (int j = 0; j < products.cols(); j++) {
        assertThat(products.get(i, j)).isCloseTo(i == j ? 1 : 0, within(1e-8));
      }
    }
    assertThat(functions.sums()[0])
        .isCloseTo(java.util.Arrays.stream(values.column(0)).sum(), within(1e-8));
  }
}
