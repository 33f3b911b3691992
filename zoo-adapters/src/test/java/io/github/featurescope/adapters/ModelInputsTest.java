package io.github.featurescope.adapters;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ModelInputsTest {

  private static INDArray counting(long... shape) {
    return Nd4j.arange(Nd4j.zeros(shape).length()).reshape(shape).castTo(DataType.FLOAT);
  }

  @Test
  void rowsPickSamplesOfEveryInputAndMask() {
    INDArray mask = Nd4j.createFromArray(new float[][] {{1, 1}, {1, 0}, {0, 1}});
    ModelInputs inputs =
        ModelInputs.of(
            new INDArray[] {counting(3, 2), counting(3, 1, 2)}, new INDArray[] {null, mask});

    ModelInputs picked = inputs.rows(2, 0);

    assertThat(picked.size()).isEqualTo(2);
    assertThat(picked.array(0).toFloatMatrix()).isDeepEqualTo(new float[][] {{4, 5}, {0, 1}});
    assertThat(picked.array(1).ravel().toFloatVector()).containsExactly(4, 5, 0, 1);
    assertThat(picked.mask(0)).isNull();
    assertThat(requireNonNull(picked.mask(1)).toFloatMatrix())
        .isDeepEqualTo(new float[][] {{0, 1}, {1, 1}});
  }

  @Test
  void shorterSequencesArePaddedAndMasked() {
    ModelInputs joined =
        ModelInputs.concat(
            List.of(ModelInputs.of(counting(1, 2, 3)), ModelInputs.of(counting(1, 2, 2))));

    assertThat(joined.array(0).shape()).containsExactly(2, 2, 3);
    assertThat(joined.array(0).slice(1).toFloatMatrix())
        .isDeepEqualTo(new float[][] {{0, 1, 0}, {2, 3, 0}});
    assertThat(requireNonNull(joined.mask(0)).toFloatMatrix())
        .isDeepEqualTo(new float[][] {{1, 1, 1}, {1, 1, 0}});
  }

  @Test
  void sequencesOfOneLengthNeedNoMask() {
    ModelInputs joined =
        ModelInputs.concat(
            List.of(ModelInputs.of(counting(1, 2, 3)), ModelInputs.of(counting(2, 2, 3))));

    assertThat(joined.size()).isEqualTo(3);
    assertThat(joined.hasMask()).isFalse();
    assertThat(joined.masks()).isNull();
  }

  @Test
  void inputsOfDifferentNumbersOfSamplesAreNamed() {
    assertThatThrownBy(() -> ModelInputs.of(new INDArray[] {counting(3, 2), counting(2, 2)}, null))
        .hasMessageContaining("input 1")
        .hasMessageContaining("[2, 2]")
        .hasMessageContaining("3 samples");
  }

  @Test
  void masksMustBeAsManyAsInputs() {
    assertThatThrownBy(
            () -> ModelInputs.of(new INDArray[] {counting(3, 2)}, new INDArray[] {null, null}))
        .hasMessageContaining("2 masks for 1 inputs");
  }
}
