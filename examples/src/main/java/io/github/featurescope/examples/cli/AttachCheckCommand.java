package io.github.featurescope.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.featurescope.adapters.HeadChoice;
import io.github.featurescope.adapters.TimeReduction;
import io.github.featurescope.examples.check.AttachCheck;
import io.github.featurescope.examples.check.SavedModel;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what would be watched of a saved model. */
@Command(
    name = "attach-check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Say what would be watched of a saved model, and what one probe of it costs.",
      "MODEL is a zip of Deeplearning4j's ModelSerializer (MultiLayerNetwork or ComputationGraph)"
          + " or a Keras model in HDF5."
    })
final class AttachCheckCommand implements Callable<Integer> {

  private static final int LAYERS_SHOWN = 8;

  @Parameters(paramLabel = "MODEL", description = "File of the model.")
  private Path file;

  @Option(
      names = "--output",
      paramLabel = "NAME",
      description = "The output to watch, where there are several.")
  private @Nullable String output;

  @Option(
      names = "--feature-layer",
      paramLabel = "NAME",
      description = "The layer whose output to watch, where it is not the head's input.")
  private @Nullable String featureLayer;

  @Option(
      names = "--over-time",
      paramLabel = "HOW",
      description = "${COMPLETION-CANDIDATES}: how a sequence becomes one sample.")
  private @Nullable TimeReduction overTime;

  @Option(
      names = "--input-shape",
      paramLabel = "SIZE",
      split = ",",
      description = "Shape of one example, such as 3,32,32, where the file does not tell it.")
  private long @Nullable [] inputShape;

  @Option(
      names = "--probe-size",
      paramLabel = "N",
      description = "Samples of the probe set; by default ${DEFAULT-VALUE}.")
  private int probeSize = WatchOptions.DEFAULT_PROBED;

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws JsonProcessingException {
    new Checks(spec).atLeast("--probe-size", probeSize, 20);
    if (inputShape != null) {
      for (long size : inputShape) {
        if (size < 1) {
          throw new ParameterException(
              spec.commandLine(), "--input-shape: every size is at least 1, such as 3,32,32");
        }
      }
    }
    AttachCheck check =
        AttachCheck.of(
            SavedModel.read(file),
            new HeadChoice(output, featureLayer, overTime),
            inputShape,
            probeSize);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new ObjectMapper().writeValueAsString(values(check)));
    } else {
      print(check, out);
    }
    return 0;
  }

  private static void print(AttachCheck check, PrintWriter out) {
    var head = check.head();
    line(
        out,
        "model",
        String.format(
            Locale.ROOT,
            "%s, %,d parameters, input %s",
            head.modelKind(),
            head.parameters(),
            Arrays.toString(check.inputShape())));
    line(
        out,
        "head",
        String.format(
            Locale.ROOT,
            "'%s': %d classes, %s bias",
            head.head(),
            head.classes(),
            head.bias() ? "with" : "without"));
    line(
        out,
        "features",
        String.format(
            Locale.ROOT, "what '%s' gives the head: p = %,d", head.featureLayer(), head.width()));
    boolean enough = check.samples() >= check.enoughSamples();
    line(
        out,
        "probe set",
        String.format(
            Locale.ROOT,
            "n = %,d, %s 5 p = %,d%s",
            check.samples(),
            enough ? "at least" : "below",
            check.enoughSamples(),
            enough ? "" : ": spectra would be biased; raise --probe-size"));
    line(out, "layers", layers(check.layers()));
    line(out, "computing", check.acceleration().toString());
    line(
        out,
        "one probe",
        String.format(
            Locale.ROOT,
            "%.3g s here: %.3g s forward, %.3g s measurements, on random input",
            check.forwardSeconds() + check.measurementSeconds(),
            check.forwardSeconds(),
            check.measurementSeconds()));
  }

  private static void line(PrintWriter out, String title, String text) {
    out.printf("%-10s %s%n", title, text);
  }

  private static String layers(List<String> names) {
    if (names.isEmpty()) {
      return "no inner layers";
    }
    String shown = String.join(", ", names.subList(0, Math.min(LAYERS_SHOWN, names.size())));
    return names.size() <= LAYERS_SHOWN
        ? shown
        : shown + " and " + (names.size() - LAYERS_SHOWN) + " more (--json lists them)";
  }

  private static Map<String, Object> values(AttachCheck check) {
    var head = check.head();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("modelKind", head.modelKind());
    values.put("parameters", head.parameters());
    values.put("inputShape", check.inputShape());
    values.put("head", head.head());
    values.put("classes", head.classes());
    values.put("bias", head.bias());
    values.put("featureLayer", head.featureLayer());
    values.put("p", head.width());
    values.put("n", check.samples());
    values.put("enoughSamples", check.samples() >= check.enoughSamples());
    values.put("layers", check.layers());
    values.put("accelerated", check.acceleration().active());
    values.put("acceleration", check.acceleration().toString());
    values.put("forwardSeconds", check.forwardSeconds());
    values.put("measurementSeconds", check.measurementSeconds());
    return values;
  }
}
