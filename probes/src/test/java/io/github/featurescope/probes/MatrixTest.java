package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class MatrixTest {

  private static final double[] COUNTING = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};

  private static INDArray counting(DataType type) {
    return Nd4j.linspace(0, 11, 12, DataType.DOUBLE).reshape('c', 3, 4).castTo(type);
  }

  @Test
  void copiesAnyNumericType() {
    for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT, DataType.INT32}) {
      assertThat(Matrix.of(counting(type)).toRowMajor()).as("%s", type).containsExactly(COUNTING);
    }
  }

  @Test
  void copiesFortranOrderAndTransposes() {
    assertThat(Matrix.of(counting(DataType.FLOAT).dup('f')).toRowMajor()).containsExactly(COUNTING);
    Matrix transposed = Matrix.of(counting(DataType.FLOAT).transpose());
    assertThat(transposed.rows()).isEqualTo(4);
    assertThat(transposed.get(3, 1)).isEqualTo(7);
  }

  @Test
  void copiesViews() {
    INDArray view = counting(DataType.DOUBLE).get(NDArrayIndex.interval(1, 3), NDArrayIndex.all());
    assertThat(Matrix.of(view).toRowMajor()).containsExactly(4, 5, 6, 7, 8, 9, 10, 11);
    INDArray columns =
        counting(DataType.DOUBLE).get(NDArrayIndex.all(), NDArrayIndex.interval(1, 3));
    assertThat(Matrix.of(columns).toRowMajor()).containsExactly(1, 2, 5, 6, 9, 10);
  }

  @Test
  void isDetachedFromTheArray() {
    INDArray array = counting(DataType.DOUBLE);
    Matrix matrix = Matrix.of(array);
    array.assign(-1);
    assertThat(matrix.toRowMajor()).containsExactly(COUNTING);
  }

  @Test
  void copiesInsideAWorkspaceAndLeavesItAlone() {
    WorkspaceConfiguration configuration =
        WorkspaceConfiguration.builder().initialSize(1 << 20).build();
    try (MemoryWorkspace workspace =
        Nd4j.getWorkspaceManager().getAndActivateWorkspace(configuration, "MATRIX_TEST")) {
      INDArray attached = counting(DataType.FLOAT);
      assertThat(attached.isAttached()).isTrue();
      long used = workspace.getPrimaryOffset();
      assertThat(Matrix.of(attached).toRowMajor()).containsExactly(COUNTING);
      new NdArrayAlgebra().eigenpairs(Matrix.ofRowMajor(2, 2, new double[] {2, 1, 1, 2}));
      assertThat(workspace.getPrimaryOffset()).isEqualTo(used);
    }
  }

  @Test
  void refusesOtherRanks() {
    assertThatThrownBy(() -> Matrix.of(Nd4j.zeros(2, 3, 4)))
        .isInstanceOf(InvalidSnapshotException.class)
        .hasMessageContaining("[2, 3, 4]")
        .hasMessageContaining("rank 2");
  }

  @Test
  void refusesMoreValuesThanAnArrayHolds() {
    assertThatThrownBy(() -> Matrix.capacity(1 << 16, 1 << 16))
        .isInstanceOf(InvalidSnapshotException.class)
        .hasMessageContaining("65536");
    // 2^32 overflows to 0 in int arithmetic.
    assertThatThrownBy(() -> Matrix.ofRowMajor(1 << 16, 1 << 16, new double[0]))
        .isInstanceOf(InvalidSnapshotException.class);
  }

  @Test
  void refusesValuesThatDoNotFill() {
    assertThatThrownBy(() -> Matrix.ofRowMajor(2, 3, new double[5]))
        .isInstanceOf(InvalidSnapshotException.class)
        .hasMessage("5 values do not fill a [2, 3] matrix");
  }

  @Test
  void refusesColumnsThatAreNotThere() {
    Matrix matrix = Matrix.ofRowMajor(3, 4, COUNTING);
    assertThatThrownBy(() -> matrix.get(0, 4)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void centringRemovesTheMeansOfColumnsOrRows() {
    Matrix matrix = Matrix.ofRowMajor(2, 3, new double[] {1, 2, 6, 3, 2, 0});
    assertThat(matrix.centredColumns().toRowMajor())
        .containsExactly(new double[] {-1, 0, 3, 1, 0, -3}, within(1e-15));
    assertThat(matrix.centredRows().toRowMajor())
        .containsExactly(
            new double[] {-2, -1, 3, 3 - 5 / 3.0, 2 - 5 / 3.0, -5 / 3.0}, within(1e-15));
  }

  @Test
  void centringAConstantColumnLeavesExactlyZero() {
    double[] values = new double[7];
    Arrays.fill(values, 0.1);
    assertThat(Matrix.ofRowMajor(7, 1, values).centredColumns().maxAbs()).isZero();
  }

  @Test
  void productsWithAnEmptyDimensionAreZero() {
    Matrix empty = Matrix.ofRowMajor(3, 0, new double[0]);
    assertThat(empty.timesTranspose(empty).maxAbs()).isZero();
    assertThat(empty.transposeTimes(Matrix.ofRowMajor(3, 4, COUNTING)).rows()).isZero();
  }
}
