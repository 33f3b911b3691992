package io.github.featurescope.adapters;

import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.jspecify.annotations.Nullable;

/** A model as steps from its inputs to its output: one view of networks and graphs. */
interface Trunk {

  /** Simple class name of the model. */
  String kind();

  /** The model itself. */
  Model model();

  /** The same steps of a copy of the model, on which nobody trains. */
  Trunk replica();

  /**
   * The step at the output.
   *
   * @throws UnsupportedModelException if there is none of this name, or several and no name
   */
  Step output(@Nullable String name);

  /** The steps that feed this one; none for an input. */
  List<Step> before(Step step);

  /** Whether samples are stacked on the way, so that more rows than samples are no steps. */
  boolean stacks();

  /** The inner steps from input to output. */
  List<Step> inner();

  /** Runs the model in inference mode; the arrays are detached. */
  List<Activation> run(ModelInputs inputs, List<Step> wanted);

  /**
   * Finds inner steps by name.
   *
   * @throws UnsupportedModelException if there is no such step
   */
  default List<Step> inner(List<String> names) {
    List<Step> known = inner();
    return names.stream()
        .map(
            name ->
                known.stream()
                    .filter(step -> step.name().equals(name))
                    .findFirst()
                    .orElseThrow(
                        () -> UnsupportedModelException.unknownLayer(name, Step.names(known))))
        .toList();
  }
}
