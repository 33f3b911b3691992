package io.github.featurescope.examples.toys.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.examples.toys.Claim;
import io.github.featurescope.examples.toys.StubToy;
import io.github.featurescope.examples.toys.suite.Outcome.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuiteCheckTest {

  private static Outcome outcome(Claim claim) {
    return SuiteCheck.run(List.of(new StubToy(claim)), 3, 2, line -> {}).get(0);
  }

  private static Claim seedAtMost(double most) {
    return Claim.atMost("the seed", most, "1 to 3", e -> e.seed());
  }

  @Test
  void aClaimHoldsOnlyIfItHoldsForEverySeed() {
    assertThat(outcome(seedAtMost(3)).verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(outcome(seedAtMost(2.5)).verdict()).isEqualTo(Verdict.FAILS);
  }

  @Test
  void aLineTellsWhatWasMeasuredWhatMustBeAndWhatWasSeen() {
    assertThat(outcome(seedAtMost(2.5)).line())
        .contains("FAILS", "the seed: 1.000 to 3.000, must be <= 2.5; prototype saw 1 to 3");
  }

  @Test
  void aClaimKnownNotToReproduceIsReportedAndDoesNotFail() {
    Outcome outcome = outcome(seedAtMost(0).doesNotReproduce("seeds are above 0"));
    assertThat(outcome.verdict()).isEqualTo(Verdict.DOES_NOT_REPRODUCE);
    assertThat(outcome.line()).contains("does not reproduce", "seeds are above 0");
  }

  @Test
  void aClaimOnARunThatDivergedFailsAndSaysWhy() {
    Outcome outcome = outcome(Claim.atLeast("value", 0, "", e -> e.run("break=2").last("value")));
    assertThat(outcome.verdict()).isEqualTo(Verdict.FAILS);
    assertThat(outcome.line()).contains("nothing, must be", "seed 1 diverged at step 2");
  }

  @Test
  void nanFails() {
    assertThat(outcome(Claim.atLeast("nothing", 0, "", e -> Double.NaN)).verdict())
        .isEqualTo(Verdict.FAILS);
  }

  @Test
  void aRunThatSeveralClaimsSpeakOfIsMadeOnce() {
    List<Object> runs = new ArrayList<>();
    Claim claim =
        Claim.atLeast(
            "value",
            0,
            "",
            e -> {
              runs.add(e.run());
              runs.add(e.run("factor=2"));
              return 1;
            });
    SuiteCheck.run(List.of(new StubToy(claim)), 1, 1, line -> {});
    assertThat(runs.get(0)).isSameAs(runs.get(1));
  }
}
