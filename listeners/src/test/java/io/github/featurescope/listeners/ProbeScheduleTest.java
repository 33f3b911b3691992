package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProbeScheduleTest {

  @Test
  void everyKIterations() {
    ProbeSchedule schedule = ProbeSchedule.everyIterations(3);

    assertThat(schedule.dueAfterIteration(2)).isFalse();
    assertThat(schedule.dueAfterIteration(3)).isTrue();
    assertThat(schedule.dueAfterIteration(6)).isTrue();
    assertThat(schedule.dueAfterEpoch()).isFalse();
  }

  @Test
  void listedIterations() {
    ProbeSchedule schedule = ProbeSchedule.atIterations(1, 10);

    assertThat(schedule.dueAfterIteration(1)).isTrue();
    assertThat(schedule.dueAfterIteration(9)).isFalse();
    assertThat(schedule.dueAfterIteration(10)).isTrue();
  }

  @Test
  void affordsWhatStaysUnderTheBudget() {
    ProbeSchedule schedule = ProbeSchedule.everyEpoch().within(0.1);

    assertThat(schedule.affords(0.5, 0.5, 10)).isTrue();
    assertThat(schedule.affords(0.6, 0.5, 10)).isFalse();
    assertThat(schedule.dueAfterEpoch()).isTrue();
  }

  @Test
  void spacesProbesSoThatTheirSumStaysUnderTheBudget() {
    ProbeSchedule schedule = ProbeSchedule.everyIterations(1).within(0.05);
    double cost = 0.3;
    double spent = cost; // the probe before training
    for (double trained = 0.1; trained < 60; trained += 0.1) {
      if (schedule.affords(spent, cost, trained)) {
        spent += cost;
        assertThat(spent).isLessThanOrEqualTo(0.05 * trained);
      }
    }

    assertThat(spent).isBetween(2.6, 3.0);
  }

  @Test
  void refusesWhatIsNoSchedule() {
    assertThatThrownBy(() -> ProbeSchedule.everyIterations(0)).hasMessageContaining("0");
    assertThatThrownBy(() -> ProbeSchedule.atIterations(0)).hasMessageContaining("from 1");
    assertThatThrownBy(ProbeSchedule::atIterations).hasMessageContaining("at least one");
    assertThatThrownBy(() -> ProbeSchedule.everyEpoch().within(0)).hasMessageContaining("0.02");
    assertThatThrownBy(() -> ProbeSchedule.everyEpoch().within(Double.NaN))
        .hasMessageContaining("NaN");
  }

  @Test
  void saysWhatItIs() {
    assertThat(ProbeSchedule.everyEpoch().within(0.02))
        .hasToString("every epoch, within 2.00 % of the training time");
  }
}
