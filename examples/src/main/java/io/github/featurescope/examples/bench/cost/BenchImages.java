package io.github.featurescope.examples.bench.cost;

import io.github.featurescope.examples.data.ClassChoice;
import io.github.featurescope.examples.data.DataException;
import io.github.featurescope.examples.data.DataSources;
import io.github.featurescope.examples.data.DigitGenerator;
import io.github.featurescope.examples.data.ImageShape;
import io.github.featurescope.examples.data.LabelledImages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Images to train on: real ones where they are, made-up ones of the same shape elsewhere. */
final class BenchImages {

  private static final int MOST = 10_000;
  private static final ImageShape CIFAR = new ImageShape(3, 32, 32);

  private final @Nullable Path folder;
  private final Map<Kind, Loaded> loaded = new EnumMap<>(Kind.class);

  /** Which images, and what they are called in tables. */
  record Loaded(LabelledImages images, String name) {}

  private enum Kind {
    MNIST,
    CIFAR10
  }

  private BenchImages(@Nullable Path folder) {
    this.folder = folder;
  }

  /** Reads from a folder that holds mnist, cifar-10-batches-bin, both or nothing; or from none. */
  static BenchImages in(@Nullable Path folder) {
    return new BenchImages(folder);
  }

  /** Returns images for a network, as many as asked for. */
  Loaded of(Subject subject, int count) {
    Kind kind = subject.data().equals("mnist") ? Kind.MNIST : Kind.CIFAR10;
    Loaded all = loaded.computeIfAbsent(kind, this::load);
    return new Loaded(all.images().subset(Math.min(count, MOST), 1), all.name());
  }

  private Loaded load(Kind kind) {
    String name = kind == Kind.MNIST ? "mnist" : "cifar10";
    if (folder != null) {
      try {
        LabelledImages images =
            DataSources.named(name, folder, ClassChoice.all(), MOST, MOST, 1).train();
        return new Loaded(images.subset(MOST, 1), name);
      } catch (DataException e) {
        // Made-up images cost the same.
      }
    }
    return kind == Kind.MNIST
        ? new Loaded(DigitGenerator.seeded(1).generate(MOST), "digits")
        : new Loaded(noise(), "random images");
  }

  private static LabelledImages noise() {
    Random random = new Random(1);
    List<float[]> pixels = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      float[] image = new float[CIFAR.size()];
      for (int j = 0; j < image.length; j++) {
        image[j] = random.nextFloat();
      }
      pixels.add(image);
    }
    List<String> names = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
    return LabelledImages.of(
        CIFAR, names, pixels, IntStream.range(0, MOST).map(i -> i % 10).toArray());
  }
}
