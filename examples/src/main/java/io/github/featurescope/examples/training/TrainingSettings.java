package io.github.featurescope.examples.training;

import io.github.featurescope.examples.data.LabelNoise;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is trained, on what and how it is watched.
 *
 * @param data name of the data source
 * @param dataDir folder of its files, or null for embedded data
 * @param network which network
 * @param width p, units of the layer before the head
 * @param optimizer which optimiser
 * @param learningRate above 0
 * @param batch samples in a minibatch
 * @param epochs passes over the training set
 * @param trainSize training samples
 * @param heldOutSize samples kept out of training, with labels as noisy; 0 for none
 * @param testSize test samples, with clean labels
 * @param probeSize training samples that are probed
 * @param noise label noise of training and held-out samples
 * @param seed of data, noise, weights and order
 * @param layers inner layers to watch: names, or only {@code all}, or none
 * @param budget share of the training time that probing may take, or infinite
 */
public record TrainingSettings(
    String data,
    @Nullable Path dataDir,
    Networks network,
    int width,
    Optimizers optimizer,
    double learningRate,
    int batch,
    int epochs,
    int trainSize,
    int heldOutSize,
    int testSize,
    int probeSize,
    LabelNoise noise,
    long seed,
    List<String> layers,
    double budget) {

  /** What stands in {@link #layers} for all of them. */
  public static final String ALL_LAYERS = "all";

  /**
   * Lists what stands in the run log.
   *
   * @return from name to value; no paths
   */
  public Map<String, Object> forLog() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("data", data);
    settings.put("model", network.toString());
    settings.put("width", width);
    settings.put("optimizer", optimizer.toString());
    settings.put("learningRate", learningRate);
    settings.put("batch", batch);
    settings.put("epochs", epochs);
    settings.put("trainSize", trainSize);
    settings.put("heldOutSize", heldOutSize);
    settings.put("noise", noise.toString());
    settings.put("seed", seed);
    return settings;
  }
}
