package io.github.featurescope.adapters;

import java.util.function.Supplier;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Leaves the training thread's random numbers where they were.
 *
 * <p>Inference mode draws none, but {@code Nd4j.linspace} runs as a random operation and moves the
 * generator on, and {@code LastTimeStepVertex} calls it wherever there is a mask.
 */
final class RandomState {

  private RandomState() {}

  static <T> T kept(Supplier<T> reading) {
    Random random = Nd4j.getRandom();
    long root = random.rootState();
    long node = random.nodeState();
    try {
      return reading.get();
    } finally {
      random.setStates(root, node);
    }
  }
}
