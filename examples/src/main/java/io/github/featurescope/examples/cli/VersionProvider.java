package io.github.featurescope.examples.cli;

import io.github.featurescope.listeners.FeatureScopeVersion;
import picocli.CommandLine.IVersionProvider;

/** Says which version this is. */
final class VersionProvider implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"featurescope " + FeatureScopeVersion.get()};
  }
}
