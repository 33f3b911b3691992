package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
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
  void takesTheLastStepThatIsNotMasked() {
    INDArray labels = Nd4j.createFromArray(new float[][][] {{{1, 0, 1}, {0, 1, 0}}});
    INDArray mask = Nd4j.createFromArray(new float[][] {{1, 1, 0}});

    assertThat(Labels.classes("train", new DataSet(Nd4j.rand(1, 4, 3), labels, null, mask)))
        .containsExactly(1);
    assertThat(Labels.classes("train", new DataSet(Nd4j.rand(1, 4, 3), labels, mask, null)))
        .containsExactly(1);
    assertThat(Labels.classes("train", new DataSet(Nd4j.rand(1, 4, 3), labels))).containsExactly(0);
  }

  @Test
  void takesTheOutputAskedFor() {
    MultiDataSet data =
        new MultiDataSet(
            new INDArray[] {Nd4j.rand(2, 3)},
            new INDArray[] {
              Nd4j.eye(2), Nd4j.createFromArray(new float[][] {{0, 0, 1}, {1, 0, 0}})
            });

    assertThat(Labels.classes("train", data, 1)).containsExactly(2, 0);
    assertThatThrownBy(() -> Labels.classes("train", data, 2)).hasMessageContaining("output 2");
  }
}
