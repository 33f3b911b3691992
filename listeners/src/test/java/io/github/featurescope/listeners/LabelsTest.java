package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class LabelsTest {

  private static int[] classes(float[][] labels) {
    return Labels.classes("train", Nd4j.createFromArray(labels));
  }

  @Test
  void readsOneHotAndSoftenedRows() {
    assertThat(classes(new float[][] {{0, 1, 0}, {0.9f, 0.05f, 0.05f}})).containsExactly(1, 0);
  }

  @Test
  void readsASingleUnit() {
    assertThat(classes(new float[][] {{0}, {1}})).containsExactly(0, 1);
  }

  @Test
  void refusesClassNumbersInOneColumn() {
    assertThatThrownBy(() -> classes(new float[][] {{0}, {3}}))
        .isInstanceOf(ProbeSetException.class)
        .hasMessageContaining("3.0 at row 1")
        .hasMessageContaining("int[]");
  }

  @Test
  void refusesRowsThatAreNoDistribution() {
    assertThatThrownBy(() -> classes(new float[][] {{0, 1}, {0, 0}}))
        .isInstanceOf(ProbeSetException.class)
        .hasMessageContaining("row 1");
    assertThatThrownBy(() -> classes(new float[][] {{Float.NaN, 1}}))
        .isInstanceOf(ProbeSetException.class)
        .hasMessageContaining("NaN");
  }

  @Test
  void refusesAFeatureMask() {
    DataSet masked = TestModels.data(6, 1);
    masked.setFeaturesMaskArray(Nd4j.ones(DataType.FLOAT, 6, 6));

    assertThatThrownBy(() -> ProbeSet.of("train", masked))
        .isInstanceOf(ProbeSetException.class)
        .hasMessageContaining("mask");
  }
}
