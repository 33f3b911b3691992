package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.listeners.RunMeters;
import io.github.featurescope.listeners.RunSink;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {

  @TempDir private Path folder;

  private RecordedRun record(String name, List<ObjectNode> events) throws IOException {
    Path log = folder.resolve(name + ".jsonl");
    events.get(0).put("run", name);
    Files.writeString(
        log, events.stream().map(event -> event + "\n").collect(Collectors.joining()));
    return RecordedRun.read(log);
  }

  private static RunSink heard(List<ObjectNode> into) {
    return new RunSink() {
      @Override
      public void event(ObjectNode event) {
        into.add(event);
      }
    };
  }

  @Test
  void everyEventIsShownOnceInOrder() throws Exception {
    List<ObjectNode> events = SyntheticRun.events();
    List<ObjectNode> heard = new ArrayList<>();
    List<RecordedRun.Event> progress = new ArrayList<>();

    Replay.atSpeed(Double.POSITIVE_INFINITY)
        .add(record("a", events), List.of(heard(heard)))
        .play(progress::add);

    assertThat(heard).containsExactlyElementsOf(events);
    assertThat(progress).hasSameSizeAs(events);
  }

  @Test
  void runsBeginTogether() throws Exception {
    List<ObjectNode> first = SyntheticRun.events();
    List<ObjectNode> later = SyntheticRun.events();
    for (ObjectNode event : later) {
      Instant time = Instant.parse(event.path("time").asText());
      event.put("time", time.plus(Duration.ofDays(3)).toString());
    }
    List<ObjectNode> heard = new ArrayList<>();

    Replay.atSpeed(Double.POSITIVE_INFINITY)
        .add(record("a", first), List.of(heard(heard)))
        .add(record("b", later), List.of(heard(heard)))
        .play(event -> {});

    // The probe before training has the time of the start.
    assertThat(heard.subList(0, 4).stream().map(event -> event.path("event").asText()))
        .containsExactlyInAnyOrder("start", "probe", "start", "probe");
    assertThat(heard).hasSize(first.size() + later.size());
  }

  @Test
  void lengthIsTheRecordedOneOverTheSpeed() throws IOException {
    List<ObjectNode> events = SyntheticRun.events();
    Duration recorded =
        Duration.between(
            Instant.parse(events.get(0).path("time").asText()),
            Instant.parse(events.get(events.size() - 1).path("time").asText()));

    Replay replay = Replay.atSpeed(4).add(record("a", events), List.of());

    assertThat(replay.length().toMillis()).isEqualTo(Math.round(recorded.toMillis() / 4.0));
    assertThat(replay.events()).isEqualTo(events.size());
  }

  @Test
  void metersShowTheLastEvent() throws Exception {
    List<ObjectNode> events = SyntheticRun.events();
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    RunMeters meters = RunMeters.create();
    meters.bindTo(registry);

    Replay.atSpeed(1e9).add(record("a", events), List.of(meters.sink())).play(event -> {});

    assertThat(registry.get("featurescope.epoch").gauge().value()).isEqualTo(SyntheticRun.EPOCHS);
  }

  @Test
  void anInterruptEndsIt() throws Exception {
    RecordedRun run = record("a", SyntheticRun.events());
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> Replay.atSpeed(1e-3).add(run, List.of()).play(event -> {}))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void aSpeedThatIsNoneIsRefused() {
    for (double speed : new double[] {0, -1, Double.NaN}) {
      assertThatThrownBy(() -> Replay.atSpeed(speed))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("above 0");
    }
  }
}
