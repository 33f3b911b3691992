package io.github.featurescope.adapters.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.adapters.models.LeNet;
import io.github.featurescope.adapters.models.ResNet;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class KinksTest {

  private static final INDArray IMAGES = Nd4j.rand(DataType.FLOAT, 3, 1, 12, 12);

  @Test
  void aStraightenedReplicaIsLinearUpToItsPoolingAndTheNetworkIsAsItWas() {
    MultiLayerNetwork network =
        LeNet.lenet().image(1, 12, 12).width(0.5).accelerated(false).build();
    INDArray before = network.output(IMAGES);
    SequentialNetwork replica = (SequentialNetwork) new SequentialNetwork(network).replica();

    assertThat(Kinks.straighten(replica.layers())).isEqualTo(4);
    assertThat(Kinks.straighten(replica.layers())).as("nothing is left").isZero();

    assertThat(network.output(IMAGES)).isEqualTo(before);
    assertThat(replica.model().output(IMAGES)).isNotEqualTo(before);
  }

  @Test
  void graphsAreStraightenedAlike() {
    ComputationGraph graph =
        ResNet.cifar(8).image(1, 12, 12).width(0.25).accelerated(false).build();
    INDArray before = graph.outputSingle(IMAGES);
    GraphNetwork replica = (GraphNetwork) new GraphNetwork(graph).replica();

    assertThat(Kinks.straighten(replica.layers())).isEqualTo(7);

    assertThat(graph.outputSingle(IMAGES)).isEqualTo(before);
    assertThat(replica.model().outputSingle(IMAGES)).isNotEqualTo(before);
  }

  /** At this size rounding switches units in every batch. */
  @Test
  @Tag("long")
  void resnet18IsAcceleratedAtItsPublishedSize() {
    Acceleration acceleration = OneDnn.accelerate(ResNet.resnet18().accelerated(false).build());

    assertThat(acceleration.active()).as(acceleration.toString()).isTrue();
  }
}
