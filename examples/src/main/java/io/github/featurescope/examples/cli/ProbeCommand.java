package io.github.featurescope.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.examples.npy.SnapshotFolder;
import io.github.featurescope.listeners.Metric;
import io.github.featurescope.listeners.MetricCatalogue;
import io.github.featurescope.listeners.RunJson;
import io.github.featurescope.probes.Measurements;
import io.github.featurescope.probes.Report;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures a snapshot that any framework has dumped. */
@Command(
    name = "probe",
    mixinStandardHelpOptions = true,
    description = {
      "Measure a snapshot that any framework has dumped.",
      "DIR holds features.npy [n, p], logits.npy [n, C], labels.npy [n] and weights.npy [C, p]"
          + " (head weights without bias); true-labels.npy [n] if they are known."
    })
final class ProbeCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "Folder of the .npy files.")
  private Path folder;

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws JsonProcessingException {
    Report report = Report.of(SnapshotFolder.read(folder), Measurements.full());
    ObjectNode values = RunJson.report(report);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(values));
    } else {
      print(values, out);
    }
    return 0;
  }

  private static void print(ObjectNode values, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "n = %d samples, p = %d features, C = %d classes%n%n",
        values.get("n").asInt(),
        values.get("p").asInt(),
        values.get("classes").asInt());
    for (Metric metric : MetricCatalogue.metrics()) {
      JsonNode value = RunJson.at(values, metric.path());
      if (metric.scope() == Metric.Scope.SET && value.isNumber()) {
        out.printf(
            Locale.ROOT, "%-42s %10.4g  %s%n", metric.title(), value.asDouble(), metric.range());
      }
    }
    values
        .path("undefined")
        .properties()
        .forEach(e -> out.printf("%n%s has no value: %s%n", e.getKey(), e.getValue().asText()));
  }
}
