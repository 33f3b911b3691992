package io.github.featurescope.examples.bench.cost;

import io.github.featurescope.probes.RunningMoments;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A batch that is added to running moments. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StreamBenchmark {

  /** Samples in a batch. */
  @Param({"64", "2048"})
  public int batch;

  /** Features. */
  @Param("512")
  public int p;

  private Samples samples;
  private int[] labels;
  private RunningMoments moments;

  /** Draws the batch. */
  @Setup
  public void draw() {
    samples = Samples.of(batch, p, 10);
    labels = samples.labels();
    moments = RunningMoments.forgetting(p, 10, 10_000);
  }

  /** Adds the batch. */
  @Benchmark
  public void add() {
    moments.add(samples.features(), samples.logits(), labels);
  }
}
