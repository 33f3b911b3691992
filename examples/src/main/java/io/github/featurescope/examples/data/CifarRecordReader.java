package io.github.featurescope.examples.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads files in the CIFAR-10 binary format: records of a label byte and 3 planes of 32x32 bytes.
 *
 * <p>Records are [image of floats in [0, 1], label]; one or many files, each gzip or not by its
 * first bytes, read in the order of the split. The format has no header: a file cut between two
 * records cannot be told from a smaller one. Source: A. Krizhevsky, "Learning Multiple Layers of
 * Features from Tiny Images", 2009.
 */
public final class CifarRecordReader extends ImageFileRecordReader {

  /** The names of the ten classes, in the order of the labels. */
  public static final List<String> CLASS_NAMES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private static final ImageShape SHAPE = new ImageShape(3, 32, 32);
  private static final int RECORD = 1 + 3 * 32 * 32;

  private CifarRecordReader(ImageLayout layout, List<String> classNames) {
    super(layout, classNames);
  }

  /**
   * Creates a reader that is still to be initialised with a split of files.
   *
   * @param layout arrangement of the pixels
   * @return the reader
   */
  public static CifarRecordReader create(ImageLayout layout) {
    return new CifarRecordReader(layout, CLASS_NAMES);
  }

  /**
   * Opens files.
   *
   * @param files at least one file, read in this order
   * @param layout arrangement of the pixels
   * @param classNames names of the classes, in the order of the labels
   * @return the initialised reader
   * @throws DataException if there is no file, or one is missing, truncated or holds a label that
   *     has no class
   */
  public static CifarRecordReader open(
      List<Path> files, ImageLayout layout, List<String> classNames) {
    CifarRecordReader reader = new CifarRecordReader(layout, classNames);
    if (files.isEmpty()) {
      throw new DataException("no files to read: " + reader.expected());
    }
    reader.initialize(files);
    return reader;
  }

  @Override
  String expected() {
    return "expected one or more files in the CIFAR-10 binary format, such as data_batch_1.bin";
  }

  @Override
  List<RawImages> load(List<Path> files, int classes) {
    List<RawImages> blocks = new ArrayList<>();
    for (Path path : files) {
      DataFile file = DataFile.read(path, "a file in the CIFAR-10 binary format, plain or gzip");
      int count = (file.size() + RECORD - 1) / RECORD;
      file.requireSize(
          (long) Math.max(1, count) * RECORD, Math.max(1, count) + " records of " + RECORD);
      blocks.add(
          new RawImages(
                  path.toUri(),
                  SHAPE,
                  count,
                  new RawImages.Bytes(file.bytes(), 1, RECORD),
                  new RawImages.Bytes(file.bytes(), 0, RECORD))
              .requireLabelsBelow(classes, path.toString()));
    }
    return blocks;
  }
}
