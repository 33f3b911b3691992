package io.github.featurescope.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CommandLineTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;

  record Answer(int code, String out, String err) {}

  static Answer run(String... args) {
    StringWriter err = new StringWriter();
    StringWriter out = new StringWriter();
    PrintStream stdout = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (PrintStream caught = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      System.setOut(caught);
      CommandLine line = FeatureScopeCli.commandLine();
      line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
      int code = line.execute(args);
      return new Answer(code, out + printed.toString(StandardCharsets.UTF_8), err.toString());
    } finally {
      System.setOut(stdout);
    }
  }

  /** A run of seconds. */
  private String[] small(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "train",
                "--epochs=2",
                "--train-size=100",
                "--test-size=50",
                "--probe-size=60",
                "--width=0.0625",
                "--port=0",
                "--out=" + folder.resolve("run")));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  @Test
  void trainsAndLeavesLogSummaryAndReport() throws IOException {
    Answer answer = run(small());

    assertThat(answer.err()).isEmpty();
    assertThat(answer.code()).isZero();
    assertThat(answer.out())
        .contains("live page  http://127.0.0.1:")
        .contains("  2/2 ")
        .contains("report ");
    assertThat(folder.resolve("run/run.jsonl")).exists();
    JsonNode summary = MAPPER.readTree(folder.resolve("run/summary.json").toFile());
    assertThat(summary.at("/epochs").asInt()).isEqualTo(2);
    assertThat(summary.at("/testAccuracy/best").isNumber()).isTrue();
    assertThat(folder.resolve("run/report.html")).content().contains("effectiveDimension");
  }

  @ParameterizedTest
  @CsvSource({"heap", "native"})
  void saysWhatHelpsWhereMemoryIsLacking(String kind) {
    StringWriter err = new StringWriter();
    CommandLine line =
        new CommandLine(
                CommandLine.Model.CommandSpec.wrapWithoutInspection(
                    (Runnable)
                        () -> {
                          if (kind.equals("heap")) {
                            throw new OutOfMemoryError("Java heap space");
                          }
                          throw new IllegalStateException("Allocation failed: [std::bad_alloc]");
                        }))
            .setExecutionStrategy(FeatureScopeCli::withinMemory)
            .setExecutionExceptionHandler(
                (e, command, parsed) -> FeatureScopeCli.explain(e, new PrintWriter(err, true)));

    assertThat(line.execute()).isEqualTo(2);
    assertThat(err.toString()).contains("not enough memory").contains("--width");
  }

  @Test
  void saysThatTrainingDiverged() throws IOException {
    Answer answer = run(small("--no-page", "--learning-rate=1e30"));

    assertThat(answer.code()).isZero();
    assertThat(answer.out()).contains("2 probes failed").contains("training has diverged");
    assertThat(summary().get("lastFailure").asText()).contains("training has diverged");
  }

  @Test
  void printsOneJsonObjectAndNothingElse() throws IOException {
    Answer answer = run(small("--json", "--no-page"));

    JsonNode summary = MAPPER.readTree(answer.out());
    assertThat(answer.out().lines()).hasSize(1);
    assertThat(summary.at("/verdict/state").isTextual()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"lenet", "vgg11", "resnet20", "vit"})
  void trainsConvolutionsAndTransformersAccelerated(String model) throws IOException {
    Answer answer = run(small("--no-page", "--model=" + model, "--width=0.125", "--epochs=1"));

    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out()).contains("layers     ");
    JsonNode settings = summary().get("settings");
    assertThat(settings.get("model").asText()).isEqualTo(model);
    assertThat(settings.get("width").asDouble()).isEqualTo(0.125);
    assertThat(settings.get("computedBy").asText()).isIn("onednn", "plain");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {"mlp ''", "lenet ''", "vit 1,28,28"})
  void leavesAModelThatCanBeChecked(String model, String size) throws IOException {
    run(small("--no-page", "--model=" + model, "--width=0.125", "--optimizer=sign-sgd"));
    String file = folder.resolve("run/model.zip").toString();

    Answer answer =
        size.isEmpty()
            ? run("attach-check", file, "--json")
            : run("attach-check", file, "--json", "--input-shape=" + size);

    assertThat(answer.code()).as(answer.err()).isZero();
    JsonNode check = MAPPER.readTree(answer.out());
    assertThat(check.get("parameters")).isEqualTo(summary().at("/model/parameters"));
    assertThat(check.get("p")).isEqualTo(summary().at("/model/width"));
  }

  @Test
  void leavesTheAcceleratorOutOnRequest() throws IOException {
    Answer answer = run(small("--no-page", "--model=lenet", "--no-accelerate"));

    assertThat(answer.out()).doesNotContain("layers     ");
    assertThat(summary().at("/settings/computedBy").asText()).isEqualTo("plain");
  }

  @Test
  void trainsOnTwoClassesByAnotherStrategy() throws IOException {
    Answer answer =
        run(
            small(
                "--no-page",
                "--classes=3,5",
                "--optimizer=sign-sgd",
                "--learning-rate=small",
                "--regulariser=sam:0.02,mixup,l2"));

    assertThat(answer.code()).as(answer.err()).isZero();
    JsonNode summary = summary();
    assertThat(summary.at("/model/classes").asInt()).isEqualTo(2);
    assertThat(summary.at("/settings/classes").asText()).isEqualTo("3,5");
    assertThat(summary.at("/settings/optimizer").asText()).isEqualTo("sign-sgd");
    assertThat(summary.at("/settings/learningRate").asDouble()).isEqualTo(0.00005);
    assertThat(summary.at("/settings/regulariser").asText())
        .isEqualTo("sam:0.02,mixup:1.0,l2:0.00050");
    assertThat(summary.get("epochs").asInt()).isEqualTo(2);
  }

  private JsonNode summary() throws IOException {
    return MAPPER.readTree(folder.resolve("run/summary.json").toFile());
  }

  @Test
  void isReproducible() throws IOException {
    run(small("--no-page"));
    Answer again = run(small("--no-page", "--json", "--out=" + folder.resolve("again")));

    JsonNode first = MAPPER.readTree(folder.resolve("run/summary.json").toFile());
    JsonNode second = MAPPER.readTree(again.out());
    assertThat(second.get("testAccuracy")).isEqualTo(first.get("testAccuracy"));
  }

  @Test
  void writesTheReportOfARunAgain() throws IOException {
    run(small("--no-page"));
    Files.delete(folder.resolve("run/report.html"));

    Answer answer = run("report", folder.resolve("run").toString());

    assertThat(answer.code()).isZero();
    assertThat(folder.resolve("run/report.html")).exists();
  }

  @Test
  void neverWritesOverARun() throws IOException {
    run(small("--no-page"));
    byte[] log = Files.readAllBytes(folder.resolve("run/run.jsonl"));

    Answer answer = run(small("--no-page"));

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("choose another folder");
    assertThat(folder.resolve("run/run.jsonl")).hasBinaryContent(log);
  }

  @Test
  void saysWhichPortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Answer answer = run(small("--port=" + taken.getLocalPort()));

      assertThat(answer.code()).isEqualTo(2);
      assertThat(answer.err()).contains(String.valueOf(taken.getLocalPort())).contains("--port 0");
    }
  }

  @Test
  void saysWhichFolderCannotBeWritten() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    Answer answer = run(small("--out=" + file.resolve("run")));

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("--out").contains("cannot be written");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--noise=symmetric:1.5   | [0, 1]",
        "--noise=symmetric:x     | symmetric:x",
        "--noise=salt            | salt",
        "--data=imagenet         | imagenet",
        "--data=mnist            | --data-dir",
        "--epochs=0              | --epochs",
        "--layers=nowhere        | nowhere",
        "--layers=all,hidden1    | not both",
        "--model=gpt             | --model",
        "--learning-rate=-1      | --learning-rate",
        "--learning-rate=tiny    | small or large",
        "--regulariser=dropout   | dropout",
        "--classes=3             | two or more",
        "--classes=3,12          | no class '12'",
        "--classes=3,3           | twice",
        "--batch-norm            | vgg11 and vgg16",
        "--width=0               | --width",
        "--model=vgg16 --depth=3 | --depth",
        "--probe-budget=0        | budget",
        "--probe-size=101        | --train-size 100",
        "--train-size=2147483647 | --heldout-size",
        "--linger=-1             | --linger",
        "--bogus                 | --bogus"
      })
  void saysWhatIsWrongWithAnOption(String option, String said) {
    List<String> options = new ArrayList<>(List.of("--no-page"));
    options.addAll(List.of(option.split(" ")));

    Answer answer = run(small(options.toArray(String[]::new)));

    assertThat(answer.code()).as(answer.err()).isEqualTo(2);
    assertThat(answer.err()).contains(said);
    assertThat(folder.resolve("run/run.jsonl")).doesNotExist();
  }

  @Test
  void saysWhichFilesAreMissing() {
    Answer answer = run(small("--data=mnist", "--data-dir=" + folder));

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("train-images-idx3-ubyte").contains(folder.toString());
  }

  @Test
  void needsACommand() {
    Answer answer = run();

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("train");
  }

  @Test
  void helpsWithEveryCommand() {
    assertThat(run("--help").out()).contains("train").contains("probe").contains("Exit codes");
    assertThat(run("train", "--help").out()).contains("--noise").contains("symmetric:0.4");
    assertThat(run("probe", "--help").out()).contains("features.npy");
  }

  @Test
  void helpListsEveryOptionOnce() {
    CommandLine train = FeatureScopeCli.commandLine().getSubcommands().get("train");
    String help = run("train", "--help").out();

    for (CommandLine.Model.OptionSpec option : train.getCommandSpec().options()) {
      String listed = "(?m)^ +(-\\w, )?(--\\w+, )*" + option.longestName() + "\\b(?!-)";
      assertThat(java.util.regex.Pattern.compile(listed).matcher(help).results().count())
          .as(option.longestName())
          .isEqualTo(1);
    }
    assertThat(help).contains("Data", "Network", "Training", "Watching", "Showing");
  }

  @Test
  void anOptionGivenAgainOverridesTheFirstOne() throws IOException {
    run(small("--no-page", "--train-size=200", "--width=0.125"));

    assertThat(summary().at("/settings/trainSize").asInt()).isEqualTo(200);
    assertThat(summary().at("/settings/width").asDouble()).isEqualTo(0.125);
    assertThat(summary().at("/settings/data").asText()).isEqualTo("digits");
  }

  @Test
  void saysWhatAProbeFolderNeeds() {
    Answer missing = run("probe", folder.resolve("nowhere").toString(), "--json");
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).contains("features.npy");

    Answer empty = run("probe", folder.toString(), "--json");
    assertThat(empty.code()).isEqualTo(2);
    assertThat(empty.err()).contains("features.npy");
  }

  @Test
  void saysWhyNothingWasSeen() {
    Answer answer = run(small("--no-page", "--learning-rate=1e30"));

    assertThat(answer.code()).isZero();
    assertThat(answer.out()).contains("2 probes failed").contains("NaN or infinite");
  }

  @Test
  void saysThatALogHoldsNoRun() throws IOException {
    Files.writeString(Files.createDirectory(folder.resolve("bad")).resolve("run.jsonl"), "rubbish");

    Answer answer = run("report", folder.resolve("bad").toString());

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("report.html").contains("run.jsonl");
  }

  @Test
  void refusesOneClass() throws IOException {
    for (String name : List.of("features", "logits", "weights")) {
      Files.write(folder.resolve(name + ".npy"), npy("<f4", "(2, 2)", 16));
    }
    Files.write(folder.resolve("labels.npy"), npy("<i4", "(2,)", 8));

    Answer answer = run("probe", folder.toString(), "--json");

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("labels.npy").contains("two classes");
  }

  /** An array of zeros. */
  private static byte[] npy(String type, String shape, int bytes) {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }\n".formatted(type, shape);
    java.nio.ByteBuffer file =
        java.nio.ByteBuffer.allocate(10 + header.length() + bytes)
            .order(java.nio.ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.UTF_8)).put((byte) 1).put((byte) 0);
    file.putShort((short) header.length()).put(header.getBytes(StandardCharsets.UTF_8));
    return file.array();
  }
}
