package io.github.featurescope.examples.toys;

import java.util.List;

/** A toy whose only number is its step times a factor, and which diverges where told to. */
public final class StubToy implements Toy {

  static final Parameter<Double> FACTOR =
      Parameter.real("factor", 2, Range.between(-10, 10), "what the step is multiplied by");
  static final Parameter<Integer> STEPS =
      Parameter.integer("steps", 8, Range.atLeast(1), "how many");
  static final Parameter<Integer> BREAK =
      Parameter.integer("break", 1000, Range.atLeast(0), "step at which the loss is infinite");
  static final Parameter<String> KIND =
      Parameter.choice("kind", "plain", List.of("plain", "odd"), "of nothing");
  static final Parameter<Boolean> FLAG = Parameter.flag("flag", false, "nothing");

  private final List<Claim> claims;

  public StubToy(Claim... claims) {
    this.claims = List.of(claims);
  }

  @Override
  public ToyCard card() {
    return new ToyCard("stub", "Numbers grow.", new Paper("Nobody", ""));
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(FACTOR, STEPS, BREAK, KIND, FLAG);
  }

  @Override
  public void check(Settings settings) {
    Settings.require(
        settings.get(FACTOR) != 0 || settings.get(STEPS) > 1, "factor = 0: take more steps");
  }

  @Override
  public List<Column> columns() {
    return List.of(Column.of("value", "grows"), Column.optional("none", "is never there"));
  }

  @Override
  public void train(ToyRun run) {
    int[] step = {0};
    run.follow(
        run.get(STEPS),
        () -> step[0]++ == run.get(BREAK) ? Double.POSITIVE_INFINITY : 1,
        () -> new double[] {run.get(FACTOR) * step[0], Double.NaN});
  }

  @Override
  public List<Claim> claims() {
    return claims;
  }

  @Override
  public List<Panel> picture(Evidence evidence) {
    return List.of(Panel.overTime("stub", "value").curve("value", evidence.run(), "value"));
  }
}
