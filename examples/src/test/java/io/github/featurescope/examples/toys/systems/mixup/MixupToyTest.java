package io.github.featurescope.examples.toys.systems.mixup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.examples.InputException;
import io.github.featurescope.examples.toys.Settings;
import io.github.featurescope.examples.toys.ToyRun;
import io.github.featurescope.examples.toys.patch.Vectors;
import io.github.featurescope.examples.toys.systems.ToyChecks;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MixupToyTest {

  private static final int[] PARTNER = {3, 0, 2, 5, 1, 4};

  private final MixupToy toy = new MixupToy();
  private final FeatureData data = FeatureData.draw(6, 9, 2, 0.5, new Random(1));

  /** Mixes the patches themselves, [2, d]. */
  private double[][] mixed(int i, double share) {
    double[][] patches = new double[2][9];
    int k = PARTNER[i];
    patches[0][data.features()[i]] += share * (data.rare(i) ? 1.5 : 2);
    patches[0][data.features()[k]] += (1 - share) * (data.rare(k) ? 1.5 : 2);
    Vectors.add(patches[1], share, data.noise()[i]);
    Vectors.add(patches[1], 1 - share, data.noise()[k]);
    return patches;
  }

  private double loss(double[][] w, double share) {
    double total = 0;
    for (int i = 0; i < 6; i++) {
      double f = 0;
      for (int r = 0; r < w.length; r++) {
        for (double[] patch : mixed(i, share)) {
          double squared = Math.pow(Vectors.dot(w[r], patch), 2) / (w.length / 2.0);
          f += 2 * r < w.length ? squared : -squared;
        }
      }
      double target =
          (share * (data.labels()[i] + 1) + (1 - share) * (data.labels()[PARTNER[i]] + 1)) / 2;
      total += target * Math.log1p(Math.exp(-f)) + (1 - target) * Math.log1p(Math.exp(f));
    }
    return total / 6;
  }

  private void assertDownhill(double share) {
    double[][] weights = Vectors.normal(4, 9, 0.4, new Random(2));
    QuadraticModel model = new QuadraticModel(data, 2, 1.5, weights);
    assertThat(model.step(1, share, PARTNER)).isCloseTo(loss(weights, share), within(1e-12));
    ToyChecks.assertWentDownhill(weights, w -> loss(w, share), model.weights());
  }

  @Test
  void stepsOnMixturesGoDownhill() {
    assertDownhill(0.7);
  }

  @Test
  void withoutMixingPartnersDoNotMatter() {
    assertDownhill(1);
  }

  @Test
  void bothLabelsHaveTheirRareSamples() {
    FeatureData many = FeatureData.draw(100, 9, 5, 1, new Random(4));
    int[] count = new int[4];
    for (int i = 0; i < 100; i++) {
      count[many.features()[i]]++;
      assertThat(many.features()[i] % 2).isEqualTo(many.labels()[i] > 0 ? 0 : 1);
    }
    assertThat(count).containsExactly(47, 48, 3, 2);
  }

  @Test
  void dependsOnItsSeedAlone() {
    ToyChecks.assertDependsOnItsSeedAlone(toy, "steps=60", "fresh=100");
  }

  @Test
  void divergesWithStepAndValues() {
    ToyChecks.assertDivergesWithStepAndValues(toy, "rate=1e300", "fresh=10");
  }

  @Test
  void mixturesTeachTheRareFeature() {
    ToyChecks.assertHolds(toy, "samples as they are: test error");
    ToyChecks.assertHolds(toy, "mixtures: test error");
  }

  @Test
  void aShareTooSmallForARareSampleOfEachLabelIsRefused() {
    assertThatThrownBy(() -> Settings.of(toy, List.of("rare=0.01")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("rare = 0.01 with samples = 100");
  }

  @Test
  void sharesOfErrorsDoNotExceedOne() {
    Settings settings = Settings.of(toy, List.of("rate=1e6", "steps=3"));
    double[] errors = ToyRun.train(toy, settings, 1).column("commonError");
    assertThat(errors).contains(1); // all are wrong after two such steps
    assertThat(Arrays.stream(errors).max()).hasValue(1);
  }
}
