package io.github.featurescope.examples.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads a pair of IDX files, images and labels, as MNIST and its kin are given out.
 *
 * <p>Records are [image of floats in [0, 1], label]; files may be gzip or not, and which of a
 * split's two files holds the images is told by their first bytes, not by their names. The format
 * is described at <a href="http://yann.lecun.com/exdb/mnist/">the MNIST page</a>: unsigned bytes,
 * big-endian magic number 0x00000803 (images) or 0x00000801 (labels), sizes, data.
 */
public final class IdxRecordReader extends ImageFileRecordReader {

  private static final int IMAGES = 0x00000803;
  private static final int LABELS = 0x00000801;
  private static final int IMAGES_HEADER = 16;
  private static final int LABELS_HEADER = 8;

  private IdxRecordReader(ImageLayout layout, int classes) {
    super(layout, IntStream.range(0, classes).mapToObj(Integer::toString).toList());
  }

  /**
   * Creates a reader that is still to be initialised with a split of two files, in any order.
   *
   * @param layout arrangement of the pixels
   * @param classes number of classes, C; labels are 0..C-1
   * @return the reader
   * @throws IllegalArgumentException if there is no class
   */
  public static IdxRecordReader create(ImageLayout layout, int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException(classes + " classes: there must be at least 1");
    }
    return new IdxRecordReader(layout, classes);
  }

  /**
   * Opens a pair of files.
   *
   * @param images file of images
   * @param labels file of labels
   * @param layout arrangement of the pixels
   * @param classes number of classes, C; labels are 0..C-1
   * @return the initialised reader
   * @throws DataException if a file is missing, truncated, not IDX, the counts differ, or a label
   *     is outside 0..C-1
   */
  public static IdxRecordReader open(Path images, Path labels, ImageLayout layout, int classes) {
    IdxRecordReader reader = create(layout, classes);
    reader.initialize(List.of(images, labels));
    return reader;
  }

  @Override
  String expected() {
    return "expected two IDX files, one of images and one of labels, plain or gzip";
  }

  @Override
  List<RawImages> load(List<Path> files, int classes) {
    List<DataFile> images = new ArrayList<>();
    List<DataFile> labels = new ArrayList<>();
    for (Path path : files) {
      DataFile file = DataFile.read(path, "an IDX file of images or labels, plain or gzip");
      (isImages(file) ? images : labels).add(file);
    }
    if (images.size() != 1 || labels.size() != 1) {
      throw new DataException(
          files
              + ": "
              + images.size()
              + " of images and "
              + labels.size()
              + " of labels; "
              + expected());
    }
    return List.of(pair(images.get(0), labels.get(0), classes));
  }

  private static boolean isImages(DataFile file) {
    if (file.size() < Integer.BYTES) {
      file.requireSize(LABELS_HEADER, "at least the header of an IDX file");
    }
    int magic = file.bigEndianInt(0);
    if (magic != IMAGES && magic != LABELS) {
      throw new DataException(
          String.format(
              "%s: starts with 0x%08x, not an IDX file of unsigned bytes: expected 0x%08x (images)"
                  + " or 0x%08x (labels); give the original file, or its gzip",
              file.path(), magic, IMAGES, LABELS));
    }
    return magic == IMAGES;
  }

  private static RawImages pair(DataFile images, DataFile labels, int classes) {
    int count = count(images, IMAGES_HEADER);
    int height = images.bigEndianInt(8);
    int width = images.bigEndianInt(12);
    if (count < 1 || height < 1 || width < 1 || (long) height * width > 1 << 20) {
      throw new DataException(
          images.path()
              + ": its header announces "
              + count
              + " images of "
              + height
              + "x"
              + width
              + ", which no data set has; get the file again");
    }
    images.requireSize(
        IMAGES_HEADER + (long) count * height * width,
        "header and " + count + " images of " + height + "x" + width);
    int labelCount = count(labels, LABELS_HEADER);
    if (labelCount != count) {
      throw new DataException(
          images.path()
              + " holds "
              + count
              + " images, but "
              + labels.path()
              + " "
              + labelCount
              + " labels; give the two files of one data set");
    }
    labels.requireSize(LABELS_HEADER + (long) count, "header and " + count + " labels");
    return new RawImages(
            images.path().toUri(),
            new ImageShape(1, height, width),
            count,
            new RawImages.Bytes(images.bytes(), IMAGES_HEADER, height * width),
            new RawImages.Bytes(labels.bytes(), LABELS_HEADER, 1))
        .requireLabelsBelow(classes, labels.path().toString());
  }

  private static int count(DataFile file, int header) {
    if (file.size() < header) {
      file.requireSize(header, "at least the header of an IDX file");
    }
    return file.bigEndianInt(4);
  }
}
