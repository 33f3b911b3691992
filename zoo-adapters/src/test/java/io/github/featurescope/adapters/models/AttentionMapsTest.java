package io.github.featurescope.adapters.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class AttentionMapsTest {

  private static final int TOKENS = 7;
  private static final int HEADS = 4;
  private static final int SIZE = 16;

  private final ComputationGraph graph =
      VisionTransformer.small()
          .image(2, 8, 12)
          .classes(4)
          .dimension(SIZE)
          .heads(HEADS)
          .depth(2)
          .dataType(DataType.DOUBLE)
          .build();
  private final INDArray images = ModelChecks.images(3, 2, 8, 12).castTo(DataType.DOUBLE);

  @Test
  void namesEachBlock() {
    assertThat(AttentionMaps.of(graph).layers())
        .containsExactly("block1_attention", "block2_attention");
  }

  @Test
  void sumsToOneOverTheKeys() {
    Map<String, INDArray> maps = AttentionMaps.of(graph).read(images);

    for (INDArray map : maps.values()) {
      assertThat(map.shape()).containsExactly(3, HEADS, TOKENS, TOKENS);
      assertThat(map.minNumber().doubleValue()).isPositive();
      INDArray sums = map.sum(3);
      assertThat(sums.minNumber().doubleValue()).isCloseTo(1, within(1e-12));
      assertThat(sums.maxNumber().doubleValue()).isCloseTo(1, within(1e-12));
    }
  }

  /** Mixes the values by the maps, number by number, and compares with the layer's output. */
  @Test
  void explainsTheOutputOfTheLayer() {
    graph.params().addi(ModelChecks.images(1, 1, 1, 1).getDouble(0) * 1e-3 + 0.01); // no bias is 0
    Map<String, INDArray> maps = AttentionMaps.of(graph).read(images);
    Map<String, INDArray> activations = graph.feedForward(images, false);

    for (String layer : maps.keySet()) {
      INDArray input = activations.get(layer.replace("attention", "norm1"));
      INDArray output = activations.get(layer);
      var parameters = graph.getLayer(layer).paramTable();
      for (int token = 0; token < TOKENS; token++) {
        double[] mixed = mixed(maps.get(layer), input, parameters, token);
        for (int out = 0; out < SIZE; out++) {
          double expected = parameters.get("bO").getDouble(out);
          for (int j = 0; j < SIZE; j++) {
            expected += mixed[j] * parameters.get("WO").getDouble(j, out);
          }
          assertThat(output.getDouble(1, out, token)).isCloseTo(expected, within(1e-10));
        }
      }
    }
  }

  private static double[] mixed(
      INDArray map, INDArray input, Map<String, INDArray> parameters, int token) {
    double[] mixed = new double[SIZE];
    for (int j = 0; j < SIZE; j++) {
      for (int key = 0; key < TOKENS; key++) {
        double value = parameters.get("bV").getDouble(j);
        for (int i = 0; i < SIZE; i++) {
          value += input.getDouble(1, i, key) * parameters.get("WV").getDouble(i, j);
        }
        mixed[j] += map.getDouble(1, j / (SIZE / HEADS), token, key) * value;
      }
    }
    return mixed;
  }

  @Test
  void isTheSoftmaxOfScaledProducts() {
    INDArray map = AttentionMaps.of(graph).read(images).get("block1_attention");
    INDArray input = graph.feedForward(images, false).get("block1_norm1");
    var parameters = graph.getLayer("block1_attention").paramTable();
    INDArray tokens = input.slice(2).transpose();
    INDArray queries = tokens.mmul(parameters.get("WQ")).addRowVector(parameters.get("bQ"));
    INDArray keys = tokens.mmul(parameters.get("WK")).addRowVector(parameters.get("bK"));
    int head = 3;
    int query = 5;
    double[] exponentials = new double[TOKENS];
    double sum = 0;
    for (int key = 0; key < TOKENS; key++) {
      double product = 0;
      for (int i = head * 4; i < head * 4 + 4; i++) {
        product += queries.getDouble(query, i) * keys.getDouble(key, i);
      }
      exponentials[key] = Math.exp(product / 2);
      sum += exponentials[key];
    }

    for (int key = 0; key < TOKENS; key++) {
      assertThat(map.getDouble(2, head, query, key))
          .isCloseTo(exponentials[key] / sum, within(1e-10));
    }
  }

  @Test
  void readingChangesNothing() {
    INDArray before = graph.params().dup();
    INDArray output = graph.outputSingle(images);

    AttentionMaps.of(graph).read(images);

    assertThat(graph.params()).isEqualTo(before);
    assertThat(graph.outputSingle(images)).isEqualTo(output);
  }

  @Test
  void refusesAGraphWithoutAttention() {
    ComputationGraph other = ResNet.cifar(8).width(0.1).build();

    assertThatThrownBy(() -> AttentionMaps.of(other)).hasMessageContaining("no attention layer");
  }
}
