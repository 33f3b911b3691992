package io.github.featurescope.examples.toys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToyRunTest {

  private static final StubToy TOY = new StubToy();

  private static Settings settings(String... assignments) {
    return Settings.of(TOY, List.of(assignments));
  }

  @Test
  void rowsGoFromTheStartToTheLastStep() {
    Trajectory run = ToyRun.train(TOY, settings("steps=100"), 1);
    assertThat(run.names()).containsExactly("step", "value", "none");
    assertThat(run.column("step")).startsWith(0, 1, 2, 3).endsWith(100).isSorted();
    assertThat(run.last("value")).isEqualTo(200);
    assertThat(run.size()).isLessThanOrEqualTo(41);
  }

  @Test
  void everyRowIsShownAsItIsMade() {
    List<Integer> steps = new ArrayList<>();
    Trajectory run = ToyRun.train(TOY, settings(), 1, row -> steps.add(row.step()));
    assertThat(steps).hasSize(run.size()).startsWith(0).endsWith(8);
  }

  @Test
  void theEndAloneIsTheLastRow() {
    assertThat(ToyRun.end(TOY, settings(), 1).values()).containsExactly(8, 16, Double.NaN);
  }

  @Test
  void aRunThatDivergesEndsWithItsStepAndItsLastHealthyValues() {
    DivergedException e =
        catchThrowableOfType(
            DivergedException.class, () -> ToyRun.train(TOY, settings("break=5"), 1));
    assertThat(e.step()).isEqualTo(5);
    assertThat(e)
        .hasMessageContaining("diverged at step 5: the loss is Infinity")
        .hasMessageContaining("step = 5, value = 10.0");
    assertThat(e.before().last("value")).isEqualTo(10);
  }

  @Test
  void nanIsAllowedOnlyWhereAColumnMayLackAValue() {
    Toy broken =
        new DelegatingToy(TOY) {
          @Override
          public void train(ToyRun run) {
            run.record(3, Double.NaN, 1);
          }
        };
    assertThatThrownBy(() -> ToyRun.train(broken, Settings.of(broken, List.of()), 1))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("diverged at step 3: value is NaN; before the first row");
  }

  @Test
  void eachUseOfASeedHasNumbersOfItsOwn() {
    Toy drawing =
        new DelegatingToy(TOY) {
          @Override
          public void train(ToyRun run) {
            run.record(
                0,
                run.random(ToyRun.Use.DATA).nextDouble(),
                run.random(ToyRun.Use.FRESH).nextDouble());
          }
        };
    Settings none = Settings.of(drawing, List.of());
    double[] one = ToyRun.train(drawing, none, 1).row(0).values();
    assertThat(ToyRun.train(drawing, none, 1).row(0).values()).containsExactly(one);
    assertThat(ToyRun.train(drawing, none, 2).row(0).values()).isNotEqualTo(one);
    assertThat(one[1]).isNotEqualTo(one[2]);
  }

  @Test
  void anUnknownColumnIsNamed() {
    Trajectory run = ToyRun.train(TOY, settings(), 1);
    assertThatThrownBy(() -> run.last("valu"))
        .hasMessage("no column valu; there are [step, value, none]");
  }

  @Test
  void extremesLeaveNanOut() {
    Trajectory run = ToyRun.train(TOY, settings("factor=-1"), 1);
    assertThat(run.min("value")).isEqualTo(-8);
    assertThat(run.max("value")).isEqualTo(-0.0);
    assertThat(run.max("none")).isNaN();
    assertThat(run.first(row -> row.get("value") <= -3).orElseThrow().step()).isEqualTo(3);
  }
}
