package io.github.featurescope.examples.check;

import io.github.featurescope.adapters.HeadChoice;
import io.github.featurescope.adapters.HeadDescription;
import io.github.featurescope.adapters.ModelAdapters;
import io.github.featurescope.adapters.ModelReader;
import io.github.featurescope.adapters.Readout;
import io.github.featurescope.adapters.UnsupportedModelException;
import io.github.featurescope.adapters.onednn.Acceleration;
import io.github.featurescope.adapters.onednn.OneDnn;
import io.github.featurescope.examples.InputException;
import io.github.featurescope.probes.Measurements;
import io.github.featurescope.probes.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What watching a model would see, and what one probe would cost.
 *
 * @param head where the head is and what it reads
 * @param layers inner layers that can be watched too, from input to head
 * @param inputShape shape of one example
 * @param samples n, the probe set's size
 * @param acceleration what computes the layers
 * @param forwardSeconds time of one forward pass of the probe set
 * @param measurementSeconds time of all measurements on what it gave
 */
public record AttachCheck(
    HeadDescription head,
    List<String> layers,
    long[] inputShape,
    int samples,
    Acceleration acceleration,
    double forwardSeconds,
    double measurementSeconds) {

  /** Samples in one forward pass, as in a probe. */
  private static final int BATCH = 256;

  /** Numbers in the input of one forward pass: 2 GiB. */
  private static final int MOST_NUMBERS = 1 << 29;

  /**
   * Attaches to a model as FeatureScope would and measures one probe on random input.
   *
   * <p>The second of two probes is timed, since the first one also loads code.
   *
   * @param model a MultiLayerNetwork or a ComputationGraph
   * @param choice names the output, the features or the reduction over time where that is needed
   * @param inputShape shape of one example, or null to find it out
   * @param samples n, at least 20
   * @return what was found
   * @throws io.github.featurescope.adapters.UnsupportedModelException if it cannot be watched
   * @throws InputException if the shape of the input is not to be found, or does not fit
   */
  public static AttachCheck of(
      Model model, HeadChoice choice, long @Nullable [] inputShape, int samples) {
    ModelReader reader = ModelAdapters.open(model, choice);
    long[] shape = inputShape == null ? InputShape.of(model) : inputShape;
    if (shape == null) {
      throw new InputException(
          "The file does not tell the shape of the model's input; give that of one example, such"
              + " as --input-shape 3,32,32");
    }
    Random random = new Random(1);
    List<INDArray> batches = new ArrayList<>();
    for (int from = 0; from < samples; from += BATCH) {
      batches.add(random(Math.min(BATCH, samples - from), shape, random));
    }
    Readout first;
    try {
      first = reader.read(batches.get(0));
    } catch (UnsupportedModelException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new InputException(
          "The model does not take input of the shape "
              + InputShape.text(shape)
              + " ("
              + e.getMessage()
              + "); give that of one example, such as --input-shape 3,32,32",
          e);
    }
    Acceleration acceleration = OneDnn.accelerate(model, batches.get(0));
    measure(reader, batches);
    double[] seconds = measure(reader, batches);
    return new AttachCheck(
        reader.head().seen(first),
        reader.layers(),
        shape,
        samples,
        acceleration,
        seconds[0],
        seconds[1]);
  }

  private static INDArray random(int n, long[] shape, Random random) {
    double size = n; // far beyond a long if someone errs
    for (long length : shape) {
      size *= length;
    }
    if (size > MOST_NUMBERS) {
      throw new InputException(
          n
              + " examples of the shape "
              + InputShape.text(shape)
              + " are too large for one forward pass; give the shape of one example, such as"
              + " --input-shape 3,32,32, or a smaller --probe-size");
    }
    float[] values = new float[(int) size];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return Nd4j.createFromArray(values).reshape(InputShape.batch(n, shape));
  }

  /** Seconds of the forward pass and of the measurements. */
  private static double[] measure(ModelReader reader, List<INDArray> batches) {
    long begun = System.nanoTime();
    List<Readout> parts = batches.stream().map(batch -> reader.read(batch)).toList();
    long read = System.nanoTime();
    Readout all = Readout.join(parts);
    int classes = all.logits().cols();
    int[] labels = IntStream.range(0, all.logits().rows()).map(i -> i % classes).toArray();
    Report.of(all.snapshot(labels).build(), Measurements.standard());
    long measured = System.nanoTime();
    return new double[] {(read - begun) * 1e-9, (measured - read) * 1e-9};
  }

  /**
   * Returns the number of samples from which on spectra are little biased.
   *
   * @return 5 p
   */
  public long enoughSamples() {
    return 5L * head.width();
  }
}
