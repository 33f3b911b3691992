package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.probes.SuspiciousSamples.Suspect;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SuspiciousSamplesTest {

  private static final int CLASSES = 4;

  /** Labels of which every fifth is wrong, and a model that finds the truth, then fits them. */
  private static final class Run {
    final int n = 1000;
    final int[] truth = Samples.pairedLabels(n, CLASSES);
    final int[] given = truth.clone();
    final SampleHistory history;

    Run(int learning, int memorising) {
      Random random = new Random(5);
      for (int i = 0; i < n; i += 5) {
        given[i] = (truth[i] + 1 + random.nextInt(CLASSES - 1)) % CLASSES;
      }
      history = SampleHistory.of(given, CLASSES);
      for (int look = 0; look < learning + memorising; look++) {
        double[][] logits = Samples.normal(100 + look, n, CLASSES);
        for (int i = 0; i < n; i++) {
          logits[i][look < learning ? truth[i] : given[i]] += look < learning ? 4 : 8;
        }
        history.observe(Samples.matrix(logits));
      }
    }

    double precision(List<Suspect> suspects) {
      return suspects.stream().filter(s -> given[s.row()] != truth[s.row()]).count()
          / (double) suspects.size();
    }
  }

  @Test
  void wrongLabelsComeFirstWithTheTrueOneSuggested() {
    Run run = new Run(5, 0);
    List<Suspect> first = SuspiciousSamples.of(run.history).ranked().subList(0, 200);
    assertThat(run.precision(first)).isGreaterThan(0.99);
    assertThat(first.stream().filter(s -> s.suggested() == run.truth[s.row()]).count())
        .isGreaterThan(198);
  }

  @Test
  void theyStillDoLongAfterTheyWereFitted() {
    Run run = new Run(5, 40);
    assertThat(java.util.Arrays.stream(run.history.loss()).max().orElseThrow())
        .isLessThan(1); // the loss knows nothing any more
    List<Suspect> first = SuspiciousSamples.of(run.history).ranked().subList(0, 200);
    assertThat(run.precision(first)).isGreaterThan(0.99);
    // Half of the estimate is a share of the surest fifth, 200 samples: three of its deviations.
    assertThat(run.history.noiseRate().rate())
        .isEqualTo(0.2, within(1.5 * Math.sqrt(0.2 * 0.8 / 200)));
  }

  @Test
  void probabilitiesFollowTheRankingAndSumToTheRate() {
    Run run = new Run(5, 10);
    SuspiciousSamples suspicious = SuspiciousSamples.of(run.history);
    double[] p = suspicious.ranked().stream().mapToDouble(Suspect::probability).toArray();
    for (int i = 1; i < p.length; i++) {
      assertThat(p[i]).isLessThanOrEqualTo(p[i - 1]);
    }
    assertThat(java.util.Arrays.stream(p).average().orElseThrow()).isEqualTo(0.2, within(0.02));
    assertThat(suspicious.likely()).hasSizeBetween(190, 210);
  }

  @Test
  void cleanLabelsLeaveNobodyLikely() {
    int[] given = Samples.pairedLabels(400, CLASSES);
    SampleHistory history = SampleHistory.of(given, CLASSES);
    for (int look = 0; look < 4; look++) {
      double[][] logits = Samples.normal(look, 400, CLASSES);
      for (int i = 0; i < 400; i++) {
        logits[i][given[i]] += 4;
      }
      history.observe(Samples.matrix(logits));
    }
    assertThat(history.noiseRate().rate()).isLessThan(0.01);
    assertThat(SuspiciousSamples.of(history).likely()).hasSizeLessThan(8);
  }

  @Test
  void equalScoresAreRankedByMeanLoss() {
    SampleHistory history = SampleHistory.of(new int[] {0, 0}, 3);
    // The same two largest margins, but the second's third class takes from both.
    history.observe(Samples.matrix(new double[][] {{0, 0, -9}, {0, 0, -1}}));
    assertThat(SuspiciousSamples.of(history, 0.5).ranked())
        .extracting(Suspect::row)
        .containsExactly(1, 0);
  }

  @Test
  void isUndefinedBeforeTheFirstLook() {
    SampleHistory history = SampleHistory.of(new int[] {0, 1}, 2);
    assertThatThrownBy(() -> SuspiciousSamples.of(history))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("at least one look");
  }
}
