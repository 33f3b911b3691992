package io.github.featurescope.listeners;

import io.github.featurescope.adapters.StepReader;
import io.github.featurescope.adapters.StepRows;
import io.github.featurescope.probes.KernelTargetAlignment;
import io.github.featurescope.probes.Matrix;
import io.github.featurescope.probes.Measurement;
import io.github.featurescope.probes.Participation;
import io.github.featurescope.probes.Report;
import io.github.featurescope.probes.Richness;
import io.github.featurescope.probes.RidgeQuality;
import io.github.featurescope.probes.RunningMoments;
import io.github.featurescope.probes.SpectralAlignment;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Rides on training: copies what the forward pass of a step computes, and adds it up in blocks.
 *
 * <p>The thread that trains calls {@link #forward}, {@link #backward} and {@link #iterationDone};
 * products and spectra are left to the {@link Follower}, of which one piece is under way at most:
 * while it is, batches that find no room are left out. Memory is two blocks and the moments.
 */
final class Ride {

  private static final List<Measurement<?>> MEASURED =
      List.of(
          SpectralAlignment.CENTRED,
          Richness.DLR,
          KernelTargetAlignment.CENTRED,
          RidgeQuality.RIDGE,
          Participation.RATIO);

  /** A block is added up when it has as many rows as features, within these bounds. */
  private static final int LEAST_ROWS = 256;

  private static final int MOST_ROWS = 1024;

  /** Larger batches are left out, to bound memory. */
  private static final int LARGEST_BATCH = 4096;

  private final Riding riding;
  private final StepReader reader;
  private final int classes;
  private final int target;
  private final RunningMoments moments;
  private final StepRows rows;
  private final Follower follower;
  private final RideCost cost;
  private final Consumer<StreamReport> told;
  private final Consumer<Throwable> failed;
  private final AtomicBoolean working = new AtomicBoolean();

  private StreamBlock filling;
  private StreamBlock other;
  private boolean broken;
  private long lastReport = Long.MIN_VALUE;
  private long batches;
  private long leftOut;
  private volatile @Nullable Report latest;

  Ride(
      Riding riding,
      StepReader reader,
      int classes,
      Follower follower,
      RideCost cost,
      Consumer<StreamReport> told,
      Consumer<Throwable> failed) {
    this.riding = riding;
    this.reader = reader;
    this.classes = classes;
    this.follower = follower;
    this.cost = cost;
    this.told = told;
    this.failed = failed;
    int width = reader.width();
    this.target = Math.max(LEAST_ROWS, Math.min(width, MOST_ROWS));
    this.moments = RunningMoments.forgetting(width, classes, riding.memory(width));
    this.rows = StepRows.of(LARGEST_BATCH, width);
    this.filling = new StreamBlock(width);
    this.other = new StreamBlock(width);
    warmUp(width);
  }

  /** What is slow the first time is done before training, or it would use the budget up. */
  private void warmUp(int width) {
    Random random = new Random(0);
    double[] values = random.doubles((long) target * width).toArray();
    double[] weights = random.doubles((long) classes * width).toArray();
    RunningMoments scratch = RunningMoments.of(width, classes);
    scratch.add(
        Matrix.ofRowMajor(target, width, values),
        Matrix.ofRowMajor(classes, width, weights),
        new double[classes],
        IntStream.range(0, target).map(i -> i % classes).toArray());
    long begun = cost.now();
    scratch.report(MEASURED);
    cost.expectReport(cost.now() - begun);
  }

  /** Copies the features of a step, if it can be afforded; they wait for their labels. */
  void forward(Predicate<StepRows> step) {
    rows.clear();
    if (broken) {
      return;
    }
    if (!cost.affordsRows(riding.halfShare()) || filling.rows() >= target) {
      leftOut++;
      return;
    }
    long begun = cost.now();
    try {
      if (!step.test(rows)) {
        rows.clear();
        leftOut++;
      }
    } catch (Throwable e) { // whatever it is, training is not to die of it
      giveUp(e);
    }
    cost.rowsWaited(cost.now() - begun);
  }

  StepReader reader() {
    return reader;
  }

  /** Joins the step's features and labels, which are set by now. */
  void backward() {
    if (broken || rows.samples() == 0) {
      return;
    }
    long begun = cost.now();
    try {
      INDArray labels = reader.labels();
      if (labels != null && StepLabels.fit(labels, rows.samples(), classes)) {
        filling.take(rows, StepLabels.classes(labels));
        batches++;
      } else {
        leftOut++;
      }
    } catch (Throwable e) { // whatever it is, training is not to die of it
      giveUp(e);
    } finally {
      rows.clear();
    }
    cost.rowsWaited(cost.now() - begun);
  }

  /** What fails once in copying fails at every step: it is said once. */
  private void giveUp(Throwable e) {
    broken = true;
    rows.clear();
    failed.accept(e);
  }

  /** Adds up a full block, and reports what is due. */
  void iterationDone(Verdict.Moment at, Instant time, double elapsed) {
    if (broken) {
      return;
    }
    if (lastReport == Long.MIN_VALUE) {
      lastReport = at.iteration() - 1;
    }
    boolean due =
        at.iteration() - lastReport >= riding.iterations()
            && batches > 0
            && cost.affordsReport(riding.halfShare());
    boolean full = filling.rows() >= target;
    if (!(due || full) || !working.compareAndSet(false, true)) {
      return;
    }
    long begun = cost.now();
    StreamBlock block = filling;
    filling = other;
    other = block;
    try {
      block.close(reader);
    } catch (Throwable e) { // whatever it is, training is not to die of it
      giveUp(e);
      return;
    }
    cost.rowsWaited(cost.now() - begun);
    if (due) {
      lastReport = at.iteration();
    }
    Tally tally = due ? new Tally(at, time, elapsed, batches, leftOut) : null;
    follower.giveLight(() -> work(block, tally));
  }

  /** A moment at which a report is due. */
  private record Tally(
      Verdict.Moment at, Instant time, double elapsed, long batches, long leftOut) {}

  private void work(StreamBlock block, @Nullable Tally due) {
    try {
      long begun = cost.now();
      try {
        block.addTo(moments);
      } finally {
        cost.rowsAdded(cost.now() - begun, follower.isInline());
      }
      if (due != null && moments.seen() > 0) {
        report(due);
      }
    } catch (Throwable e) { // whatever it is, training is not to die of it
      failed.accept(e);
    } finally {
      working.set(false);
    }
  }

  private void report(Tally due) {
    long begun = cost.now();
    Report report;
    try {
      report = moments.report(MEASURED);
      latest = report;
    } finally {
      cost.reported(cost.now() - begun, follower.isInline());
    }
    long telling = cost.now();
    try {
      told.accept(
          new StreamReport(
              due.time(),
              due.elapsed(),
              due.at().iteration(),
              due.at().epoch(),
              report,
              moments.seen(),
              due.batches(),
              due.leftOut(),
              cost.seconds(),
              cost.share()));
    } finally {
      cost.told(cost.now() - telling, follower.isInline());
    }
  }

  /** The last report, or null before the first. */
  @Nullable Report latest() {
    return latest;
  }
}
