package io.github.featurescope.examples.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.featurescope.examples.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegularisationTest {

  @Test
  void readsNamesAndNumbers() {
    Regularisation chosen = Regularisation.parse("mixup:0.2, sam,l2:0.001");

    assertThat(chosen.sam()).isEqualTo(0.05);
    assertThat(chosen.l2()).isEqualTo(0.001);
    assertThat(chosen.batches(1)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "sam:0.1", "label-noise:0.3,mixup:1.0", "sam:0.05,l2:0.00010"})
  void writesWhatItReads(String text) {
    String written = Regularisation.parse(text).toString();

    assertThat(Regularisation.parse(written)).hasToString(written);
    assertThat(Regularisation.parse(text).sam()).isEqualTo(Regularisation.parse(written).sam());
    assertThat(Regularisation.parse(text).l2()).isEqualTo(Regularisation.parse(written).l2());
  }

  @Test
  void noneChangesNothing() {
    assertThat(Regularisation.none()).hasToString("none");
    assertThat(Regularisation.none().batches(1)).isNull();
    assertThat(Regularisation.none().sam()).isZero();
    assertThat(Regularisation.none().l2()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dropout         | 'dropout' is not known",
        "sam,sam:0.1     | twice",
        "mixup:much      | 'much' is not a number",
        "label-noise:1.5 | at most 1",
        "mixup:1e30      | at most 1000000",
        "sam:-1          | above 0",
        "l2:NaN          | above 0",
        "sam,            | '' is not known"
      })
  void saysWhatCannotBeUsed(String text, String said) {
    assertThatThrownBy(() -> Regularisation.parse(text))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(said);
  }
}
