package io.github.featurescope.examples.bench.cost;

import io.github.featurescope.probes.Measurements;
import io.github.featurescope.probes.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How the cost of one report grows with each of its sizes. */
final class GrowthPart {

  static final String FILE = "growth.csv";
  static final String SAMPLES = "samples";
  static final String WIDTH = "width";
  static final String CLASSES = "classes";
  static final String LAYERS = "layers";
  static final String SNAPSHOT = "snapshot";
  static final String STREAMED = "streamed";
  static final String TALL = "snapshot with n = 5/4 p";

  private static final int MOST_REPETITIONS = 7;

  /** Beyond it the whole eigenproblem takes minutes. */
  private static final int WIDEST_FLOOR = 4_096;

  private final CostPlan plan;
  private final CsvFile csv;
  private final CostProgress progress;

  /** What is measured at one place; of layers, how many inner ones are watched. */
  private record Point(String axis, int at, String way, int samples, int width, int classes) {}

  /** NaN where there is none. */
  record Measured(Spread seconds, double floor, double megabytes) {}

  private GrowthPart(CostPlan plan, CsvFile csv, CostProgress progress) {
    this.plan = plan;
    this.csv = csv;
    this.progress = progress;
  }

  static CsvFile file(Path out) {
    return CsvFile.open(
        out.resolve(FILE),
        3,
        "axis",
        "at",
        "way",
        "samples",
        "width",
        "classes",
        "seconds",
        "low",
        "high",
        "repetitions",
        "floor_seconds",
        "extra_megabytes");
  }

  static void run(CostPlan plan, BenchImages images, Path out, CostProgress progress) {
    new GrowthPart(plan, file(out), progress).run(images);
  }

  private void run(BenchImages images) {
    List<Point> missing =
        points().stream()
            .filter(point -> !csv.has(point.axis, String.valueOf(point.at), point.way))
            .toList();
    progress.begin("growth", missing.size());
    if (missing.isEmpty()) {
      return;
    }
    Samples small = Samples.of(plan.samples(), plan.width(), plan.classes());
    for (int i = 0; i < 3; i++) {
      Report.of(small.snapshot(), Measurements.standard()); // loads the code
    }
    for (Point point : missing) {
      add(point, measure(point, images));
    }
  }

  private List<Point> points() {
    List<Point> points = new ArrayList<>();
    int n = plan.samples();
    int p = plan.width();
    int c = plan.classes();
    plan.snapshots().forEach(at -> points.add(new Point(SAMPLES, at, SNAPSHOT, at, p, c)));
    plan.streams().forEach(at -> points.add(new Point(SAMPLES, at, STREAMED, at, p, c)));
    plan.widths().forEach(at -> points.add(new Point(WIDTH, at, SNAPSHOT, n, at, c)));
    plan.tallWidths().forEach(at -> points.add(new Point(WIDTH, at, TALL, at * 5 / 4, at, c)));
    plan.classCounts().forEach(at -> points.add(new Point(CLASSES, at, SNAPSHOT, 2 * n, p, at)));
    plan.layerCounts()
        .forEach(at -> points.add(new Point(LAYERS, at, "probe", plan.layerSamples(), 0, c)));
    return points;
  }

  private Measured measure(Point point, BenchImages images) {
    if (point.axis.equals(LAYERS)) {
      Spread taken = LayerGrowth.measure(images, point.samples, point.at);
      return new Measured(taken, Double.NaN, Double.NaN);
    }
    return point.way.equals(STREAMED) ? streamed(point) : snapshot(point);
  }

  private static Measured snapshot(Point point) {
    Samples samples = Samples.of(point.samples, point.width, point.classes);
    Spread taken =
        Stopwatch.repeat(
            MOST_REPETITIONS, () -> Report.of(samples.snapshot(), Measurements.standard()));
    int size = Math.min(point.samples, point.width);
    return new Measured(
        taken, size > WIDEST_FLOOR ? Double.NaN : floor(point.samples, point.width), Double.NaN);
  }

  /** A Gram matrix and its eigenproblem, as in the report. */
  private static double floor(int samples, int width) {
    try (Floor floor = Floor.of(samples, width)) {
      return Stopwatch.repeat(
              MOST_REPETITIONS,
              () -> {
                floor.gram();
                floor.prepareEigenproblem();
                floor.eigenproblem();
              })
          .median();
    }
  }

  private static Measured streamed(Point point) {
    Stream stream = Stream.of(point.width, point.classes);
    stream.pass(Stream.BLOCK);
    Spread taken = Stopwatch.repeat(MOST_REPETITIONS, () -> stream.pass(point.samples));
    double products;
    try (Floor floor = Floor.of(Stream.BLOCK, point.width)) {
      products =
          Stopwatch.repeat(MOST_REPETITIONS, () -> Stream.floor(floor, point.samples)).median();
    }
    long[] bytes =
        Child.run(
            "stream",
            String.valueOf(point.samples),
            String.valueOf(point.width),
            String.valueOf(point.classes));
    return new Measured(taken, products, (bytes[0] + bytes[1]) * 1e-6);
  }

  private void add(Point point, Measured measured) {
    Spread seconds = measured.seconds();
    csv.add(
        point.axis,
        point.at,
        point.way,
        point.samples,
        point.width,
        point.classes,
        RunsPart.seconds(seconds.median()),
        RunsPart.seconds(seconds.low()),
        RunsPart.seconds(seconds.high()),
        seconds.count(),
        Double.isNaN(measured.floor()) ? "" : RunsPart.seconds(measured.floor()),
        Double.isNaN(measured.megabytes())
            ? ""
            : String.format(Locale.ROOT, "%.1f", measured.megabytes()));
    progress.step(
        String.format(
            Locale.ROOT, "%s %d, %s: %.3f s", point.axis, point.at, point.way, seconds.median()));
  }
}
