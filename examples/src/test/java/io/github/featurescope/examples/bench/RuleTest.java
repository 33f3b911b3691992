package io.github.featurescope.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.listeners.Signs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleTest {

  private static BenchLog log(double... values) {
    List<BenchLog.Row> rows = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      Signs signs = new Signs(Map.of("train.sign", values[i]), Map.of());
      rows.add(new BenchLog.Row(i + 1, values[i] / 10, signs, Map.of()));
    }
    return new BenchLog("a", Map.of("noise", "none"), rows);
  }

  private static Rule.Choice choice(BenchLog log, int window, int patience) {
    return Rule.patience(
        log, row -> row.signs().values().getOrDefault("train.sign", 0.0), window, patience);
  }

  private static Rule named(String name) {
    return Rule.all().stream().filter(rule -> rule.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void waitsAsLongAsItsPatienceForABetterEpoch() {
    assertThat(choice(log(1, 3, 2, 2, 4, 1, 1, 9), 1, 3)).isEqualTo(new Rule.Choice(8, 8, false));
    assertThat(choice(log(1, 3, 2, 2, 4, 1, 1, 9), 1, 2)).isEqualTo(new Rule.Choice(2, 4, true));
  }

  @Test
  void averagesOverTheLastEpochs() {
    // Means over two: 1, 2, 2.5, 2, 1.5
    assertThat(choice(log(1, 3, 2, 2, 1), 2, 2)).isEqualTo(new Rule.Choice(3, 5, true));
  }

  @Test
  void theOracleTakesTheBestEpochAndTheEndTheLast() {
    BenchLog log = log(1, 3, 2);

    assertThat(named("oracle").choice().apply(log).epoch()).isEqualTo(2);
    assertThat(named("train to the end").choice().apply(log).epoch()).isEqualTo(3);
  }

  /** On every recorded run: what comes after a decision does not change it. */
  @Test
  void everyRuleThatStopsIsCausal() throws IOException {
    int stops = 0;
    for (BenchLog log : recorded()) {
      for (Rule rule : Rule.all()) {
        Rule.Choice choice = rule.choice().apply(log);
        if (choice.stopped()) {
          stops++;
          BenchLog cut =
              new BenchLog(log.run(), log.settings(), log.rows().subList(0, choice.decided()));
          assertThat(rule.choice().apply(cut)).as(log.run() + ", " + rule.name()).isEqualTo(choice);
        }
      }
    }

    assertThat(stops).isPositive();
  }

  private static List<BenchLog> recorded() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("bench/label-noise/tuning"))) {
      return files
          .filter(file -> file.toString().endsWith(".gz"))
          .sorted()
          .map(BenchLog::read)
          .toList();
    }
  }

  @Test
  void aLogComesBackAsItWasWritten(@TempDir Path folder) {
    BenchLog log = log(1, 2.5, 2);
    Path file = folder.resolve("a.jsonl.gz");
    log.write(file);

    BenchLog read = BenchLog.read(file);

    assertThat(read.run()).isEqualTo("a");
    assertThat(read.isClean()).isTrue();
    assertThat(read.rows()).isEqualTo(log.rows());
  }
}
