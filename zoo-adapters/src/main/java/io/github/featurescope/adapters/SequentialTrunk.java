package io.github.featurescope.adapters;

import io.github.featurescope.adapters.onednn.OneDnn;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The layers of a {@link MultiLayerNetwork}. */
final class SequentialTrunk implements Trunk {

  private final MultiLayerNetwork network;
  private final Step input = Step.input("input", 0);
  private final List<Step> layers = new ArrayList<>();

  SequentialTrunk(MultiLayerNetwork network) {
    this.network = network;
    if (network.getLayers() == null) {
      throw new UnsupportedModelException(
          "an initialised network", "one without layers", "Call network.init() first.");
    }
    for (int i = 0; i < network.getnLayers(); i++) {
      Layer declared = network.getLayerWiseConfigurations().getConf(i).getLayer();
      String own = declared.getLayerName();
      String name = own != null ? own : network.getLayer(i).conf().getLayer().getLayerName();
      layers.add(
          Step.layer(
              name == null ? "layer" + i : name,
              i,
              network.getLayer(i),
              declared,
              preprocessor(i)));
    }
  }

  private @Nullable InputPreProcessor preprocessor(int layer) {
    return network.getLayerWiseConfigurations().getInputPreProcess(layer);
  }

  @Override
  public String kind() {
    return "MultiLayerNetwork";
  }

  @Override
  public Model model() {
    return network;
  }

  @Override
  public Trunk replica() {
    return new SequentialTrunk((MultiLayerNetwork) OneDnn.replica(network));
  }

  @Override
  public Step output(@Nullable String name) {
    Step last = layers.get(layers.size() - 1);
    if (name != null && !name.equals(last.name())) {
      throw new UnsupportedModelException(
          "an output named '" + name + "'",
          "the only output '" + last.name() + "'",
          "Leave output(...) out.");
    }
    return last;
  }

  @Override
  public List<Step> before(Step step) {
    if (step.isInput()) {
      return List.of();
    }
    return List.of(step.index() == 0 ? input : layers.get(step.index() - 1));
  }

  @Override
  public boolean stacks() {
    return false;
  }

  @Override
  public List<Step> inner() {
    return layers.subList(0, layers.size() - 1);
  }

  @Override
  public List<Activation> run(ModelInputs inputs, List<Step> wanted) {
    int deepest = wanted.stream().mapToInt(Step::index).max().orElse(-1);
    INDArray mask = inputs.mask(0);
    return Masks.with(
        network,
        mask,
        () -> {
          List<INDArray> outputs =
              deepest < 0
                  ? List.of(inputs.array(0))
                  : InPlace.avoided(network, () -> feedForward(deepest, inputs));
          return wanted.stream()
              .map(
                  step ->
                      new Activation(
                          outputs.get(step.index() + 1),
                          mask == null ? null : maskAfter(step.index(), mask)))
              .toList();
        });
  }

  private List<INDArray> feedForward(int deepest, ModelInputs inputs) {
    return network.feedForwardToLayer(deepest, inputs.array(0), false);
  }

  /** What becomes of the input's mask on the way; layers may shorten it or use it up. */
  private @Nullable INDArray maskAfter(int last, INDArray input) {
    int samples = (int) input.size(0);
    Pair<INDArray, MaskState> mask = Pair.of(input, MaskState.Active);
    for (int i = 0; i <= last && mask != null && mask.getFirst() != null; i++) {
      InputPreProcessor preprocessor = preprocessor(i);
      if (preprocessor != null) {
        mask = preprocessor.feedForwardMaskArray(mask.getFirst(), mask.getSecond(), samples);
      }
      if (mask != null) {
        mask = network.getLayer(i).feedForwardMaskArray(mask.getFirst(), mask.getSecond(), samples);
      }
    }
    return mask == null ? null : mask.getFirst();
  }
}
