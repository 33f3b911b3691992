package io.github.featurescope.adapters;

import io.github.featurescope.probes.Matrix;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Finds the head of a {@link MultiLayerNetwork}: its last layer. */
final class MultiLayerNetworkAdapter implements ModelAdapter {

  @Override
  public boolean supports(Object model) {
    return model instanceof MultiLayerNetwork;
  }

  @Override
  public ModelReader open(Object model, HeadChoice choice) {
    String output = choice.output();
    Reader reader = new Reader((MultiLayerNetwork) model);
    String name = reader.head().head();
    if (output != null && !output.equals(name)) {
      throw new UnsupportedModelException(
          "an output named '" + output + "'",
          "the only output '" + name + "'",
          "Leave output(...) out.");
    }
    return reader;
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

    @Override
    public List<String> layers() {
      return IntStream.range(0, last).mapToObj(i -> nameOf(network, i)).toList();
    }

    @Override
    public Map<String, Matrix> readLayers(ModelInputs inputs, List<String> layers) {
      List<String> known = layers();
      int[] indices = new int[layers.size()];
      for (int i = 0; i < indices.length; i++) {
        indices[i] = known.indexOf(layers.get(i));
        if (indices[i] < 0) {
          throw UnsupportedModelException.unknownLayer(layers.get(i), known);
        }
      }
      int deepest = Arrays.stream(indices).max().orElse(-1);
      Map<String, Matrix> features = new LinkedHashMap<>();
      if (deepest >= 0) {
        List<INDArray> activations =
            Masks.with(
                network,
                inputs.mask(0),
                () -> network.feedForwardToLayer(deepest, inputs.array(0), false));
        for (int i = 0; i < indices.length; i++) {
          boolean channelsLast = ChannelOrder.isLast(network.getLayer(indices[i]));
          features.put(
              layers.get(i), LayerOutput.features(activations.get(indices[i] + 1), channelsLast));
        }
      }
      return features;
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
    public Readout read(ModelInputs inputs) {
      INDArray features =
          last == 0
              ? inputs.array(0)
              : Masks.with(
                  network,
                  inputs.mask(0),
                  () -> network.feedForwardToLayer(last - 1, inputs.array(0), false).get(last));
      InputPreProcessor preprocessor =
          network.getLayerWiseConfigurations().getInputPreProcess(last);
      if (preprocessor != null) {
        features =
            preprocessor.preProcess(features, inputs.size(), LayerWorkspaceMgr.noWorkspaces());
      }
      return head.read(features);
    }
  }
}
