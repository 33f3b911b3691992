package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.probes.WrongLabelFit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StageTest {

  private static WrongLabelFit.Result fit(
      int wrong, @Nullable Double asGiven, @Nullable Double asTrue) {
    return new WrongLabelFit.Result(wrong, 0.5, 0.5, asGiven, asTrue);
  }

  @Test
  void neitherLabelLeads() {
    assertThat(Stage.read(fit(100, 0.1, 0.12), null)).isEqualTo(Stage.INITIAL);
  }

  @Test
  void theTrueLabelLeads() {
    assertThat(Stage.read(fit(100, 0.05, 0.8), Stage.INITIAL)).isEqualTo(Stage.STAGE_ONE);
  }

  @Test
  void theWrongLabelLeads() {
    assertThat(Stage.read(fit(100, 0.9, 0.05), Stage.STAGE_ONE)).isEqualTo(Stage.STAGE_TWO);
  }

  @Test
  void aLeadByChanceChangesNothing() {
    // Standard error of the lead: sqrt((0.48 + 0.42 - 0.06²)/50) = 0.134.
    assertThat(Stage.read(fit(50, 0.48, 0.42), Stage.STAGE_ONE)).isEqualTo(Stage.STAGE_ONE);
    assertThat(Stage.read(fit(5000, 0.48, 0.42), Stage.STAGE_ONE)).isEqualTo(Stage.STAGE_TWO);
  }

  @Test
  void thereIsNoStageWithoutWrongLabels() {
    assertThat(Stage.read(fit(0, null, null), null)).isNull();
  }
}
