package io.github.featurescope.examples.bench.cost;

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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a report cannot be faster than: OpenBLAS alone, on native memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class FloorBenchmark {

  /** Samples. */
  @Param("2560")
  public int n;

  /** Features. */
  @Param("512")
  public int p;

  private Floor floor;

  /** Draws the features. */
  @Setup
  public void draw() {
    floor = Floor.of(n, p);
    floor.gram();
  }

  /** Frees native memory. */
  @TearDown
  public void free() {
    floor.close();
  }

  /** Puts the matrix in place, which the solver overwrites. */
  @Setup(Level.Invocation)
  public void prepare() {
    floor.prepareEigenproblem();
  }

  /** Computes the Gram matrix. */
  @Benchmark
  public void dsyrk() {
    floor.gram();
  }

  /** Solves for all eigenpairs. */
  @Benchmark
  public void dsyevd() {
    floor.eigenproblem();
  }
}
