package io.github.featurescope.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code featurescope probe DIR --json} answers as the NumPy reference does. */
class ReferenceFixturesTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String PYTHON = "/usr/bin/python3";

  @TempDir private Path folder;

  private static Path reference() {
    Path path = Path.of(System.getProperty("featurescope.reference", "../../shared/reference"));
    Assumptions.assumeTrue(
        Files.isDirectory(path),
        () -> "skipped: no reference in " + path + "; name it with -Dfeaturescope.reference");
    return path;
  }

  private static JsonNode probe(Path directory) throws IOException {
    StringWriter out = new StringWriter();
    int code =
        FeatureScopeCli.commandLine()
            .setOut(new PrintWriter(out, true))
            .execute("probe", directory.toString(), "--json");
    assertThat(code).isZero();
    return MAPPER.readTree(out.toString());
  }

  /** Every number of the reference, to a relative tolerance, absolute where it is below 1e-6. */
  private static void assertAgree(
      JsonNode actual, JsonNode expected, double tolerance, String path) {
    if (expected.isObject()) {
      for (Map.Entry<String, JsonNode> entry : expected.properties()) {
        assertThat(actual.has(entry.getKey())).as(path + entry.getKey()).isTrue();
        assertAgree(
            actual.get(entry.getKey()), entry.getValue(), tolerance, path + entry.getKey() + ".");
      }
    } else if (expected.isArray()) {
      assertThat(actual.size()).as(path).isEqualTo(expected.size());
      for (int i = 0; i < expected.size(); i++) {
        assertAgree(actual.get(i), expected.get(i), tolerance, path + i + ".");
      }
    } else {
      double value = expected.asDouble();
      double allowed = tolerance * (Math.abs(value) < 1e-6 ? 1 : Math.abs(value));
      assertThat(Math.abs(actual.asDouble() - value))
          .as("%s is %s, the reference says %s", path, actual, expected)
          .isLessThanOrEqualTo(allowed);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "binary", "wide"})
  void agreesOnTheFixtures(String name) throws IOException {
    Path fixture = reference().resolve(name);

    JsonNode expected = MAPPER.readTree(fixture.resolve("expected.json").toFile());
    assertAgree(probe(fixture), expected, 1e-8, "");
  }

  @ParameterizedTest
  @CsvSource({"7,60,90,3", "8,300,20,10", "9,64,64,4"})
  void agreesOnRandomShapes(int seed, int n, int p, int c)
      throws IOException, InterruptedException {
    Path script = reference().resolve("reference.py");
    python(script, "--make", folder.toString(), "" + seed, "" + n, "" + p, "" + c);

    JsonNode expected = MAPPER.readTree(python(script, folder.toString()));
    assertAgree(probe(folder), expected, 1e-8, "");
  }

  @Test
  void agreesOnSinglePrecision() throws IOException, InterruptedException {
    Path script = reference().resolve("reference.py");
    python(script, "--make", folder.toString(), "5", "200", "30", "5");
    JsonNode expected = MAPPER.readTree(python(script, folder.toString()));
    String narrow =
        "import numpy as np, sys\n"
            + "for k in ('features', 'logits', 'weights'):\n"
            + "    f = sys.argv[1] + '/' + k + '.npy'\n"
            + "    np.save(f, np.load(f).astype(np.float32))\n";
    Path file = Files.writeString(folder.resolve("narrow.py"), narrow);
    python(file, folder.toString());

    assertAgree(probe(folder), expected, 1e-4, "");
  }

  private static String python(Path script, String... args)
      throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of(PYTHON)), "skipped: no " + PYTHON + " with NumPy");
    String[] command = new String[args.length + 2];
    command[0] = PYTHON;
    command[1] = script.toString();
    System.arraycopy(args, 0, command, 2, args.length);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    Assumptions.assumeFalse(
        out.contains("No module named 'numpy'"), "skipped: " + PYTHON + " has no NumPy");
    assertThat(code).as(out).isZero();
    return out;
  }
}
