package io.github.featurescope.examples.bench.cost;

import io.github.featurescope.examples.training.Preset;
import io.github.featurescope.probes.Report;
import io.github.featurescope.probes.Snapshot;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One report without the forward pass, by preset, on a snapshot of which nothing is computed. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ReportBenchmark {

  /** How much is measured. */
  @Param({"economy", "standard", "full"})
  public String preset = "standard";

  /** Samples. */
  @Param("2560")
  public int n;

  /** Features. */
  @Param("512")
  public int p;

  /** Classes. */
  @Param("10")
  public int c;

  private Samples samples;
  private Preset chosen;
  private Snapshot snapshot;

  /** Draws the features. */
  @Setup
  public void draw() {
    samples = Samples.of(n, p, c);
    chosen = Preset.valueOf(preset.toUpperCase(Locale.ROOT));
  }

  /** Takes a snapshot; each report computes all anew. */
  @Setup(Level.Invocation)
  public void take() {
    snapshot = samples.snapshot();
  }

  /**
   * Measures.
   *
   * @return the report
   */
  @Benchmark
  public Report report() {
    return Report.of(snapshot, chosen.measurements());
  }
}
