package io.github.featurescope.listeners.earlystopping;

import io.github.featurescope.listeners.FeatureScope;
import org.jspecify.annotations.Nullable;

/** What conditions and scores ask of the scope that they read. */
final class Scopes {

  private Scopes() {}

  static FeatureScope acting(FeatureScope scope) {
    if (!scope.earlyStop().acts()) {
      throw new IllegalArgumentException(
          "this scope only advises, so its condition would never fire; start it with"
              + " stopping(Stopping.act())");
    }
    return scope;
  }

  /** A scope belongs to one process and one model: no file or message can carry it. */
  static FeatureScope present(@Nullable FeatureScope scope) {
    if (scope == null) {
      throw new IllegalStateException(
          "it was read from a file or sent to another process and has lost its scope; make it anew"
              + " where the model is trained");
    }
    return scope;
  }

  static String reason(@Nullable FeatureScope scope) {
    return "FeatureScope's verdict"
        + (scope == null
            ? ""
            : scope
                .earlyStop()
                .stopped()
                .map(at -> ": memorising at epoch " + at.epoch() + ", iteration " + at.iteration())
                .orElse(": not memorising"));
  }
}
