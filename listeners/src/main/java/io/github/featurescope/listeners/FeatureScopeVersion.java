package io.github.featurescope.listeners;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which version of FeatureScope this is. */
public final class FeatureScopeVersion {

  private static final String FILE = "version.properties";

  private FeatureScopeVersion() {}

  /**
   * Returns the version that the build wrote down.
   *
   * @return such as {@code 0.1.0}
   */
  public static String get() {
    Properties properties = new Properties();
    try (InputStream in = FeatureScopeVersion.class.getResourceAsStream(FILE)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FILE, e);
    }
    return properties.getProperty("version", "unknown");
  }
}
