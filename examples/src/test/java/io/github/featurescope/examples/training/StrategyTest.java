package io.github.featurescope.examples.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.examples.optim.Regularisation;
import io.github.featurescope.listeners.FeatureScope;
import io.github.featurescope.listeners.Observation;
import io.github.featurescope.listeners.ProbeSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.api.Model;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Every way to train: the same again by the same seed, and the same with FeatureScope attached. */
class StrategyTest {

  private static TrainingSettings settings(String optimizer, String regulariser, String network) {
    Networks kind = Networks.valueOf(network);
    Optimizers chosen = Optimizers.valueOf(optimizer);
    Integer depth = kind == Networks.RESNET20 ? 8 : null;
    return TestRuns.small(
        "symmetric:0.2",
        new ModelSettings(kind, 0.125, depth, false, true),
        new Strategy(chosen, chosen.defaultRate(), Regularisation.parse(regulariser), 32, 2));
  }

  private static INDArray train(
      TrainingSettings settings, List<Observation> seen, boolean watched) {
    TrainingData data = TrainingData.prepare(settings);
    Trainer trainer = Trainer.of(settings);
    Model model = trainer.build(data.train().shape(), data.train().classes());
    FeatureScope scope = watched ? watch(model, data, settings, seen) : null;
    trainer.fit(model, data.train(), UnaryOperator.identity());
    if (scope != null) {
      assertThat(scope.failures()).isZero();
      scope.close();
    }
    return model.params();
  }

  private static FeatureScope watch(
      Model model, TrainingData data, TrainingSettings settings, List<Observation> seen) {
    return FeatureScope.watch(model)
        .probeSet(
            TrainingData.probeSet(
                ProbeSet.TRAIN, data.train().subset(100, 1), settings.model().network().layout()))
        .onObservation(seen::add)
        .start();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SGD      | none             | MLP",
        "MOMENTUM | none             | MLP",
        "ADAM     | none             | MLP",
        "SIGN_SGD | none             | MLP",
        "MOMENTUM | sam              | MLP",
        "MOMENTUM | label-noise      | MLP",
        "MOMENTUM | mixup            | MLP",
        "MOMENTUM | l2               | MLP",
        "ADAM     | sam,mixup,l2,label-noise | MLP",
        "MOMENTUM | sam              | RESNET20",
      })
  void isTheSameAgainAndWithFeatureScopeAttached(
      String optimizer, String regulariser, String network) {
    TrainingSettings settings = settings(optimizer, regulariser, network);
    List<Observation> seen = new ArrayList<>();

    INDArray alone = train(settings, seen, false);
    INDArray again = train(settings, seen, false);
    INDArray watched = train(settings, seen, true);

    assertThat(again).isEqualTo(alone);
    assertThat(watched).isEqualTo(alone);
    assertThat(seen).extracting(Observation::epoch).containsExactly(0, 1, 2);
    assertThat(seen).extracting(Observation::iteration).containsExactly(0L, 13L, 26L);
  }

  @ParameterizedTest
  @CsvSource({"sam", "label-noise", "mixup", "l2"})
  void everyRegulariserChangesTraining(String regulariser) {
    INDArray plain = train(settings("MOMENTUM", "none", "MLP"), new ArrayList<>(), false);

    INDArray regularised =
        train(settings("MOMENTUM", regulariser, "MLP"), new ArrayList<>(), false);

    assertThat(regularised.distance2(plain)).isGreaterThan(1e-4);
  }
}
