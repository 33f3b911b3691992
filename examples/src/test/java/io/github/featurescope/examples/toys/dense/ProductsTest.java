package io.github.featurescope.examples.toys.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProductsTest {

  private static final double TOLERANCE = 1e-13;

  /** Has zeros, and a number of columns that is no multiple of four. */
  private static double[][] holed(int rows, int columns, long seed) {
    double[][] matrix = Vectors.normal(rows, columns, 1, new Random(seed));
    for (double[] row : matrix) {
      for (int k = 0; k < columns; k++) {
        row[k] = Math.max(row[k], 0);
      }
    }
    return matrix;
  }

  @Test
  void productIsThatOfTheDefinition() {
    double[][] a = holed(5, 11, 1);
    double[][] b = Vectors.normal(11, 6, 1, new Random(2));
    double[][] product = new double[5][6];
    Products.times(a, b, product);
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 6; j++) {
        double sum = 0;
        for (int k = 0; k < 11; k++) {
          sum += a[i][k] * b[k][j];
        }
        assertThat(product[i][j]).isCloseTo(sum, within(TOLERANCE));
      }
    }
  }

  @Test
  void transposedProductIsTheProductOfTheTransposed() {
    double[][] a = holed(11, 5, 3);
    double[][] b = Vectors.normal(11, 6, 1, new Random(4));
    double[][] transposed = new double[5][11];
    Products.transpose(a, transposed);
    double[][] expected = new double[5][6];
    Products.times(transposed, b, expected);
    double[][] product = Vectors.normal(5, 6, 1, new Random(5));
    Products.transposeTimes(a, b, product);
    assertThat(product).isDeepEqualTo(expected);
  }

  @Test
  void squaredNormSumsSquares() {
    assertThat(Products.squaredNorm(new double[][] {{1, 2}, {3, 4}})).isEqualTo(30);
  }
}
