package io.github.featurescope.examples.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.examples.InputException;
import io.github.featurescope.listeners.ProbeSet;
import io.github.featurescope.listeners.RunJson;
import io.github.featurescope.listeners.RunLog;
import io.github.featurescope.listeners.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sets recorded runs side by side: in which settings they differ, and what became of them. */
public final class RunComparison {

  private static final String TRUE_ACCURACY = "sets." + RunSummary.TEST + ".wrongLabels.accuracy";
  private static final String MEMORISED = "sets." + ProbeSet.TRAIN + ".wrongLabels.wrongAsGiven";
  private static final String RICHNESS = "sets." + ProbeSet.TRAIN + ".dlr.doubleCentred";
  private static final String DIMENSION = "sets." + ProbeSet.TRAIN + ".centred.effectiveDimension";

  private final List<Recorded> runs;

  private RunComparison(List<Recorded> runs) {
    this.runs = runs;
  }

  /** A run as its log tells it. */
  private record Recorded(String name, Map<String, String> settings, List<ObjectNode> probes) {}

  /**
   * Reads the logs of runs.
   *
   * @param folders of runs, at least one
   * @return the comparison, in the order given
   * @throws InputException if a folder holds no run log, or a log no probe after training began
   */
  public static RunComparison of(List<Path> folders) {
    return new RunComparison(folders.stream().map(RunComparison::read).toList());
  }

  private static Recorded read(Path folder) {
    String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    Map<String, String> settings = new LinkedHashMap<>();
    List<ObjectNode> probes = new ArrayList<>();
    for (ObjectNode event : RunLog.read(RunFolder.open(folder).log())) {
      String kind = event.path("event").asText();
      if (kind.equals("start")) {
        event
            .path("settings")
            .properties()
            .forEach(s -> settings.put(s.getKey(), text(s.getValue())));
      } else if (kind.equals("probe") && event.path("epoch").asInt() > 0) {
        probes.add(event);
      }
    }
    if (probes.isEmpty()) {
      throw new InputException(
          folder + ": the run log holds no probe after the first epoch; let the run go on longer");
    }
    return new Recorded(name, settings, probes);
  }

  private static String text(JsonNode setting) {
    return setting.isNumber()
        ? setting.decimalValue().stripTrailingZeros().toPlainString()
        : setting.asText();
  }

  /**
   * Draws the table.
   *
   * @return lines of Markdown; a dash where a run does not measure something
   */
  public List<String> markdown() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "run",
            "settings that differ",
            "best test accuracy, at epoch",
            "at the end",
            "wrong labels memorised",
            "D_LR, best → end",
            "effective dimension, best → end",
            "verdict turns at epoch"));
    Set<String> differing = differing();
    runs.forEach(run -> rows.add(row(run, differing)));
    return Table.markdown(rows);
  }

  private Set<String> differing() {
    Set<String> keys = new LinkedHashSet<>();
    runs.forEach(run -> keys.addAll(run.settings().keySet()));
    keys.removeIf(
        key ->
            runs.stream().map(run -> run.settings().getOrDefault(key, "")).distinct().count() < 2);
    return keys;
  }

  private static List<String> row(Recorded run, Set<String> differing) {
    ObjectNode last = run.probes().get(run.probes().size() - 1);
    ObjectNode best = best(run);
    return List.of(
        run.name(),
        settings(run, differing),
        best == null ? "–" : percent(best, TRUE_ACCURACY) + " at " + best.path("epoch").asInt(),
        percent(last, TRUE_ACCURACY),
        percent(last, MEMORISED),
        course(best, last, RICHNESS, "%.2f"),
        course(best, last, DIMENSION, "%.0f"),
        turned(run));
  }

  private static String settings(Recorded run, Set<String> differing) {
    List<String> named = new ArrayList<>();
    for (String key : differing) {
      if (run.settings().containsKey(key)) {
        named.add(key + " " + run.settings().get(key));
      }
    }
    return named.isEmpty() ? "–" : String.join(", ", named);
  }

  /** The probe of the best test accuracy; the first of several. */
  private static @Nullable ObjectNode best(Recorded run) {
    ObjectNode best = null;
    for (ObjectNode probe : run.probes()) {
      JsonNode accuracy = RunJson.at(probe, TRUE_ACCURACY);
      if (accuracy.isNumber()
          && (best == null || accuracy.asDouble() > RunJson.at(best, TRUE_ACCURACY).asDouble())) {
        best = probe;
      }
    }
    return best;
  }

  private static String percent(ObjectNode probe, String path) {
    JsonNode value = RunJson.at(probe, path);
    return value.isNumber() ? String.format(Locale.ROOT, "%.1f %%", 100 * value.asDouble()) : "–";
  }

  private static String course(
      @Nullable ObjectNode best, ObjectNode last, String path, String format) {
    String end = number(last, path, format);
    return best == null ? end : number(best, path, format) + " → " + end;
  }

  private static String number(ObjectNode probe, String path, String format) {
    JsonNode value = RunJson.at(probe, path);
    return value.isNumber() ? String.format(Locale.ROOT, format, value.asDouble()) : "–";
  }

  private static String turned(Recorded run) {
    return run.probes().stream()
        .filter(
            probe ->
                Objects.equals(
                    RunJson.at(probe, "verdict.state").asText(),
                    Verdict.State.MEMORISING_NOISE.name()))
        .findFirst()
        .map(probe -> probe.path("epoch").asText())
        .orElse("never");
  }
}
