package io.github.featurescope.examples.data;

import java.io.DataInputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.metadata.RecordMetaDataIndex;
import org.datavec.api.records.reader.BaseRecordReader;
import org.datavec.api.split.InputSplit;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Writable;
import org.jspecify.annotations.Nullable;

/**
 * What the readers of image files share: records [image, label] over bytes held in memory.
 *
 * <p>The files are read and checked whole when the reader is initialised, so a damaged file shows
 * before training starts. A deserialised reader reads them again when first used.
 */
abstract class ImageFileRecordReader extends BaseRecordReader {

  private final ImageLayout layout;
  private final List<String> classNames;
  private List<URI> sources = List.of();
  private transient @Nullable List<RawImages> loaded;
  private int position;

  ImageFileRecordReader(ImageLayout layout, List<String> classNames) {
    this.layout = layout;
    this.classNames = List.copyOf(classNames);
  }

  /** Reads and checks the files; every label is below {@code classes}. */
  abstract List<RawImages> load(List<Path> files, int classes);

  /** Says in an error which files there should be. */
  abstract String expected();

  final void initialize(List<Path> files) {
    sources = files.stream().map(Path::toUri).toList();
    loaded = null;
    position = 0;
    blocks();
  }

  @Override
  public final void initialize(InputSplit split) {
    inputSplit = split;
    URI[] locations = split.locations();
    if (locations == null || locations.length == 0) {
      throw new DataException("no files in the input split (an empty folder?): " + expected());
    }
    List<Path> files = new ArrayList<>();
    for (URI location : locations) {
      if (!"file".equals(location.getScheme())) {
        throw new DataException(
            location + ": only files on this machine can be read; copy it here");
      }
      files.add(Path.of(location));
    }
    initialize(files);
  }

  @Override
  public final void initialize(Configuration conf, InputSplit split) {
    initialize(split);
  }

  private List<RawImages> blocks() {
    List<RawImages> blocks = loaded;
    if (blocks == null) {
      if (sources.isEmpty()) {
        throw new IllegalStateException("initialize the reader before reading from it");
      }
      blocks = load(sources.stream().map(Path::of).toList(), classNames.size());
      loaded = blocks;
    }
    return blocks;
  }

  /**
   * Returns the shape of the images.
   *
   * @return channels, height and width
   */
  public final ImageShape shape() {
    return blocks().get(0).shape();
  }

  /**
   * Returns the number of records in all files.
   *
   * @return at least 1
   */
  public final int size() {
    return blocks().stream().mapToInt(RawImages::count).sum();
  }

  @Override
  public final boolean hasNext() {
    return position < size();
  }

  @Override
  public final List<Writable> next() {
    return nextRecord().getRecord();
  }

  @Override
  public final Record nextRecord() {
    int index = position;
    for (RawImages block : blocks()) {
      if (index < block.count()) {
        position++;
        Record record = record(block, index);
        invokeListeners(record.getRecord());
        return record;
      }
      index -= block.count();
    }
    throw new NoSuchElementException("all " + size() + " records are read; reset the reader");
  }

  /** Adds all samples without an array for each, which takes longer than reading the files. */
  final void addTo(LabelledImagesBuilder builder) {
    for (RawImages block : blocks()) {
      for (int i = 0; i < block.count(); i++) {
        builder.add(block.scaled(i), block.label(i), block.label(i));
      }
    }
  }

  /** All labels, in the order of the records. */
  final int[] labels() {
    return blocks().stream()
        .flatMapToInt(block -> IntStream.range(0, block.count()).map(block::label))
        .toArray();
  }

  private Record record(RawImages block, int index) {
    List<Writable> values = new ArrayList<>(2);
    values.add(new NDArrayWritable(layout.array(block.scaled(index), 1, block.shape())));
    values.add(new IntWritable(block.label(index)));
    return new org.datavec.api.records.impl.Record(
        values, new RecordMetaDataIndex(index, block.source(), getClass()));
  }

  @Override
  public final Record loadFromMetaData(RecordMetaData metaData) {
    if (metaData instanceof RecordMetaDataIndex index) {
      for (RawImages block : blocks()) {
        if (block.source().equals(index.getURI())
            && index.getIndex() >= 0
            && index.getIndex() < block.count()) {
          return record(block, (int) index.getIndex());
        }
      }
    }
    throw new IllegalArgumentException(
        metaData + " names no record of the files " + sources + "; use metadata of this reader");
  }

  @Override
  public final List<Record> loadFromMetaData(List<RecordMetaData> metaData) {
    List<Record> records = new ArrayList<>(metaData.size());
    for (RecordMetaData one : metaData) {
      records.add(loadFromMetaData(one));
    }
    return records;
  }

  @Override
  public final List<Writable> record(URI uri, DataInputStream stream) {
    throw new UnsupportedOperationException("records of these formats have no stream of their own");
  }

  @Override
  public final List<String> getLabels() {
    return classNames;
  }

  @Override
  public final void reset() {
    position = 0;
  }

  @Override
  public final boolean resetSupported() {
    return true;
  }

  @Override
  public final void close() {
    loaded = null;
  }

  @Override
  public final void setConf(Configuration conf) {
    // Nothing here is configured by it.
  }

  @Override
  public final @Nullable Configuration getConf() {
    return null;
  }
}
