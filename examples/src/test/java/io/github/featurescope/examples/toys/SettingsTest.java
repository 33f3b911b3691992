package io.github.featurescope.examples.toys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.featurescope.examples.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  private static Settings of(String... assignments) {
    return Settings.of(new StubToy(), List.of(assignments));
  }

  @Test
  void whatIsNotSetIsTheDefault() {
    Settings settings = of("steps=3", "flag=true");
    assertThat(settings.get(StubToy.STEPS)).isEqualTo(3);
    assertThat(settings.get(StubToy.FLAG)).isTrue();
    assertThat(settings.get(StubToy.FACTOR)).isEqualTo(2.0);
    assertThat(settings).hasToString("factor=2.0 steps=3 break=1000 kind=plain flag=true");
  }

  @Test
  void anUnknownKeyIsRefusedWithThoseThereAre() {
    assertThatThrownBy(() -> of("stps=3"))
        .isInstanceOf(InputException.class)
        .hasMessage("stps: stub has no such parameter; it has factor, steps, break, kind, flag");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "steps=0 | steps = 0: give a whole number of at least 1 (how many)",
        "steps=1.5 | steps = 1.5: give a whole number of at least 1 (how many)",
        "factor=11 | factor = 11: give a number from -10 to 10 (what the step is multiplied by)",
        "factor=NaN | factor = NaN: give a number from -10 to 10 (what the step is multiplied by)",
        "kind=even | kind = even: give one of plain, odd (of nothing)",
        "flag=yes | flag = yes: give true or false (nothing)",
        "steps | 'steps': give key=value, such as factor=2.0"
      })
  void aBadValueIsRefusedWithWhatIsAllowed(String assignment, String message) {
    assertThatThrownBy(() -> of(assignment)).isInstanceOf(InputException.class).hasMessage(message);
  }

  @Test
  void valuesThatDoNotGoTogetherAreRefused() {
    assertThatThrownBy(() -> of("factor=0", "steps=1")).hasMessage("factor = 0: take more steps");
  }

  @Test
  void infinityIsNotAboveAnything() {
    assertThat(Range.above(0).contains(Double.POSITIVE_INFINITY)).isFalse();
    assertThat(Range.above(0).contains(0)).isFalse();
    assertThat(Range.atLeast(0).contains(0)).isTrue();
  }
}
