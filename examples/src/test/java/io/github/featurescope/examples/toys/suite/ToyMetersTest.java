package io.github.featurescope.examples.toys.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.examples.toys.Settings;
import io.github.featurescope.examples.toys.StubToy;
import io.github.featurescope.examples.toys.ToyRun;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToyMetersTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final StubToy toy = new StubToy();
  private final ToyMeters meters = ToyMeters.of(toy, 7, registry);

  private double gauge(String name) {
    return registry.get(name).tag("toy", "stub").tag("seed", "7").gauge().value();
  }

  @Test
  void gaugesShowTheLastRow() {
    ToyRun.train(toy, Settings.of(toy, List.of("steps=5")), 7, meters);
    assertThat(gauge("featurescope.toy.step")).isEqualTo(5);
    assertThat(gauge("featurescope.toy.value")).isEqualTo(10);
    assertThat(gauge("featurescope.toy.none")).isNaN();
  }

  @Test
  void beforeTheFirstRowThereIsNoValue() {
    assertThat(gauge("featurescope.toy.value")).isNaN();
  }
}
