package io.github.featurescope.adapters;

import java.util.List;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.graph.vertex.impl.rnn.LastTimeStepVertex;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;

/**
 * Walks back from the output to the last layer with weights.
 *
 * <p>On the way it lays aside the last activation, which is no part of the logits, and averages
 * over places or steps, which a linear map may change places with. If anything else stands between,
 * the model's own answer is read and the head has no weights to speak of.
 */
final class HeadSearch {

  private final Trunk trunk;
  private final HeadChoice choice;
  private final Step output;

  /** Where the answer is read. */
  private Source answer;

  /** What the answer has gone through where it is read. */
  private IActivation undone = Answers.IDENTITY;

  /** What the answer goes through last of all. */
  private IActivation last = Answers.IDENTITY;

  private boolean linear = true;
  private @Nullable TimeReduction pooled;

  private HeadSearch(Trunk trunk, HeadChoice choice, Step output) {
    this.trunk = trunk;
    this.choice = choice;
    this.output = output;
    this.answer = Source.answer(trunk, output, null, choice.overTime());
  }

  /**
   * Finds the head.
   *
   * @throws UnsupportedModelException if there is none, or if it answers at every step and no
   *     reduction is declared
   */
  static Head of(Trunk trunk, HeadChoice choice) {
    Step output = trunk.output(choice.output());
    Refusals.checkOutput(output);
    return new HeadSearch(trunk, choice, output).walk();
  }

  private Head walk() {
    Step step = output;
    while (!stops(step)) {
      pass(step);
      List<Step> before = trunk.before(step);
      if (before.size() != 1 || before.get(0).isInput()) {
        return notFound(step, before);
      }
      step = before.get(0);
    }
    return found(step);
  }

  /** Whether a step is the last layer with weights that make answers of features. */
  private static boolean stops(Step step) {
    Layer configuration = step.configuration();
    return step.hasParameters()
        && !(configuration instanceof BatchNormalization)
        && !(configuration instanceof PReLULayer);
  }

  /** Lays a step aside, or notes that it stands between. */
  private void pass(Step step) {
    if (Answers.isAverage(step, ChannelOrder.isLast(trunk, step))) {
      pooled = TimeReduction.MEAN;
    } else if (step.vertex() instanceof LastTimeStepVertex) {
      pooled = TimeReduction.LAST;
    } else if (!Answers.isActivation(step)) {
      linear = false;
      pooled = step.configuration() instanceof GlobalPoolingLayer ? TimeReduction.MEAN : pooled;
    } else {
      layAside(step, Answers.activation(step));
    }
  }

  private void layAside(Step step, IActivation activation) {
    boolean first = note(activation);
    List<Step> before = trunk.before(step);
    if (first && linear && pooled == null && before.size() == 1 && Answers.isFinal(activation)) {
      answer = Source.answer(trunk, before.get(0), step.preprocessor(), choice.overTime());
    } else if (!Answers.isIdentity(activation)) {
      undone = first && linear ? activation : undone;
      linear = false;
    }
  }

  /** Whether no activation has been met before, which this one would be the input of. */
  private boolean note(IActivation activation) {
    boolean first = Answers.isIdentity(last);
    last = first ? activation : last;
    return first;
  }

  private Head found(Step step) {
    Refusals.checkPlaces(output, pooled != null);
    IActivation activation = Answers.activation(step);
    boolean first = note(activation);
    boolean keeps =
        Answers.isIdentity(activation) || (first && pooled == null && Answers.isFinal(activation));
    LinearMap map = linear && keeps ? LinearMap.of(step, pooled == null) : null;
    undone = first && linear && map == null ? activation : undone;
    int units = map == null ? Units.of(trunk, step) : map.outputs();
    checkUnits(step, units);
    if (Sequences.isAnsweredBy(trunk, step)) {
      checkDeclared(step);
    }
    Step before = trunk.before(step).get(0);
    return new Head(step, map, input(step, before, map), answer, undone, units);
  }

  private Source input(Step step, Step before, @Nullable LinearMap map) {
    Layer configuration = step.configuration();
    Boolean declared = configuration == null ? null : ChannelOrder.declared(configuration);
    TimeReduction overTime = pooled == null ? choice.overTime() : pooled;
    return new Source(
        before,
        step.preprocessor(),
        declared == null ? ChannelOrder.isLast(trunk, before) : declared,
        map == null || pooled != null ? Source.Places.AVERAGE : map.places(),
        overTime == null ? TimeReduction.MEAN : overTime,
        trunk.stacks());
  }

  private void checkUnits(Step step, int units) {
    if (units == 1 && !(last instanceof ActivationSigmoid)) {
      throw Refusals.regression(step, last);
    }
  }

  private void checkDeclared(Step step) {
    if (pooled == null && choice.overTime() == null) {
      throw Refusals.everyStep(step);
    }
  }

  private Head notFound(Step step, List<Step> before) {
    if (choice.featureLayer() == null) {
      throw Refusals.noHead(output, step, before);
    }
    Refusals.checkPlaces(output, pooled != null);
    if (Sequences.isAnsweredBy(trunk, output)) {
      checkDeclared(output);
    }
    int units = Units.of(trunk, answer.step());
    checkUnits(output, units);
    return new Head(output, null, null, answer, undone, units);
  }
}
