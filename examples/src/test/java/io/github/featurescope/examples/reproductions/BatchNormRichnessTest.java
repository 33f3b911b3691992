package io.github.featurescope.examples.reproductions;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.adapters.models.Vgg;
import io.github.featurescope.adapters.onednn.OneDnn;
import io.github.featurescope.listeners.ProbeSet;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Nesterovs;

/**
 * Batch normalisation lowers D<sub>LR</sub> on VGG-16 (arXiv 2410.04264: from 0.66 to 0.073 on
 * CIFAR-100, where the network without it hardly learned): same images, order, optimiser, learning
 * rate and epochs.
 */
@Tag("long")
class BatchNormRichnessTest {

  private static final int EPOCHS = 12;
  private static final int BATCH = 32;
  private static final double RATE = 0.02;
  private static final int SEEDS = 3;

  private static WatchedRun train(boolean batchNorm, long seed) {
    MultiLayerNetwork vgg =
        Vgg.vgg16()
            .batchNorm(batchNorm)
            .width(0.125)
            .updater(new Nesterovs(Schedules.tenthAtTheEnd(RATE, EPOCHS), 0.9))
            .l2(5e-4)
            .seed(seed)
            .build();
    OneDnn.accelerate(vgg);
    String name = batchNorm ? "with batch normalisation" : "without";
    return new WatchedRun.Plan(name, BATCH, EPOCHS, 640, seed, WatchedRun.RICHNESS)
        .train(vgg, ImageSets.real("cifar10", 2000, 640, 1000, seed));
  }

  @Test
  void batchNormalisationHalvesDlrOrBetter() {
    List<WatchedRun> runs = new ArrayList<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      runs.add(train(false, seed));
      runs.add(train(true, seed));
    }
    Curves curves = new Curves("dlr-batch-norm", "VGG-16, width 1/8, CIFAR-10", runs);
    curves.write();
    System.out.print(curves.summary());

    for (String set : List.of(ProbeSet.TRAIN, ProbeSet.HELD_OUT)) {
      for (int i = 0; i < runs.size(); i += 2) {
        double without = WatchedRun.richness(runs.get(i).last(set));
        double with = WatchedRun.richness(runs.get(i + 1).last(set));
        assertThat(with)
            .as("D_LR with batch normalisation on %s, seed %d", set, runs.get(i).seed())
            .isLessThan(without / 2);
      }
    }
  }
}
