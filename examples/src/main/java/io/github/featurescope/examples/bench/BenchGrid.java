package io.github.featurescope.examples.bench;

import static io.github.featurescope.examples.bench.BenchRun.Task.CIFAR10;
import static io.github.featurescope.examples.bench.BenchRun.Task.CIFAR2;
import static io.github.featurescope.examples.bench.BenchRun.Task.DIGITS;
import static io.github.featurescope.examples.bench.BenchRun.Task.MNIST;
import static io.github.featurescope.examples.bench.BenchRun.Way.COSINE;
import static io.github.featurescope.examples.bench.BenchRun.Way.DECAY;
import static io.github.featurescope.examples.bench.BenchRun.Way.DROPOUT;
import static io.github.featurescope.examples.bench.BenchRun.Way.MIXUP;
import static io.github.featurescope.examples.bench.BenchRun.Way.QUICK;
import static io.github.featurescope.examples.bench.BenchRun.Way.SHIFT;
import static io.github.featurescope.examples.bench.BenchRun.Way.SLOW;
import static io.github.featurescope.examples.bench.BenchRun.Way.USUAL;
import static io.github.featurescope.examples.training.Networks.LENET;
import static io.github.featurescope.examples.training.Networks.MLP;
import static io.github.featurescope.examples.training.Networks.RESNET20;
import static io.github.featurescope.examples.training.Networks.VGG11;
import static io.github.featurescope.examples.training.Networks.VIT;

import io.github.featurescope.examples.data.LabelNoise;
import io.github.featurescope.examples.training.Networks;
import java.util.ArrayList;
import java.util.List;

/** Which runs there are. */
enum BenchGrid {
  /** Those that rules are judged on: nothing was chosen after one of them had been seen. */
  JUDGED {
    @Override
    List<BenchRun> runs() {
      List<BenchRun> runs = new ArrayList<>();
      addStandard(runs, 5);
      addTwice(runs, 6);
      return runs;
    }
  },
  /**
   * Those that constants were chosen on: other seeds of data, noise, weights and order. Seeds 1 to
   * 4 were judged on before.
   */
  TUNING {
    @Override
    List<BenchRun> runs() {
      List<BenchRun> runs = new ArrayList<>();
      addStandard(runs, 1);
      addTwice(runs, 2);
      addStandard(runs, 3);
      addTwice(runs, 4);
      add(runs, MNIST, MLP, DECAY, 101, ONE_AND_NONE);
      add(runs, MNIST, MLP, MIXUP, 101, ONE_AND_NONE);
      add(runs, MNIST, MLP, QUICK, 101, ALL);
      add(runs, MNIST, MLP, SLOW, 101, ONE_AND_NONE);
      add(runs, MNIST, MLP, USUAL, 101, ALL);
      add(runs, MNIST, LENET, QUICK, 101, List.of("symmetric:0.4"));
      add(runs, MNIST, LENET, USUAL, 101, List.of("none", "symmetric:0.4", "pair:0.4"));
      add(runs, DIGITS, MLP, USUAL, 101, List.of("none", "pair:0.4"));
      add(runs, DIGITS, LENET, QUICK, 101, List.of("symmetric:0.4"));
      add(runs, DIGITS, LENET, USUAL, 101, List.of("symmetric:0.4", "pair:0.4"));
      add(runs, CIFAR2, MLP, USUAL, 101, List.of("symmetric:0.4"));
      add(runs, CIFAR2, LENET, USUAL, 101, TWO_CLASSES);
      add(runs, CIFAR2, VGG11, USUAL, 101, TWO_CLASSES);
      add(runs, CIFAR2, RESNET20, USUAL, 101, ONE_AND_NONE);
      add(runs, CIFAR10, MLP, USUAL, 101, ONE_AND_NONE);
      add(
          runs,
          CIFAR10,
          LENET,
          USUAL,
          101,
          List.of("none", "symmetric:0.2", "symmetric:0.4", "symmetric:0.6"));
      add(runs, CIFAR10, VGG11, QUICK, 101, List.of("symmetric:0.4"));
      add(runs, CIFAR10, VGG11, USUAL, 101, List.of("none", "symmetric:0.4", "pair:0.4"));
      add(runs, CIFAR10, RESNET20, USUAL, 101, ONE_AND_NONE);
      add(runs, CIFAR10, VIT, USUAL, 101, ONE_AND_NONE);
      add(runs, MNIST, MLP, COSINE, 102, List.of("none", "symmetric:0.4", "pair:0.4"));
      add(runs, MNIST, MLP, DROPOUT, 102, ONE_AND_NONE);
      add(runs, MNIST, MLP, SHIFT, 102, ONE_AND_NONE);
      add(runs, MNIST, MLP, USUAL, 102, List.of("symmetric:0.2", "pair:0.4"));
      add(runs, MNIST, LENET, COSINE, 102, List.of("symmetric:0.4"));
      add(runs, MNIST, LENET, USUAL, 102, List.of("pair:0.4"));
      add(runs, DIGITS, MLP, USUAL, 102, List.of("symmetric:0.2", "symmetric:0.6"));
      add(runs, CIFAR2, MLP, USUAL, 102, List.of("none", "symmetric:0.2"));
      add(runs, CIFAR2, LENET, USUAL, 102, List.of("symmetric:0.2", "symmetric:0.4"));
      add(runs, CIFAR2, VGG11, USUAL, 102, List.of("symmetric:0.4"));
      add(runs, CIFAR10, MLP, COSINE, 102, List.of("symmetric:0.4"));
      add(runs, CIFAR10, MLP, USUAL, 102, List.of("none"));
      add(runs, MNIST, LENET, USUAL, 103, List.of("symmetric:0.6"));
      add(runs, DIGITS, LENET, USUAL, 103, List.of("none", "symmetric:0.2", "symmetric:0.6"));
      add(runs, CIFAR2, RESNET20, USUAL, 103, List.of("symmetric:0.2"));
      add(runs, CIFAR2, VIT, USUAL, 103, List.of("symmetric:0.4"));
      add(runs, CIFAR10, MLP, USUAL, 103, List.of("symmetric:0.6"));
      add(runs, CIFAR10, LENET, USUAL, 103, List.of("none"));
      add(runs, DIGITS, LENET, USUAL, 104, List.of("symmetric:0.6"));
      return runs;
    }
  };

  private static final List<String> ALL =
      List.of("none", "symmetric:0.2", "symmetric:0.4", "symmetric:0.6", "pair:0.4");

  /** Of two classes, 60 % would be an inversion, and pair noise is symmetric. */
  private static final List<String> TWO_CLASSES = List.of("none", "symmetric:0.2", "symmetric:0.4");

  private static final List<String> ONE_AND_NONE = List.of("symmetric:0.4", "none");

  /** The runs, in the order in which they are trained. */
  abstract List<BenchRun> runs();

  /** All data, networks, ways and noises. */
  private static void addStandard(List<BenchRun> runs, long seed) {
    add(runs, MNIST, MLP, USUAL, seed, ALL);
    add(runs, DIGITS, MLP, USUAL, seed, ALL);
    for (BenchRun.Way way : List.of(COSINE, SHIFT, DROPOUT, DECAY, MIXUP)) {
      add(runs, MNIST, MLP, way, seed, ONE_AND_NONE);
    }
    add(runs, DIGITS, LENET, USUAL, seed, ALL);
    add(runs, CIFAR10, MLP, USUAL, seed, ALL);
    add(runs, CIFAR2, LENET, USUAL, seed, TWO_CLASSES);
    add(runs, MNIST, LENET, USUAL, seed, ALL);
    add(runs, CIFAR2, VGG11, USUAL, seed, TWO_CLASSES);
    add(runs, CIFAR10, LENET, USUAL, seed, ALL);
    add(runs, MNIST, LENET, COSINE, seed, ONE_AND_NONE);
    add(runs, CIFAR10, VGG11, USUAL, seed, ALL);
    add(runs, CIFAR2, RESNET20, USUAL, seed, TWO_CLASSES);
    add(runs, CIFAR2, VIT, USUAL, seed, TWO_CLASSES);
    add(runs, CIFAR10, RESNET20, USUAL, seed, ONE_AND_NONE);
    add(runs, CIFAR10, VIT, USUAL, seed, ONE_AND_NONE);
  }

  /** Those that are quick enough for a second seed. */
  private static void addTwice(List<BenchRun> runs, long seed) {
    add(runs, MNIST, MLP, USUAL, seed, ALL);
    add(runs, DIGITS, LENET, USUAL, seed, ALL);
  }

  private static void add(
      List<BenchRun> runs,
      BenchRun.Task task,
      Networks network,
      BenchRun.Way way,
      long seed,
      List<String> noises) {
    for (String noise : noises) {
      runs.add(new BenchRun(task, network, way, LabelNoise.parse(noise), seed));
    }
  }
}
