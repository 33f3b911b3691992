package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunsTest {

  private final List<String> forgotten = new ArrayList<>();
  private final Runs runs = Runs.create(forgotten::add);

  private static ObjectNode event(String kind) {
    return new ObjectMapper().createObjectNode().put("event", kind);
  }

  private String start(Runs.Source source, String name) {
    return Runs.of(runs.named(source, event("start").put("run", name)));
  }

  @Test
  void eventsCarryTheRunThatStartedLastAtTheirSource() {
    Runs.Source one = Runs.Source.live(null);
    Runs.Source other = Runs.Source.live(null);
    start(one, "a");
    start(other, "b");

    assertThat(Runs.of(runs.named(one, event("probe")))).isEqualTo("a");
    assertThat(Runs.of(runs.named(other, event("end")))).isEqualTo("b");
  }

  @Test
  void theEventItselfIsLeftAsItIs() {
    Runs.Source source = Runs.Source.live(null);
    start(source, "a");
    ObjectNode probe = event("probe");
    runs.named(source, probe);

    assertThat(probe.has("run")).isFalse();
  }

  @Test
  void aRunThatGoesOnKeepsItsName() {
    assertThat(start(Runs.Source.live(null), "a")).isEqualTo("a");
    assertThat(start(Runs.Source.live(null), "a")).isEqualTo("a");
  }

  @Test
  void aRecordedRunOfTheSameNameIsAnotherRun() {
    assertThat(start(Runs.Source.recorded(null), "a")).isEqualTo("a");
    assertThat(start(Runs.Source.recorded(null), "a")).isEqualTo("a (2)");
    assertThat(start(Runs.Source.live(null), "a")).isEqualTo("a (3)");
  }

  @Test
  void theEldestIsForgottenWhenThereAreTooMany() {
    for (int i = 0; i <= Runs.MAX_RUNS; i++) {
      start(Runs.Source.live(null), "run " + i);
    }

    assertThat(forgotten).containsExactly("run 0");
  }

  @Test
  void suspectsSayWhetherThereArePictures() throws Exception {
    Runs.Source source = Runs.Source.live(id -> Optional.of(new byte[] {1}));
    start(source, "a");

    assertThat(runs.named(source, event("suspects")).path("pictures").asBoolean()).isTrue();
    assertThat(runs.picture("a", 3)).isPresent();
    assertThat(runs.picture("b", 3)).isEmpty();
  }
}
