package io.github.featurescope.examples.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The data sets that the command line knows by name. */
public final class DataSources {

  /** What the command line can name. */
  public static final List<String> NAMES = List.of("digits", "mnist", "cifar10");

  private static final ImageShape MNIST_SHAPE = new ImageShape(1, 28, 28);
  private static final ImageShape CIFAR_SHAPE = new ImageShape(3, 32, 32);

  /** Digits for testing are drawn from another seed than those for training. */
  private static final long TEST_SEED = 0x7E57;

  private DataSources() {}

  /**
   * Training and test images.
   *
   * @param train with true labels
   * @param test with true labels
   */
  public record Split(LabelledImages train, LabelledImages test) {

    private Split of(ClassChoice classes) {
      return new Split(classes.of(train), classes.of(test));
    }
  }

  /**
   * Reads or draws a data set.
   *
   * @param name one of {@link #NAMES}
   * @param folder of the files, or null for embedded data
   * @param classes which classes to keep
   * @param train how many training images to draw, where they are drawn
   * @param test how many test images to draw, where they are drawn
   * @param seed of the drawing
   * @return the images of these classes; all that the files hold, where there are files
   * @throws DataException if the name or a class is not known, or files are missing or broken
   */
  public static Split named(
      String name, @Nullable Path folder, ClassChoice classes, int train, int test, long seed) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "digits" ->
          new Split(digits(classes, train, seed), digits(classes, test, seed ^ TEST_SEED));
      case "mnist" ->
          mnist(
                  require(
                      name,
                      folder,
                      "train-images-idx3-ubyte[.gz], its labels and the two t10k files"))
              .of(classes);
      case "cifar10" ->
          cifar10(require(name, folder, "data_batch_1.bin and test_batch.bin")).of(classes);
      default ->
          throw new DataException("data '" + name + "' is not known; choose one of " + NAMES);
    };
  }

  /** Digits are drawn in ten classes of equal size, of which only the chosen ones are kept. */
  private static LabelledImages digits(ClassChoice classes, int count, long seed) {
    return classes.of(DigitGenerator.seeded(seed).generate(classes.outOfTen(count)));
  }

  private static Path require(String name, @Nullable Path folder, String files) {
    if (folder == null) {
      throw new DataException(
          "data '"
              + name
              + "' is read from files: name the folder of "
              + files
              + " with --data-dir (Deeplearning4j's own downloads no longer work), or use the"
              + " embedded 'digits'");
    }
    if (!Files.isDirectory(folder)) {
      throw new DataException(folder + " is no folder; name the one that holds " + files);
    }
    return folder;
  }

  private static Split mnist(Path given) {
    Path folder = Files.isDirectory(given.resolve("mnist")) ? given.resolve("mnist") : given;
    return new Split(mnist(folder, "train"), mnist(folder, "t10k"));
  }

  private static LabelledImages mnist(Path folder, String part) {
    return LabelledImages.read(
        IdxRecordReader.open(
            plainOrZipped(folder, part + "-images-idx3-ubyte"),
            plainOrZipped(folder, part + "-labels-idx1-ubyte"),
            ImageLayout.FLAT,
            10),
        MNIST_SHAPE);
  }

  private static Path plainOrZipped(Path folder, String name) {
    Path plain = folder.resolve(name);
    return Files.exists(plain) ? plain : folder.resolve(name + ".gz");
  }

  private static Split cifar10(Path given) {
    Path inner = given.resolve("cifar-10-batches-bin");
    Path folder = Files.isDirectory(inner) ? inner : given;
    List<String> names = cifarNames(folder);
    List<Path> batches = trainingBatches(folder);
    return new Split(
        cifar10(batches, names), cifar10(List.of(plainOrZipped(folder, "test_batch.bin")), names));
  }

  private static LabelledImages cifar10(List<Path> files, List<String> names) {
    return LabelledImages.read(CifarRecordReader.open(files, ImageLayout.FLAT, names), CIFAR_SHAPE);
  }

  private static List<Path> trainingBatches(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> batches =
          files
              .map(file -> file.getFileName().toString().replaceFirst("\\.gz$", ""))
              .filter(name -> name.matches("data_batch_\\d+\\.bin"))
              .distinct()
              .sorted()
              .map(name -> plainOrZipped(folder, name))
              .toList();
      // The reader says which file is missing.
      return batches.isEmpty() ? List.of(folder.resolve("data_batch_1.bin")) : batches;
    } catch (IOException | UncheckedIOException e) {
      throw new DataException("cannot list the folder " + folder + ": " + e.getMessage(), e);
    }
  }

  private static List<String> cifarNames(Path folder) {
    Path meta = folder.resolve("batches.meta.txt");
    if (!Files.exists(meta)) {
      return CifarRecordReader.CLASS_NAMES;
    }
    try (Stream<String> lines = Files.lines(meta, StandardCharsets.UTF_8)) {
      List<String> names = lines.map(String::strip).filter(line -> !line.isEmpty()).toList();
      if (names.size() != 10) {
        throw new DataException(
            meta
                + ": "
                + names.size()
                + " class names, expected 10, one a line; remove the file to"
                + " use the usual names");
      }
      return names;
    } catch (IOException | UncheckedIOException e) {
      throw new DataException("cannot read the class names in " + meta + ": " + e.getMessage(), e);
    }
  }
}
