package io.github.featurescope.adapters.onednn;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Tells whether the ND4J backend of this process has oneDNN. */
final class OneDnnBackend {

  private OneDnnBackend() {}

  /**
   * Looks for oneDNN.
   *
   * @return what is missing and what helps, or an empty string where nothing is
   */
  static String missing() {
    String backend = Nd4j.getExecutioner().getEnvironmentInformation().getProperty("backend");
    if (!"CPU".equalsIgnoreCase(backend)) {
      return "oneDNN is for CPUs and the ND4J backend in use is " + backend + ".";
    }
    // Environment.isUseONEDNN() says true without oneDNN too; only the build information tells.
    String build = NativeOpsHolder.getInstance().getDeviceNativeOps().buildInfo();
    if (!build.contains("HAVE_ONEDNN")) {
      return "this build of nd4j-native is without oneDNN. On x86_64, put nd4j-native with a"
          + " classifier such as linux-x86_64-onednn on the class path.";
    }
    if (!Nd4j.getEnvironment().helpersAllowed()) {
      return "ND4J's native helpers are switched off. Nd4j.getEnvironment().allowHelpers(true)"
          + " switches them on.";
    }
    return "";
  }
}
