package io.github.featurescope.examples.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is trained, on what, how, and how it is watched.
 *
 * @param data the samples
 * @param model the network
 * @param strategy the training
 * @param watch what is probed
 * @param seed of data, noise, weights and order
 */
public record TrainingSettings(
    DataSettings data, ModelSettings model, Strategy strategy, Watch watch, long seed) {

  /** What stands in {@link Watch#layers} for all of them. */
  public static final String ALL_LAYERS = "all";

  /**
   * How the network is watched.
   *
   * @param probeSize training samples that are probed
   * @param layers inner layers to watch: names, or only {@code all}, or none
   * @param budget share of the training time that probing may take, or infinite
   * @param preset how much is measured of each look
   */
  public record Watch(int probeSize, List<String> layers, double budget, Preset preset) {}

  /**
   * Lists what stands in the run log.
   *
   * @return from name to value; no paths
   */
  public Map<String, Object> forLog() {
    Map<String, Object> settings = new LinkedHashMap<>();
    data.forLog(settings);
    model.forLog(settings);
    strategy.forLog(settings);
    settings.put("seed", seed);
    return settings;
  }
}
