package io.github.featurescope.adapters;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** The messages say what was looked for, what was found and what helps. */
class SameDiffRefusalTest {

  private static void assertRefused(SameDiff graph, HeadChoice choice, String... parts) {
    assertThatThrownBy(() -> ModelAdapters.open(graph, choice))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void withoutALossAsksForTheLogits() {
    SameDiff graph = SameDiffModels.graph();
    SameDiffModels.logits(graph);

    assertRefused(graph, HeadChoice.automatic(), "a loss variable", "[z]", ".output(\"logits\")");
  }

  @Test
  void aRegressionSaysWhatTheLossReads() {
    SameDiff graph = SameDiffModels.graph();
    SDVariable z = SameDiffModels.logits(graph);
    graph.loss().meanSquaredError("loss", SameDiffModels.labels(graph), z, null);

    assertRefused(
        graph,
        HeadChoice.automatic(),
        "cross-entropy behind the loss [loss]",
        "operation xw_plus_b at 'z'",
        ".output(");
  }

  @Test
  void severalLogitsAreListed() {
    SameDiff graph = SameDiffModels.graph();
    SDVariable z = SameDiffModels.logits(graph);
    SDVariable other =
        graph.getVariable("h").mmul("other", SameDiffModels.parameter(graph, "w3", 8, 3));
    SDVariable y = SameDiffModels.labels(graph);
    graph.loss().softmaxCrossEntropy("first", y, z, null);
    graph.loss().softmaxCrossEntropy("second", y, other, null);

    assertRefused(graph, HeadChoice.automatic(), "several", "[z, other]", ".output(\"z\")");
  }

  @Test
  void logitsThatNoLinearStepMakesAskForTheFeatures() {
    SameDiff graph = SameDiffModels.graph();
    SDVariable z = SameDiffModels.logits(graph);
    SDVariable bent = graph.nn().tanh("bent", z);
    graph.loss().softmaxCrossEntropy("loss", SameDiffModels.labels(graph), bent, null);

    assertRefused(
        graph,
        HeadChoice.automatic(),
        "a linear step",
        "operation tanh",
        "[pre, h, z]",
        ".output(\"bent\").featureLayer(\"z\")");
  }

  @Test
  void aProductOfTwoActivationsIsNoHead() {
    SameDiff graph = SameDiffModels.graph();
    SDVariable h = SameDiffModels.hidden(graph);
    SDVariable z = h.mmul("z", graph.transpose(h));
    SDVariable y = graph.placeHolder("y", DataType.FLOAT, -1, -1);
    graph.loss().softmaxCrossEntropy("loss", y, z, null);

    assertRefused(graph, HeadChoice.automatic(), "a linear step", "operation matmul");
  }

  @Test
  void anUnknownOutputIsNamed() {
    assertRefused(
        SameDiffModels.classifier(),
        HeadChoice.automatic().withOutput("logits"),
        "'logits'",
        "[loss]");
  }

  @Test
  void aPlaceholderIsNoOutput() {
    assertRefused(
        SameDiffModels.classifier(), HeadChoice.automatic().withOutput("x"), "'x', a placeholder");
  }

  @Test
  void anUnknownFeatureLayerGetsTheCandidates() {
    assertRefused(
        SameDiffModels.classifier(),
        HeadChoice.automatic().withFeatureLayer("conv"),
        "'conv'",
        "[pre, h]");
  }
}
