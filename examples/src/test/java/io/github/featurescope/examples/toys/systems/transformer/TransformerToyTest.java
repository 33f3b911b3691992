package io.github.featurescope.examples.toys.systems.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.examples.toys.Evidence;
import io.github.featurescope.examples.toys.Trajectory;
import org.junit.jupiter.api.Test;

class TransformerToyTest {

  private static Trajectory run(double strength) {
    return Evidence.of(new TransformerToy(), 1).run("fresh=100", "strength=" + strength);
  }

  @Test
  void attentionGoesToAStrongSignalAndToNoiseBesideAWeakOne() {
    Trajectory strong = run(14);
    Trajectory weak = run(2);
    assertThat(strong.last("loss")).isLessThanOrEqualTo(0.02);
    assertThat(weak.last("loss")).isLessThanOrEqualTo(0.02);
    assertThat(strong.last("attentionSignal")).isGreaterThan(0.5);
    assertThat(weak.last("attentionNoise")).isGreaterThan(0.9);
    assertThat(strong.last("testError")).isZero();
    assertThat(weak.last("testError")).isGreaterThan(0.3);
  }
}
