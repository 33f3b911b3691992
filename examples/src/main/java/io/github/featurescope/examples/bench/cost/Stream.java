package io.github.featurescope.examples.bench.cost;

import io.github.featurescope.probes.Report;
import io.github.featurescope.probes.RunningMoments;

/** Samples that stream past in blocks, of which only moments are kept. */
final class Stream {

  /** Samples in a block. */
  static final int BLOCK = 2_048;

  private final Samples block;
  private final int width;
  private final int classes;

  private Stream(int width, int classes) {
    this.width = width;
    this.classes = classes;
    this.block = Samples.of(BLOCK, width, classes);
  }

  /** Makes one block, which passes again and again. */
  static Stream of(int width, int classes) {
    return new Stream(width, classes);
  }

  /** Lets samples pass, whole blocks of them, and measures what is measurable of their moments. */
  Report pass(int samples) {
    RunningMoments moments = RunningMoments.of(width, classes);
    int[] labels = block.labels();
    for (int done = 0; done < samples; done += BLOCK) {
      moments.add(block.features(), block.logits(), labels);
    }
    return moments.report(RunningMoments.measurable());
  }

  /** Computes the Gram products of as many blocks, and nothing else. */
  static void floor(Floor floor, int samples) {
    for (int done = 0; done < samples; done += BLOCK) {
      floor.gram();
    }
  }
}
