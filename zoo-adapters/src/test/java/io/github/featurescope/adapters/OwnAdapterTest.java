package io.github.featurescope.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.probes.Matrix;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

/** An adapter that is registered as a service, as a user's own would be. */
class OwnAdapterTest {

  private static final String MARK = "watched by the user's own adapter";

  /** Knows networks whose head bears the mark; registered in META-INF/services of the tests. */
  public static final class Own implements ModelAdapter {
    @Override
    public boolean supports(Object model) {
      return model instanceof MultiLayerNetwork network
          && MARK.equals(network.getLayerWiseConfigurations().getConf(0).getLayer().getLayerName());
    }

    @Override
    public ModelReader open(Object model, HeadChoice choice) {
      return new ModelReader() {
        @Override
        public HeadDescription head() {
          return new HeadDescription("Own", "head", "features", 1, 2, false, 2);
        }

        @Override
        public Readout read(ModelInputs inputs) {
          Matrix features = Matrix.of(inputs.array(0));
          return new Readout(features, features, null);
        }
      };
    }
  }

  private static MultiLayerNetwork network(String head) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(
                    new OutputLayer.Builder()
                        .name(head)
                        .nIn(3)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    return network;
  }

  @Test
  void isAskedBeforeTheBuiltInOnes() {
    assertThat(ModelAdapters.open(network(MARK)).head().modelKind()).isEqualTo("Own");
  }

  @Test
  void leavesOtherModelsToThem() {
    assertThat(ModelAdapters.open(network("head")).head().modelKind())
        .isEqualTo("MultiLayerNetwork");
  }
}
