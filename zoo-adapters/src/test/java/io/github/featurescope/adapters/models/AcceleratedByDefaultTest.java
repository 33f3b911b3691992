package io.github.featurescope.adapters.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.featurescope.adapters.onednn.OneDnn;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class AcceleratedByDefaultTest {

  private static Vgg.Builder narrow() {
    return Vgg.vgg11().image(1, 8, 8).width(1 / 32.0).batchNorm(true);
  }

  @Test
  void buildersAccelerateWhatTheyBuild() {
    assumeTrue(
        OneDnn.accelerate(narrow().accelerated(false).build()).active(),
        "No oneDNN in this backend: nothing to accelerate with.");

    assertThat(OneDnn.remove(narrow().build())).isEqualTo(16);
  }

  @Test
  void theyLeaveItWhenTold() {
    assertThat(OneDnn.remove(narrow().accelerated(false).build())).isZero();
  }

  @Test
  void inDoublePrecisionTheyStayOnThePlainPath() {
    assertThat(OneDnn.remove(narrow().dataType(DataType.DOUBLE).build())).isZero();
  }
}
