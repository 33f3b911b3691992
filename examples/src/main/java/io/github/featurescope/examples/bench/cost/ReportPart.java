package io.github.featurescope.examples.bench.cost;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.adapters.ModelAdapters;
import io.github.featurescope.adapters.ModelReader;
import io.github.featurescope.adapters.Readout;
import io.github.featurescope.adapters.models.Mlp;
import io.github.featurescope.examples.data.ImageLayout;
import io.github.featurescope.examples.data.LabelledImages;
import io.github.featurescope.examples.training.Preset;
import io.github.featurescope.listeners.FeatureScope;
import io.github.featurescope.listeners.ProbeSet;
import io.github.featurescope.probes.KernelTargetAlignment;
import io.github.featurescope.probes.Measurement;
import io.github.featurescope.probes.Measurements;
import io.github.featurescope.probes.Report;
import io.github.featurescope.probes.Snapshot;
import io.github.featurescope.probes.UndefinedMeasurementException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** One probe of one network, taken apart. */
final class ReportPart {

  static final String FILE = "report.csv";
  static final String FLOOR = "floor";
  static final String LOOK = "look";
  static final String WHOLE = "whole report";
  static final String APART = "taken apart";
  static final String SINKS = "sinks";
  static final String FORWARD = "forward pass of the probe set";
  static final String DSYRK = "dsyrk";
  static final String DSYEVD = "dsyevd";

  /** Samples in one forward pass, as in a probe. */
  private static final int BATCH = 256;

  private static final int BATCH_OF_TRAINING = 64;
  private static final int WARM_UPS = 3;

  private final CostPlan plan;
  private final LabelledImages images;
  private final MultiLayerNetwork network;
  private final List<INDArray> batches = new ArrayList<>();
  private final Stopwatch watch = new Stopwatch();

  private ReportPart(CostPlan plan, LabelledImages images) {
    this.plan = plan;
    this.images = images;
    this.network =
        Mlp.mlp()
            .units(plan.width())
            .image(images.shape().channels(), images.shape().height(), images.shape().width())
            .classes(images.classes())
            .build();
    INDArray all = images.features(ImageLayout.FLAT);
    for (int from = 0; from < images.size(); from += BATCH) {
      int to = Math.min(from + BATCH, images.size());
      batches.add(all.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()).dup());
    }
  }

  static CsvFile file(Path out) {
    return CsvFile.open(
        out.resolve(FILE),
        2,
        "group",
        "step",
        "samples",
        "width",
        "classes",
        "seconds",
        "low",
        "high",
        "repetitions");
  }

  static void run(CostPlan plan, BenchImages images, Path out, CostProgress progress) {
    CsvFile csv = file(out);
    progress.begin("report", csv.rows().isEmpty() ? 1 : 0);
    if (!csv.rows().isEmpty()) {
      return;
    }
    ReportPart part = new ReportPart(plan, images.of(Subject.MLP, plan.samples()).images());
    part.measure();
    part.watch.each(
        (step, spread) ->
            csv.add(
                step.group(),
                step.name(),
                plan.samples(),
                plan.width(),
                part.images.classes(),
                RunsPart.seconds(spread.median()),
                RunsPart.seconds(spread.low()),
                RunsPart.seconds(spread.high()),
                spread.count()));
    progress.step("one probe, taken apart");
  }

  private void measure() {
    ProbeSet set = ProbeSet.of(ProbeSet.TRAIN, images.features(ImageLayout.FLAT), images.given());
    ModelReader reader = ModelAdapters.open(network);
    try (Floor floor = Floor.of(plan.samples(), plan.width());
        FeatureScope scope =
            FeatureScope.watch(network).probeSet(set).measurements(Measurements.full()).start()) {
      network.fit(training(), 2);
      scope.latest();
      try (Sinks sinks = Sinks.of(scope)) {
        for (int i = 0; i < WARM_UPS + plan.repetitions(); i++) {
          if (i == WARM_UPS) {
            watch.reset();
          }
          once(floor, reader, sinks);
          watch.time(
              SINKS, "ranking of samples (for the page alone)", () -> scope.suspects(List.of()));
        }
      }
    }
  }

  private DataSetIterator training() {
    DataSet all = images.toDataSet(ImageLayout.FLAT);
    return new ExistingDataSetIterator(
        new DataSet(all.getFeatures(), all.getLabels()).batchBy(BATCH_OF_TRAINING));
  }

  private void once(Floor floor, ModelReader reader, Sinks sinks) {
    watch.time(FLOOR, FORWARD, () -> batches.forEach(batch -> network.output(batch, false)));
    watch.time(FLOOR, DSYRK, floor::gram);
    floor.prepareEigenproblem();
    watch.time(FLOOR, DSYEVD, floor::eigenproblem);
    List<Readout> parts =
        watch.time(
            LOOK,
            "forward pass and reading of features",
            () -> batches.stream().map(reader::read).toList());
    Readout seen = watch.time(LOOK, "batches joined", () -> Readout.join(parts));
    Snapshot apart = watch.time(LOOK, "snapshot checked", () -> snapshot(seen));
    for (Preset preset : Preset.values()) {
      Snapshot fresh = snapshot(seen);
      watch.time(WHOLE, preset.toString(), () -> Report.of(fresh, preset.measurements()));
    }
    measureApart(apart);
    ObjectNode event = watch.time(SINKS, "event of the probe", sinks::event);
    watch.time(SINKS, "run log", () -> sinks.log(event));
    watch.time(SINKS, "meters", () -> sinks.meters(event));
    watch.time(SINKS, "live page", () -> sinks.page(event));
  }

  private Snapshot snapshot(Readout seen) {
    return seen.snapshot(images.given()).trueLabels(images.truth()).build();
  }

  /** What several measurements share is booked on the first that asks for it. */
  private void measureApart(Snapshot snapshot) {
    watch.time(
        APART,
        "centring + Gram matrix + kernel-target alignment",
        () -> KernelTargetAlignment.CENTRED.measure(snapshot));
    watch.time(APART, "eigenproblem", snapshot::centredSpectrum);
    watch.time(APART, "uncentred spectrum from it", snapshot::spectrum);
    for (Measurement<?> measurement : Measurements.full()) {
      if (measurement != KernelTargetAlignment.CENTRED) {
        watch.time(APART, name(measurement), () -> measured(measurement, snapshot));
      }
    }
  }

  private static boolean measured(Measurement<?> measurement, Snapshot snapshot) {
    try {
      measurement.measure(snapshot);
      return true;
    } catch (UndefinedMeasurementException e) {
      return false; // finding that out took time too
    }
  }

  private static String name(Measurement<?> measurement) {
    String type = measurement.getClass().getSimpleName();
    return measurement.key().isEmpty() ? type : type + " (" + measurement.key() + ")";
  }
}
