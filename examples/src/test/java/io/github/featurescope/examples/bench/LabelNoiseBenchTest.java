package io.github.featurescope.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.featurescope.examples.InputException;
import io.github.featurescope.listeners.Signs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelNoiseBenchTest {

  private static final String RUN = "digits-mlp-usual-symmetric0.4-s5";

  @Test
  void trainsLogsAndJudgesARunAndDoesNotDoItAgain(@TempDir Path out) throws IOException {
    LabelNoiseBench bench = LabelNoiseBench.in(out, null, false);
    List<String> lines = new ArrayList<>();
    bench.record(false, RUN::equals, lines::add);
    bench.record(false, RUN::equals, lines::add);

    assertThat(lines).hasSize(1);
    BenchLog log = BenchLog.read(out.resolve("judged").resolve(RUN + ".jsonl.gz"));
    assertThat(log.rows()).hasSize(25);
    assertThat(log.settings()).containsEntry("noise", "symmetric:0.4");
    assertThat(out.resolve("tapes").resolve(RUN)).doesNotExist();
    assertThat(String.join("\n", bench.judge(false))).contains("Label Wave");
    assertThat(Files.readAllLines(out.resolve("judged/rules.csv"))).hasSize(1 + Rule.all().size());
    assertThat(out.resolve("judged/regret.png")).isNotEmptyFile();
  }

  @Test
  void saysWhatIsMissing(@TempDir Path out) {
    LabelNoiseBench bench = LabelNoiseBench.in(out, null, false);

    assertThatThrownBy(() -> bench.record(false, run -> true, line -> {}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--data-dir");
    assertThatThrownBy(() -> bench.record(false, run -> false, line -> {}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--only");
    assertThatThrownBy(() -> bench.judge(false))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no logs");
  }

  @Test
  void namesALogThatIsTorn(@TempDir Path out) throws IOException {
    Path file = out.resolve("judged").resolve("torn.jsonl.gz");
    Signs signs = new Signs(Map.of("train.fit.given", 0.5), Map.of());
    BenchLog.Row row = new BenchLog.Row(1, 0.5, signs, Map.of());
    new BenchLog("torn", Map.of(), List.of(row)).write(file);
    assertThat(BenchLog.read(file).rows()).containsExactly(row);

    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertRefused(out, file);
    Files.writeString(file, "no archive");
    assertRefused(out, file);
    new BenchLog("torn", Map.of(), List.of()).write(file);
    assertRefused(out, file);
    writeLines(file, "{\"run\": \"other\"}", "{\"epoch\": 1}");
    assertRefused(out, file);
  }

  @Test
  void namesATapeThatIsTorn(@TempDir Path out) throws IOException {
    Path tape = Files.createDirectories(out.resolve("tapes").resolve(RUN));
    Files.writeString(tape.resolve("tape.json"), "{\"epochs\": ");
    LabelNoiseBench bench = LabelNoiseBench.in(out, null, true);
    assertThatThrownBy(() -> bench.record(false, RUN::equals, line -> {}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("tape.json");

    Files.writeString(
        tape.resolve("tape.json"),
        "{\"epochs\": 1, \"classes\": 2, \"width\": 3, \"train\": {\"given\": [0, 1]}}");
    assertThatThrownBy(() -> bench.record(false, RUN::equals, line -> {}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("e001.f32");

    Files.write(tape.resolve("e001.f32"), new byte[8]);
    assertThatThrownBy(() -> bench.record(false, RUN::equals, line -> {}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("e001.f32")
        .hasMessageContaining("too short");
  }

  private static void writeLines(Path file, String... lines) throws IOException {
    try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(file))) {
      packed.write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void assertRefused(Path out, Path file) {
    assertThatThrownBy(() -> LabelNoiseBench.in(out, null, false).judge(false))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("record the run again");
  }
}
