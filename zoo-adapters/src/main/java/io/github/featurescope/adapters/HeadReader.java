package io.github.featurescope.adapters;

import io.github.featurescope.probes.Matrix;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Reads what a head was found to read and answer. */
final class HeadReader implements ModelReader {

  private final Trunk trunk;
  private final HeadChoice choice;
  private final @Nullable TimeReduction overTime;
  private final Head head;
  private final Source features;

  /** Whether the watched features are what the head reads. */
  private final boolean readsHeadInput;

  /** Null where the watched features are not the ones that a linear head reads. */
  private final @Nullable LinearMap weights;

  HeadReader(Trunk trunk, HeadChoice choice) {
    this.trunk = trunk;
    this.choice = choice;
    this.overTime = choice.overTime();
    this.head = HeadSearch.of(trunk, choice);
    Source input = head.input();
    String wanted = choice.featureLayer();
    this.readsHeadInput = input != null && (wanted == null || wanted.equals(input.step().name()));
    if (input != null && readsHeadInput) {
      this.features = input;
      this.weights = head.map();
    } else {
      Step step = trunk.inner(List.of(Objects.requireNonNull(wanted))).get(0);
      this.features = Source.output(trunk, step, overTime);
      this.weights = null;
    }
  }

  @Override
  public HeadDescription head() {
    return new HeadDescription(
        trunk.kind(),
        head.step().name(),
        features.step().name(),
        width(),
        head.units() == 1 ? 2 : head.units(),
        Units.hasBias(head.step()),
        trunk.model().numParams());
  }

  @Override
  public Optional<ModelReplica> replica() {
    return ModelReplica.of(trunk.model(), () -> new HeadReader(trunk.replica(), choice));
  }

  Model model() {
    return trunk.model();
  }

  private int width() {
    if (weights != null) {
      return weights.width();
    }
    return readsHeadInput ? Units.into(trunk, head.step()) : Units.of(trunk, features.step());
  }

  @Override
  @SuppressWarnings("try") // the workspace scope is held, not used
  public Readout read(ModelInputs inputs) {
    LinearMap map = head.map();
    Source input = head.input();
    Source answered = map == null || input == null ? head.answer() : input;
    List<Step> steps = List.of(features.step(), answered.step());
    List<Activation> seen = RandomState.kept(() -> trunk.run(inputs, steps));
    Refusals.checkMask(head.step(), seen.get(1).mask());
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      INDArray rows = features.rows(seen.get(0), inputs.size());
      INDArray answer =
          answered.equals(features) ? rows : answered.rows(seen.get(1), inputs.size());
      INDArray logits =
          map == null ? checked(Answers.undo(head.activation(), answer)) : apply(map, answer);
      INDArray vectors = weights == null ? null : weights.weights().transpose();
      return Readout.of(rows, logits, vectors);
    }
  }

  private INDArray apply(LinearMap map, INDArray input) {
    if (input.size(1) != map.width()) {
      throw new IllegalStateException(
          "head '"
              + head.step().name()
              + "' reads [n, "
              + map.width()
              + "], but its input has shape "
              + Arrays.toString(input.shape()));
    }
    return map.apply(input);
  }

  private INDArray checked(INDArray logits) {
    if (head.units() > 0 && logits.size(1) != head.units()) {
      throw new UnsupportedModelException(
          "one answer for each of the " + head.units() + " units of " + head.step().described(),
          "answers of shape " + Arrays.toString(logits.shape()),
          "End the model in an OutputLayer.");
    }
    return logits;
  }

  @Override
  public List<String> layers() {
    return Step.names(trunk.inner());
  }

  @Override
  @SuppressWarnings("try") // the workspace scope is held, not used
  public Map<String, Matrix> readLayers(ModelInputs inputs, List<String> layers) {
    List<Step> steps = trunk.inner(layers);
    List<Source> sources =
        steps.stream().map(step -> Source.output(trunk, step, overTime)).toList();
    Map<String, Matrix> read = new LinkedHashMap<>();
    List<Activation> seen = RandomState.kept(() -> trunk.run(inputs, steps));
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      for (int i = 0; i < steps.size(); i++) {
        read.put(layers.get(i), Matrix.of(sources.get(i).rows(seen.get(i), inputs.size())));
      }
    }
    return read;
  }

  @Override
  public StepReader steps() {
    return StepReader.of(trunk, head, choice, readsHeadInput);
  }
}
