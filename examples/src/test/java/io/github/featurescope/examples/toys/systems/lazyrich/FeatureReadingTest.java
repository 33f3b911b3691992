package io.github.featurescope.examples.toys.systems.lazyrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FeatureReadingTest {

  private static final int[] LABELS = {0, 0, 1, 1};
  private static final double[][] TARGETS = {{0.5, -0.5}, {0.5, -0.5}, {-0.5, 0.5}, {-0.5, 0.5}};
  private static final double[][] HEAD = {{1, 0}, {0, 1}};

  @Test
  void classFeaturesHoldAllTargetsInAsManyFeaturesAsClasses() {
    double[][] features = {{1, 0}, {1, 0}, {0, 1}, {0, 1}};
    FeatureReading reading = FeatureReading.of(features, features, HEAD, LABELS, TARGETS);
    assertThat(reading.share()).isCloseTo(1, within(1e-12));
    assertThat(reading.dimension()).isCloseTo(2, within(1e-12));
    assertThat(reading.used()).isIn(1.0, 2.0);
    assertThat(reading.alignment()).isCloseTo(1, within(1e-12));
  }

  @Test
  void featuresAcrossTheClassesHoldNoTargets() {
    double[][] features = {{1, 0}, {0, 1}, {1, 0}, {0, 1}};
    FeatureReading reading = FeatureReading.of(features, features, HEAD, LABELS, TARGETS);
    assertThat(reading.share()).isCloseTo(0, within(1e-12));
  }

  @Test
  void nothingIsUsedBeforeAnythingIsLearned() {
    double[][] features = {{1, 0}, {1, 0}, {0, 1}, {0, 1}};
    FeatureReading reading = FeatureReading.of(features, new double[4][2], HEAD, LABELS, TARGETS);
    assertThat(reading.used()).isNaN();
    assertThat(reading.probeUtility()).isNaN();
  }

  @Test
  void kernelsAreSimilarToThemselvesInAnyScaleAndRotation() {
    double[][] a = {{1, 2}, {3, 4}, {5, 7}};
    double[][] turned = {{2, -1}, {4, -3}, {7, -5}};
    double[][] tenfold = {{10, 20}, {30, 40}, {50, 70}};
    assertThat(FeatureReading.similarity(a, turned)).isCloseTo(1, within(1e-12));
    assertThat(FeatureReading.similarity(a, tenfold)).isCloseTo(1, within(1e-12));
    assertThat(FeatureReading.similarity(new double[][] {{1}, {0}}, new double[][] {{0}, {1}}))
        .isZero();
  }
}
