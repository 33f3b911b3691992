package io.github.featurescope.examples.bench;

import io.github.featurescope.adapters.ModelAdapters;
import io.github.featurescope.adapters.ModelReader;
import io.github.featurescope.adapters.Readout;
import io.github.featurescope.adapters.onednn.OneDnn;
import io.github.featurescope.examples.data.ImageLayout;
import io.github.featurescope.examples.data.LabelledImages;
import io.github.featurescope.examples.training.Trainer;
import io.github.featurescope.examples.training.TrainingData;
import io.github.featurescope.examples.training.TrainingSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Trains one run and puts on tape what the network says of all samples after each epoch. */
final class Recorder {

  private static final int BATCH = 256;
  private static final int CHECKED = 40;

  private Recorder() {}

  static void record(BenchRun run, TrainingSettings settings, TrainingData data, Path folder) {
    Trainer trainer = Trainer.of(settings);
    LabelledImages train = data.train();
    ImageLayout layout = settings.model().network().layout();
    Model network = trainer.build(train.shape(), train.classes());
    OneDnn.accelerate(
        network, train.subset(Math.min(CHECKED, train.size()), settings.seed()).features(layout));
    ModelReader reader = ModelAdapters.open(network);
    INDArray[] sets = {
      train.features(layout),
      Objects.requireNonNull(data.heldOut()).features(layout),
      data.test().features(layout)
    };
    Ways.apply(run.way(), network, settings.strategy());
    Tape.Writer tape = Tape.write(folder, settings, data);
    tape.moment(0, readouts(reader, sets));
    network.addListeners(
        new BaseTrainingListener() {
          private int epochs;

          @Override
          public void onEpochEnd(Model model) {
            epochs++;
            tape.moment(epochs, readouts(reader, sets));
          }
        });
    trainer.fit(
        network,
        train,
        batches -> Ways.changed(batches, run.way(), train.shape(), settings.seed()));
    tape.finish();
  }

  private static List<Readout> readouts(ModelReader reader, INDArray[] sets) {
    List<Readout> readouts = new ArrayList<>();
    for (INDArray set : sets) {
      List<Readout> parts = new ArrayList<>();
      for (long from = 0; from < set.size(0); from += BATCH) {
        parts.add(
            reader.read(
                set.get(NDArrayIndex.interval(from, Math.min(from + BATCH, set.size(0)))).dup()));
      }
      readouts.add(Readout.join(parts));
    }
    return readouts;
  }
}
