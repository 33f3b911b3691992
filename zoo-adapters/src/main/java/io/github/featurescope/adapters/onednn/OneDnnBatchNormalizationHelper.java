package io.github.featurescope.adapters.onednn;

import org.deeplearning4j.nn.layers.mkldnn.MKLDNNBatchNormHelper;
import org.nd4j.linalg.api.buffer.DataType;

/** Deeplearning4j's own helper with an answer in place of its broken look-up of oneDNN. */
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
}
