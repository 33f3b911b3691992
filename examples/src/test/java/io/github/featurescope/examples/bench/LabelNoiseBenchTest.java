package io.github.featurescope.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.featurescope.examples.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelNoiseBenchTest {

  private static final String RUN = "digits-mlp-usual-symmetric0.4-s1";

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
}
