package io.github.featurescope.examples.toys;

import java.util.List;

/** A toy that is another but for what a test overrides. */
abstract class DelegatingToy implements Toy {

  private final Toy toy;

  DelegatingToy(Toy toy) {
    this.toy = toy;
  }

  @Override
  public ToyCard card() {
    return toy.card();
  }

  @Override
  public List<Parameter<?>> parameters() {
    return toy.parameters();
  }

  @Override
  public List<Column> columns() {
    return toy.columns();
  }

  @Override
  public List<Claim> claims() {
    return toy.claims();
  }

  @Override
  public List<Panel> picture(Evidence evidence) {
    return toy.picture(evidence);
  }
}
