package io.github.featurescope.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TimeStepsTest {

  /** Two sequences of three steps of two values: value = 100 sample + 10 unit + step. */
  private static final INDArray SEQUENCES =
      Nd4j.createFromArray(
          new float[][][] {{{0, 1, 2}, {10, 11, 12}}, {{100, 101, 102}, {110, 111, 112}}});

  private static final INDArray MASK = Nd4j.createFromArray(new float[][] {{1, 1, 0}, {0, 1, 1}});

  @Test
  void lastIsTheLastStepWithoutAMask() {
    assertThat(TimeSteps.last(SEQUENCES, null).toFloatMatrix())
        .isDeepEqualTo(new float[][] {{2, 12}, {102, 112}});
  }

  @Test
  void lastIsTheLastStepThatIsNotMasked() {
    assertThat(TimeSteps.reduce(SEQUENCES, MASK, TimeReduction.LAST).toFloatMatrix())
        .isDeepEqualTo(new float[][] {{1, 11}, {102, 112}});
  }

  @Test
  void meanLeavesMaskedStepsOut() {
    assertThat(TimeSteps.reduce(SEQUENCES, MASK, TimeReduction.MEAN).toFloatMatrix())
        .isDeepEqualTo(new float[][] {{0.5f, 10.5f}, {101.5f, 111.5f}});
  }

  @Test
  void meanTakesAllStepsWithoutAMask() {
    assertThat(TimeSteps.reduce(SEQUENCES, null, TimeReduction.MEAN).toFloatMatrix())
        .isDeepEqualTo(new float[][] {{1, 11}, {101, 111}});
  }

  @Test
  void aSequenceWithoutAnyStepIsNamed() {
    INDArray mask = Nd4j.createFromArray(new float[][] {{1, 1, 1}, {0, 0, 0}});

    assertThatThrownBy(() -> TimeSteps.reduce(SEQUENCES, mask, TimeReduction.LAST))
        .hasMessageContaining("sequence 1");
    assertThatThrownBy(() -> TimeSteps.reduce(SEQUENCES, mask, TimeReduction.MEAN))
        .hasMessageContaining("sequence 1");
  }
}
