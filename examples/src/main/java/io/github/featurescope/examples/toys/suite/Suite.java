package io.github.featurescope.examples.toys.suite;

import io.github.featurescope.examples.InputException;
import io.github.featurescope.examples.toys.Toy;
import io.github.featurescope.examples.toys.systems.contrastive.ContrastiveToy;
import io.github.featurescope.examples.toys.systems.diffusion.DiffusionToy;
import io.github.featurescope.examples.toys.systems.experts.ExpertsToy;
import io.github.featurescope.examples.toys.systems.graph.GraphToy;
import io.github.featurescope.examples.toys.systems.growth.GrowthToy;
import io.github.featurescope.examples.toys.systems.invariant.InvariantToy;
import io.github.featurescope.examples.toys.systems.labelnoise.LabelNoiseToy;
import io.github.featurescope.examples.toys.systems.labelnoisegd.LabelNoiseGdToy;
import io.github.featurescope.examples.toys.systems.largerate.LargeRateToy;
import io.github.featurescope.examples.toys.systems.lazyrich.LazyRichToy;
import io.github.featurescope.examples.toys.systems.leaky.LeakyToy;
import io.github.featurescope.examples.toys.systems.mixup.MixupToy;
import io.github.featurescope.examples.toys.systems.momentum.MomentumToy;
import io.github.featurescope.examples.toys.systems.onestep.OneStepToy;
import io.github.featurescope.examples.toys.systems.relu.ReluToy;
import io.github.featurescope.examples.toys.systems.relupower.ReluPowerToy;
import io.github.featurescope.examples.toys.systems.sharpness.SharpnessToy;
import io.github.featurescope.examples.toys.systems.signtransformer.SignTransformerToy;
import io.github.featurescope.examples.toys.systems.sparsenoise.SparseNoiseToy;
import io.github.featurescope.examples.toys.systems.transformer.TransformerToy;
import io.github.featurescope.examples.toys.systems.xor.XorToy;
import java.util.List;
import java.util.stream.Collectors;

/** All toys there are. A new one joins by one line. */
public final class Suite {

  private static final List<Toy> TOYS =
      List.of(
          // Systems 1 to 4: the two-layer network on patches.
          new ReluPowerToy(),
          new ReluToy(),
          new GrowthToy(),
          new LabelNoiseToy(),
          // Systems 5 to 13.
          new LazyRichToy(),
          new LabelNoiseGdToy(),
          new SparseNoiseToy(),
          new SharpnessToy(),
          new TransformerToy(),
          new SignTransformerToy(),
          new ContrastiveToy(),
          new DiffusionToy(),
          new OneStepToy(),
          // Systems 25 to 32.
          new MomentumToy(),
          new MixupToy(),
          new LargeRateToy(),
          new XorToy(),
          new GraphToy(),
          new ExpertsToy(),
          new InvariantToy(),
          new LeakyToy());

  private Suite() {}

  /**
   * Returns all toys.
   *
   * @return in the order of the suite
   */
  public static List<Toy> toys() {
    return TOYS;
  }

  /**
   * Finds toys by name.
   *
   * @param names empty for all
   * @return in the order of the suite
   * @throws InputException if there is no such toy, saying which there are
   */
  public static List<Toy> named(List<String> names) {
    names.forEach(Suite::named);
    return TOYS.stream()
        .filter(toy -> names.isEmpty() || names.contains(toy.card().name()))
        .toList();
  }

  /**
   * Finds a toy by name.
   *
   * @param name as on its card
   * @return the toy
   * @throws InputException if there is no such toy, saying which there are
   */
  public static Toy named(String name) {
    return TOYS.stream()
        .filter(toy -> toy.card().name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "no toy is called "
                        + name
                        + "; there are "
                        + TOYS.stream()
                            .map(toy -> toy.card().name())
                            .collect(Collectors.joining(", "))));
  }
}
