package io.github.featurescope.examples.data;

import java.net.URI;
import org.datavec.api.records.metadata.RecordMetaData;
import org.jspecify.annotations.Nullable;

/**
 * Where a record came from, and its label before and after the noise.
 *
 * @param source metadata of the record without noise, or null where its reader gives none
 * @param trueLabel label before the noise
 * @param givenLabel label after it
 */
public record NoisyLabelMetaData(@Nullable RecordMetaData source, int trueLabel, int givenLabel)
    implements RecordMetaData {

  @Override
  public String getLocation() {
    return (source == null ? "unknown place" : source.getLocation())
        + ", true label "
        + trueLabel
        + ", given "
        + givenLabel;
  }

  @Override
  public @Nullable URI getURI() {
    return source == null ? null : source.getURI();
  }

  @Override
  public Class<?> getReaderClass() {
    return NoisyLabelRecordReader.class;
  }
}
