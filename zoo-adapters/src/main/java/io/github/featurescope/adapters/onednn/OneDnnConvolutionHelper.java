package io.github.featurescope.adapters.onednn;

import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.nd4j.linalg.api.buffer.DataType;

/** Deeplearning4j's own helper with an answer in place of its broken look-up of oneDNN. */
final class OneDnnConvolutionHelper extends MKLDNNConvHelper {

  OneDnnConvolutionHelper() {
    super(DataType.FLOAT);
  }

  @Override
  public boolean checkSupported() {
    return OneDnnBackend.missing().isEmpty();
  }
}
