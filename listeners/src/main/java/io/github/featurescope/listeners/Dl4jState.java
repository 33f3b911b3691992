package io.github.featurescope.listeners;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The state of a MultiLayerNetwork or ComputationGraph: two flat arrays. */
record Dl4jState(Model model) implements ModelState {

  private static final String PARAMETERS = "parameters";
  private static final String UPDATER = "updater";

  @Override
  public Map<String, INDArray> arrays() {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    arrays.put(PARAMETERS, model.params());
    INDArray updater = updater();
    if (updater != null && !updater.isEmpty()) {
      arrays.put(UPDATER, updater);
    }
    return arrays;
  }

  /** None for an optimiser that keeps nothing, such as plain SGD. */
  private @Nullable INDArray updater() {
    return model instanceof MultiLayerNetwork network
        ? network.getUpdater().getStateViewArray()
        : ((ComputationGraph) model).getUpdater().getStateViewArray();
  }

  @Override
  public void write(Path file) throws IOException {
    ModelSerializer.writeModel(model, file.toFile(), true);
  }

  @Override
  public Map<String, INDArray> read(Path file) throws IOException {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      put(arrays, PARAMETERS, zip, ModelSerializer.COEFFICIENTS_BIN);
      put(arrays, UPDATER, zip, ModelSerializer.UPDATER_BIN);
    }
    return arrays;
  }

  private static void put(Map<String, INDArray> arrays, String name, ZipFile zip, String in)
      throws IOException {
    ZipEntry entry = zip.getEntry(in);
    if (entry != null) {
      try (DataInputStream stream =
          new DataInputStream(new BufferedInputStream(zip.getInputStream(entry)))) {
        arrays.put(name, Nd4j.read(stream));
      }
    }
  }

  @Override
  public int epochs() {
    return Dl4jTraining.epochCount(model);
  }

  @Override
  public long iterations() {
    return Dl4jTraining.iterationCount(model);
  }

  @Override
  public void count(int epochs, long iterations) {
    if (model instanceof MultiLayerNetwork network) {
      network.setEpochCount(epochs);
      network.setIterationCount(Math.toIntExact(iterations));
    } else {
      ComputationGraph graph = (ComputationGraph) model;
      graph.getConfiguration().setEpochCount(epochs);
      graph.getConfiguration().setIterationCount(Math.toIntExact(iterations));
    }
  }

  @Override
  public String suffix() {
    return ".zip";
  }
}
