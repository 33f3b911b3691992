package io.github.featurescope.adapters;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Finds the head of a {@link MultiLayerNetwork}: its last layer. */
final class MultiLayerNetworkAdapter implements ModelAdapter {

  @Override
  public boolean supports(Object model) {
    return model instanceof MultiLayerNetwork;
  }

  @Override
  public ModelReader open(Object model, @Nullable String output) {
    return new Reader((MultiLayerNetwork) model);
  }

  private static final class Reader implements ModelReader {
    private final MultiLayerNetwork network;
    private final DenseHead head;
    private final int last;

    Reader(MultiLayerNetwork network) {
      this.network = network;
      if (network.getLayers() == null) {
        throw new UnsupportedModelException(
            "an initialised network", "one without layers", "Call network.init() first.");
      }
      this.last = network.getnLayers() - 1;
      this.head = DenseHead.of(network.getLayer(last), nameOf(network, last));
    }

    private static String nameOf(MultiLayerNetwork network, int index) {
      Layer layer = network.getLayer(index);
      String name = layer.conf().getLayer().getLayerName();
      return name == null ? "layer" + index : name;
    }

    @Override
    public HeadDescription head() {
      return new HeadDescription(
          "MultiLayerNetwork",
          head.name(),
          last == 0 ? "input" : nameOf(network, last - 1),
          head.width(),
          head.classes(),
          head.hasBias(),
          network.numParams());
    }

    @Override
    public Readout read(INDArray inputs) {
      INDArray features =
          last == 0 ? inputs : network.feedForwardToLayer(last - 1, inputs, false).get(last);
      InputPreProcessor preprocessor =
          network.getLayerWiseConfigurations().getInputPreProcess(last);
      if (preprocessor != null) {
        features =
            preprocessor.preProcess(
                features, (int) inputs.size(0), LayerWorkspaceMgr.noWorkspaces());
      }
      return head.read(features);
    }
  }
}
