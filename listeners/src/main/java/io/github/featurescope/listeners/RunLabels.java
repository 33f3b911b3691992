package io.github.featurescope.listeners;

import io.github.featurescope.adapters.HeadDescription;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the user calls a run and says of it beside. */
final class RunLabels {

  private static final DateTimeFormatter RUN_NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  private final Map<String, Object> settings = new LinkedHashMap<>();
  private @Nullable String modelName;
  private @Nullable String run;

  void modelName(String name) {
    modelName = name;
  }

  void run(String name) {
    run = name;
  }

  /** Takes a setting that has a plain form in JSON. */
  void setting(String key, Object value) {
    RunInfo.requirePlain(key, value);
    settings.put(key, value);
  }

  /** Joins them with what is fixed about the run. */
  RunInfo describe(
      Instant now,
      HeadDescription head,
      List<ProbeSet> sets,
      @Nullable Riding riding,
      List<String> layers,
      ProbeSchedule schedule,
      Stopping stopping,
      Training training) {
    if (riding != null) {
      settings.putIfAbsent("riding", riding.toString());
    }
    if (stopping.acts()) {
      settings.putIfAbsent("stop", stopping.toString());
    }
    return new RunInfo(
        run == null ? RUN_NAME.format(now) : run,
        now,
        FeatureScopeVersion.get(),
        modelName == null ? head.modelKind() : modelName,
        head,
        Stream.concat(
                sets.stream()
                    .map(s -> new RunInfo.SetInfo(s.name(), s.size(), s.trueLabels().isPresent())),
                Stream.ofNullable(riding).map(stream -> stream.info(head.width())))
            .toList(),
        layers,
        schedule.toString(),
        schedule.budget(),
        training.iterationsDone(),
        training.epochsDone(),
        Collections.unmodifiableMap(new LinkedHashMap<>(settings)));
  }
}
