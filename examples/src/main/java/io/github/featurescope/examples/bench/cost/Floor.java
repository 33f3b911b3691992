package io.github.featurescope.examples.bench.cost;

import io.github.featurescope.examples.InputException;
import java.util.Random;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;

/**
 * The arithmetic that no report of features can do without: a Gram matrix and its eigenproblem.
 *
 * <p>On native memory that is prepared beforehand, so that nothing but OpenBLAS is timed.
 */
public final class Floor implements AutoCloseable {

  private final int samples;
  private final int width;
  private final DoublePointer features;
  private final DoublePointer gram;
  private final DoublePointer vectors;
  private final DoublePointer values;

  private Floor(int samples, int width) {
    this.samples = samples;
    this.width = width;
    this.features = new DoublePointer((long) samples * width);
    this.gram = new DoublePointer((long) width * width);
    this.vectors = new DoublePointer((long) width * width);
    this.values = new DoublePointer(width);
    Random random = new Random(1);
    double[] row = new double[width];
    for (int i = 0; i < samples; i++) {
      for (int j = 0; j < width; j++) {
        row[j] = random.nextGaussian();
      }
      features.position((long) i * width).put(row, 0, width);
    }
    features.position(0);
  }

  /**
   * Prepares normal features.
   *
   * @param samples n, at least 1
   * @param width p, at least 1; the smaller of both is the size of the Gram matrix
   * @return to be closed
   * @throws InputException if OpenBLAS is not there
   */
  public static Floor of(int samples, int width) {
    try {
      return new Floor(Math.max(samples, width), Math.min(samples, width));
    } catch (LinkageError e) {
      throw new InputException(
          "the floor is measured with OpenBLAS, which does not load (" + e + "); build for the CPU",
          e);
    }
  }

  /** Computes one triangle of the Gram matrix on the smaller side ({@code cblas_dsyrk}). */
  public void gram() {
    openblas.cblas_dsyrk(
        openblas.CblasRowMajor,
        openblas.CblasUpper,
        openblas.CblasTrans,
        width,
        samples,
        1.0 / samples,
        features,
        width,
        0,
        gram,
        width);
  }

  /** Puts the Gram matrix where the eigenproblem is solved in place. */
  public void prepareEigenproblem() {
    vectors.put(gram);
  }

  /**
   * Solves for all eigenvalues and eigenvectors ({@code LAPACKE_dsyevd}), once for each {@link
   * #prepareEigenproblem()}.
   */
  public void eigenproblem() {
    int info =
        openblas.LAPACKE_dsyevd(
            openblas.LAPACK_COL_MAJOR, (byte) 'V', (byte) 'L', width, vectors, width, values);
    if (info != 0) {
      throw new IllegalStateException("dsyevd failed with info = " + info);
    }
  }

  /** Returns the eigenvalues that were found last, smallest first. */
  double[] eigenvalues() {
    double[] found = new double[width];
    values.get(found);
    return found;
  }

  @Override
  public void close() {
    features.close();
    gram.close();
    vectors.close();
    values.close();
  }
}
