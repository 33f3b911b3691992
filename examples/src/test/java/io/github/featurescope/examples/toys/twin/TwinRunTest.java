package io.github.featurescope.examples.toys.twin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.examples.toys.patch.SignalNoiseSystem;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** DL4J's training against the exact recursion, both in double. */
class TwinRunTest {

  private static final double TOLERANCE = 1e-6;

  static Stream<Arguments> systems() {
    return Stream.of(
        Arguments.of("ReLU, benign", SignalNoiseSystem.relu(5).withDimension(200)),
        Arguments.of("ReLU, harmful", SignalNoiseSystem.relu(0.7).withDimension(200)),
        Arguments.of("label noise", SignalNoiseSystem.twoStages().withDimension(200)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("systems")
  void gammaAndRhoOfDl4jAreThoseOfTheRecursionOver500Steps(String name, SignalNoiseSystem system) {
    TwinRun run = TwinRun.of(system.withSteps(500), 1, 20);
    assertThat(run.moments().get(run.moments().size() - 1).truth().step()).isEqualTo(500);
    assertThat(run.difference()).isLessThan(TOLERANCE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cubed")
  void soAreThoseOfTheCubedRelu(String name, SignalNoiseSystem system) {
    TwinRun run = TwinRun.of(system.withDimension(200), 1, 20);
    assertThat(run.difference()).isLessThan(TOLERANCE);
  }

  static Stream<Arguments> cubed() {
    return Stream.of(
        Arguments.of("benign", SignalNoiseSystem.cubedRelu(25)),
        Arguments.of("harmful", SignalNoiseSystem.cubedRelu(5)));
  }
}
