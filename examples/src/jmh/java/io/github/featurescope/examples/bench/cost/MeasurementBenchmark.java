package io.github.featurescope.examples.bench.cost;

import io.github.featurescope.probes.Measurement;
import io.github.featurescope.probes.Measurements;
import io.github.featurescope.probes.Snapshot;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Each measurement on a snapshot whose spectra are solved already: what it adds to a report. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@org.openjdk.jmh.annotations.Measurement(iterations = 3, time = 1)
@Fork(1)
public class MeasurementBenchmark {

  /** Simple name of the measurement's class, and its place among those of the same name. */
  @Param({
    "SpectralAlignment:0",
    "SpectralAlignment:1",
    "Richness:0",
    "KernelTargetAlignment:0",
    "RidgeQuality:0",
    "Dimensionality:0",
    "NeuralCollapse:0",
    "GradientWeightAlignment:0",
    "SignalNoiseMargin:0",
    "LabelFit:0",
    "WrongLabelFit:0",
    "CrossFittedQuality:0",
    "GradientDisparity:0",
    "EvidenceCriterion:0",
    "NeuronDivergence:0"
  })
  public String measurement = "Richness:0";

  private Measurement<?> chosen;
  private Snapshot snapshot;

  /** Draws the features and solves for their spectra. */
  @Setup
  public void draw() {
    String[] parts = measurement.split(":");
    chosen =
        Measurements.full().stream()
            .filter(each -> each.getClass().getSimpleName().equals(parts[0]))
            .skip(Long.parseLong(parts[1]))
            .findFirst()
            .orElseThrow();
    snapshot = Samples.of(2_560, 512, 10).snapshot();
    snapshot.spectrum();
    snapshot.centredSpectrum();
  }

  /**
   * Measures.
   *
   * @return the values
   */
  @Benchmark
  public Record measure() {
    return chosen.measure(snapshot);
  }
}
