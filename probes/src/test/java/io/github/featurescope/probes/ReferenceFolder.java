package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.nd4j.shade.jackson.core.json.JsonReadFeature;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.json.JsonMapper;

/** The slow NumPy reference, its fixtures and how a report is compared with them. */
final class ReferenceFolder {

  private static final double RELATIVE = 1e-8;
  private static final double SMALL = 1e-6;
  private static final String GWA = ".gradientWeightAlignment.";
  private static final String PYTHON =
      System.getProperty("featurescope.python", "/usr/bin/python3");

  private ReferenceFolder() {}

  /** Finds the folder, or skips the test. */
  static Path require() {
    Path folder =
        Path.of(System.getProperty("featurescope.reference", "../../shared/reference"))
            .toAbsolutePath()
            .normalize();
    assumeTrue(
        Files.isRegularFile(folder.resolve("reference.py")),
        () -> "no reference folder at " + folder + "; set -Dfeaturescope.reference to it");
    return folder;
  }

  /** Skips the test where there is no Python with NumPy. */
  static void requirePython() throws IOException, InterruptedException {
    assumeTrue(
        Files.isExecutable(Path.of(PYTHON)) && runs("-c", "import numpy"),
        () -> "no Python with NumPy at " + PYTHON + "; set -Dfeaturescope.python to one");
  }

  private static boolean runs(String... arguments) throws IOException, InterruptedException {
    return start(null, arguments).waitFor() == 0;
  }

  private static Process start(Path output, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(PYTHON));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectOutput(
            output == null
                ? ProcessBuilder.Redirect.DISCARD
                : ProcessBuilder.Redirect.to(output.toFile()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Makes inputs and expected values of a shape. */
  static void make(Path folder, int seed, int n, int p, int classes)
      throws IOException, InterruptedException {
    String script = require().resolve("reference.py").toString();
    assertThat(runs(script, "--make", folder.toString(), "" + seed, "" + n, "" + p, "" + classes))
        .as("reference.py --make")
        .isTrue();
    Process process = start(folder.resolve("expected.json"), script, folder.toString());
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("reference.py in time").isTrue();
    assertThat(process.exitValue()).as("exit code of reference.py").isZero();
  }

  static Snapshot snapshot(Path folder) throws IOException {
    return Snapshot.builder(
            NpyFile.read(folder.resolve("features.npy")).matrix(),
            NpyFile.read(folder.resolve("logits.npy")).matrix(),
            NpyFile.read(folder.resolve("labels.npy")).ints(),
            NpyFile.read(folder.resolve("weights.npy")).matrix())
        .build();
  }

  /** Compares every number of expected.json; each must be in the report. */
  static void assertMatches(Path folder) throws IOException {
    Report report = Report.of(snapshot(folder), Measurements.full());
    Map<String, Double> actual = flatten(report);
    Map<String, Double> expected = new TreeMap<>();
    ObjectMapper json =
        JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
    flatten("", json.readTree(folder.resolve("expected.json").toFile()), expected);
    // The reference has no value where a sample has no gradient; ours leaves the sample out.
    expected.entrySet().removeIf(e -> e.getKey().startsWith(GWA) && e.getValue().isNaN());
    List<String> differences = new ArrayList<>();
    expected.forEach(
        (name, value) -> {
          Double found = actual.get(name);
          if (found == null || !(Math.abs(found - value) <= tolerance(value))) {
            differences.add(name + ": expected " + value + ", found " + found);
          }
        });
    assertThat(expected).hasSizeGreaterThan(30);
    assertThat(differences).as("of %s, undefined %s", folder, report.undefined()).isEmpty();
  }

  private static double tolerance(double expected) {
    return RELATIVE * (Math.abs(expected) < SMALL ? 1 : Math.abs(expected));
  }

  private static void flatten(String name, JsonNode node, Map<String, Double> into) {
    if (node.isObject()) {
      for (Iterator<Map.Entry<String, JsonNode>> it = node.fields(); it.hasNext(); ) {
        Map.Entry<String, JsonNode> field = it.next();
        flatten(name + "." + field.getKey(), field.getValue(), into);
      }
    } else if (node.isArray()) {
      into.put(name + ".length", (double) node.size());
      for (int i = 0; i < node.size(); i++) {
        flatten(name + "[" + i + "]", node.get(i), into);
      }
    } else {
      into.put(name, node.asDouble());
    }
  }

  private static Map<String, Double> flatten(Report report) {
    Map<String, Double> values = new TreeMap<>();
    values.put(".n", (double) report.samples());
    values.put(".p", (double) report.width());
    values.put(".classes", (double) report.classes());
    report
        .results()
        .forEach(
            (measurement, result) -> {
              String prefix = measurement.key().isEmpty() ? "" : "." + measurement.key();
              for (RecordComponent component : result.getClass().getRecordComponents()) {
                flatten(prefix + "." + component.getName(), read(component, result), values);
              }
            });
    return values;
  }

  private static Object read(RecordComponent component, Record result) {
    try {
      return component.getAccessor().invoke(result);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void flatten(String name, Object value, Map<String, Double> into) {
    if (value instanceof double[] array) {
      into.put(name + ".length", (double) array.length);
      for (int i = 0; i < array.length; i++) {
        into.put(name + "[" + i + "]", array[i]);
      }
    } else if (value instanceof Number number) {
      into.put(name, number.doubleValue());
    }
  }
}
