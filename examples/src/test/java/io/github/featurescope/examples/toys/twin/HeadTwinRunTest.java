package io.github.featurescope.examples.toys.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.featurescope.examples.toys.attention.AttentionSystem;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** SameDiff's training of the transformer against the closed form, both in double. */
class HeadTwinRunTest {

  private static AttentionSystem system(double strength) {
    return new AttentionSystem(
        20, 50, 4, strength, true, 1, 0, 10, 0.05, 0.02, false, 0.05, 500, 0);
  }

  static Stream<Arguments> systems() {
    return Stream.of(
        Arguments.of("signal learned", system(8), 0.5, 1.0),
        Arguments.of("noise learned", system(1), 0.0, 0.25));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("systems")
  void weightsOfSameDiffAreThoseOfTheClosedFormOver500Steps(
      String name, AttentionSystem system, double least, double most) {
    HeadTwinRun run = HeadTwinRun.of(system, 1, 8);
    HeadTwinRun.Moment last = run.moments().get(run.moments().size() - 1);
    assertThat(last.step()).isEqualTo(500);
    assertThat(last.attention()).isBetween(least, most);
    assertThat(run.difference()).isLessThan(1e-6);
  }

  @Test
  void theSignOfTheGradientIsRefused() {
    assertThatThrownBy(() -> HeadTwinRun.of(AttentionSystem.sparseNoise(), 1, 3))
        .hasMessageContaining("sign = true");
  }
}
