package io.github.featurescope.examples.training;

import io.github.featurescope.examples.data.ImageShape;
import io.github.featurescope.examples.data.LabelledImages;
import io.github.featurescope.examples.data.ShuffledIterator;
import io.github.featurescope.examples.optim.Regularisation;
import io.github.featurescope.examples.optim.SharpnessAwareTraining;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** Builds the network of a run and trains it; watching it is not its business. */
public final class Trainer {

  private final TrainingSettings settings;

  private Trainer(TrainingSettings settings) {
    this.settings = settings;
  }

  /**
   * Prepares to train.
   *
   * @param settings what is trained, and how
   * @return the trainer
   */
  public static Trainer of(TrainingSettings settings) {
    return new Trainer(settings);
  }

  /**
   * Builds the network with its initial weights, a function of the seed alone.
   *
   * @param image shape of an image
   * @param classes C
   * @return an initialised network, not accelerated
   */
  public Model build(ImageShape image, int classes) {
    Strategy strategy = settings.strategy();
    Nd4j.getRandom().setSeed(settings.seed());
    return settings
        .model()
        .build(
            image,
            classes,
            strategy.optimizer().updater(strategy.learningRate()),
            strategy.regularisation().l2(),
            settings.seed());
  }

  /**
   * Trains all epochs, or as many as a gate lets through.
   *
   * @param model what {@link #build} has built
   * @param train the samples
   * @param gate around the batches
   */
  public void fit(Model model, LabelledImages train, UnaryOperator<DataSetIterator> gate) {
    Strategy strategy = settings.strategy();
    Regularisation regularisation = strategy.regularisation();
    ShuffledIterator shuffled =
        ShuffledIterator.over(
            train, settings.model().network().layout(), strategy.batch(), settings.seed());
    DataSetPreProcessor changes = regularisation.batches(settings.seed());
    if (changes != null) {
      shuffled.setPreProcessor(changes);
    }
    DataSetIterator batches = gate.apply(shuffled);
    if (regularisation.sam() > 0) {
      SharpnessAwareTraining.of(regularisation.sam()).fit(model, batches, strategy.epochs());
    } else if (model instanceof MultiLayerNetwork network) {
      network.fit(batches, strategy.epochs());
    } else if (model instanceof ComputationGraph graph) {
      graph.fit(batches, strategy.epochs());
    } else {
      throw new IllegalArgumentException("cannot train a " + model.getClass().getName());
    }
  }
}
