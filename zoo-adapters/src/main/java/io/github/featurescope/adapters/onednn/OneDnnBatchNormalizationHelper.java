package io.github.featurescope.adapters.onednn;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNBatchNormHelper;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/**
 * Deeplearning4j's own helper with an answer in place of its broken look-up of oneDNN.
 *
 * <p>The native operation gives wrong numbers for arrays in any but plain C order, as are batches
 * in Fortran order and permuted views; such are copied first.
 */
final class OneDnnBatchNormalizationHelper extends MKLDNNBatchNormHelper {

  OneDnnBatchNormalizationHelper() {
    super(DataType.FLOAT);
  }

  @Override
  public boolean checkSupported() {
    return OneDnnBackend.missing().isEmpty();
  }

  @Override
  public boolean checkSupported(double eps, boolean fixedGammaBeta) {
    return !fixedGammaBeta && checkSupported();
  }

  @Override
  public @Nullable INDArray preOutput(
      INDArray x,
      boolean training,
      long[] shape,
      INDArray gamma,
      INDArray beta,
      INDArray mean,
      INDArray var,
      double decay,
      double eps,
      CNN2DFormat format,
      LayerWorkspaceMgr workspaces) {
    INDArray plain = inPlainOrder(x, ArrayType.FF_WORKING_MEM, workspaces);
    return super.preOutput(
        plain, training, shape, gamma, beta, mean, var, decay, eps, format, workspaces);
  }

  @Override
  public @Nullable Pair<Gradient, INDArray> backpropGradient(
      INDArray input,
      INDArray epsilon,
      long[] shape,
      INDArray gamma,
      INDArray beta,
      INDArray dGammaView,
      INDArray dBetaView,
      double eps,
      CNN2DFormat format,
      LayerWorkspaceMgr workspaces) {
    return super.backpropGradient(
        inPlainOrder(input, ArrayType.BP_WORKING_MEM, workspaces),
        inPlainOrder(epsilon, ArrayType.BP_WORKING_MEM, workspaces),
        shape,
        gamma,
        beta,
        dGammaView,
        dBetaView,
        eps,
        format,
        workspaces);
  }

  private static INDArray inPlainOrder(
      INDArray array, ArrayType kind, LayerWorkspaceMgr workspaces) {
    return array.ordering() == 'c' && Shape.hasDefaultStridesForShape(array)
        ? array
        : workspaces.dup(kind, array, 'c');
  }
}
