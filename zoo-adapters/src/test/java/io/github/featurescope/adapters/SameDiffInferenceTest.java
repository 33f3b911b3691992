package io.github.featurescope.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.custom.RandomBernoulli;
import org.nd4j.linalg.factory.Nd4j;

/** Reading draws nothing, tells nobody and takes what is random at its mean. */
class SameDiffInferenceTest {

  private static final int N = 9;

  private static Map<String, INDArray> read(SameDiff graph, INDArray x, String variable) {
    return SameDiffInference.read(graph, Map.of("x", x), List.of(variable));
  }

  /** Ways to drop a fifth of x [n, 6], which leave x as it is in inference mode. */
  static Stream<BiFunction<SameDiff, SDVariable, SDVariable>> dropouts() {
    return Stream.of(
        (sd, x) -> sd.nn().dropout(x, 0.8),
        (sd, x) -> sd.nn().dropoutInverted(x, 0.2),
        (sd, x) -> x.mul(sd.random().bernoulli(0.8, DataType.FLOAT, 4, 6)).div(0.8),
        (sd, x) -> x.mul(new RandomBernoulli(sd, x.shape(), 0.8).outputVariable()).div(0.8),
        (sd, x) -> x.add(sd.random().normal(0, 1, DataType.FLOAT, 4, 6)));
  }

  @ParameterizedTest
  @MethodSource("dropouts")
  void dropoutPassesItsInputOn(BiFunction<SameDiff, SDVariable, SDVariable> dropout) {
    SameDiff graph = SameDiffModels.graph();
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 6);
    graph.identity("y", dropout.apply(graph, x));
    INDArray batch = SameDiffModels.batch(N);

    INDArray output = read(graph, batch, "y").get("y");

    assertThat(output.sub(batch).amaxNumber().doubleValue()).isLessThan(1e-6);
  }

  @Test
  void dropoutInsideTheGraphPassesItsInputOn() {
    SameDiff graph = SameDiffModels.graph();
    SDVariable h = SameDiffModels.hidden(graph);
    graph.nn().dropout("dropped", h, 0.5).mul("twice", 2);
    INDArray batch = SameDiffModels.batch(N);

    INDArray output = read(graph, batch, "twice").get("twice");

    assertThat(output).isEqualTo(SameDiffModels.output(graph, batch, "h").mul(2));
  }

  @Test
  void leavesTheRandomGeneratorAsItWas() {
    SameDiff graph = SameDiffModels.graph();
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 6);
    // A gamma draw has no place among the means, so it is drawn.
    SDVariable shape = graph.constant(Nd4j.createFromArray(new int[] {6}));
    SDVariable alpha = graph.constant(Nd4j.createFromArray(2f));
    SDVariable drawn =
        new org.nd4j.linalg.api.ops.random.custom.RandomGamma(graph, shape, alpha, null)
            .outputVariable();
    x.mul("y", drawn.sum());
    Nd4j.getRandom().setSeed(5);
    INDArray expected = Nd4j.rand(DataType.FLOAT, 4);
    INDArray ones = Nd4j.ones(DataType.FLOAT, N, 6);
    Nd4j.getRandom().setSeed(5);

    read(graph, ones, "y");

    assertThat(Nd4j.rand(DataType.FLOAT, 4)).isEqualTo(expected);
  }

  @Test
  void tellsNoListenerAndKeepsNoSession() {
    SameDiff graph = SameDiffModels.classifier();
    List<Operation> told = new ArrayList<>();
    graph.addListeners(
        new BaseListener() {
          @Override
          public boolean isActive(Operation operation) {
            return true;
          }

          @Override
          public void operationStart(SameDiff sd, Operation operation) {
            told.add(operation);
          }
        });

    graph.getSessions().clear();

    read(graph, SameDiffModels.batch(N), "z");

    assertThat(told).isEmpty();
    assertThat(graph.getSessions()).isEmpty();
  }

  /** SameDiff's own output differs from the second call on, with xw_plus_b and oneDNN. */
  @Test
  void readsTheSameAgain() {
    SameDiff graph = SameDiffModels.classifier();
    INDArray batch = SameDiffModels.batch(N);

    INDArray first = read(graph, batch, "z").get("z");

    assertThat(read(graph, batch, "z").get("z")).isEqualTo(first);
    assertThat(read(graph, batch, "z").get("z")).isEqualTo(first);
  }

  @Test
  void returnsCopiesOfParameters() {
    SameDiff graph = SameDiffModels.classifier();

    INDArray copy = read(graph, SameDiffModels.batch(N), "w2").get("w2");
    copy.assign(0);

    assertThat(graph.getVariable("w2").getArr().amaxNumber().doubleValue()).isPositive();
  }

  @Test
  void castsInputsToTheGraphsDataType() {
    SameDiff graph = SameDiffModels.classifier();
    INDArray batch = SameDiffModels.batch(N);

    INDArray output = read(graph, batch.castTo(DataType.DOUBLE), "z").get("z");

    assertThat(output).isEqualTo(SameDiffModels.output(graph, batch, "z"));
  }

  @Test
  void namesAVariableThatIsNotThere() {
    assertThatThrownBy(() -> read(SameDiffModels.classifier(), SameDiffModels.batch(N), "q"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'q'");
  }
}
