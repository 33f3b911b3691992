package io.github.featurescope.examples.data;

import java.net.URI;
import org.datavec.api.records.metadata.RecordMetaData;

/**
 * Where a record came from, and its label before and after the noise.
 *
 * @param source metadata of the record without noise
 * @param trueLabel label before the noise
 * @param givenLabel label after it
 */
public record NoisyLabelMetaData(RecordMetaData source, int trueLabel, int givenLabel)
    implements RecordMetaData {

  @Override
  public String getLocation() {
    return source.getLocation() + ", true label " + trueLabel + ", given " + givenLabel;
  }

  @Override
  public URI getURI() {
    return source.getURI();
  }

  @Override
  public Class<?> getReaderClass() {
    return NoisyLabelRecordReader.class;
  }
}
