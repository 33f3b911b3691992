package io.github.featurescope.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassChoiceTest {

  private static LabelledImages digits(int count) {
    return DigitGenerator.seeded(1).generate(count);
  }

  @Test
  void numbersTheClassesAnewInTheOrderGiven() {
    LabelledImages all = digits(50);

    LabelledImages two = ClassChoice.of(List.of("5", "3")).of(all);

    assertThat(two.classNames()).containsExactly("5", "3");
    assertThat(two.size()).isEqualTo(10);
    int[] origins = two.origins();
    int[] truth = two.truth();
    for (int i = 0; i < two.size(); i++) {
      assertThat(all.truth()[origins[i]]).isEqualTo(truth[i] == 0 ? 5 : 3);
    }
    assertThat(two.given()).isEqualTo(truth);
    assertThat(two.features(ImageLayout.FLAT).getRow(0))
        .isEqualTo(all.features(ImageLayout.FLAT).getRow(origins[0]));
  }

  @Test
  void noiseStaysWithinTheClasses() {
    LabelledImages noisy =
        ClassChoice.of(List.of("7", "1")).of(digits(200)).withNoise(LabelNoise.symmetric(0.25), 1);

    assertThat(noisy.classes()).isEqualTo(2);
    assertThat(Arrays.stream(noisy.given()).distinct()).containsOnly(0, 1);
    int wrong = 0;
    for (int i = 0; i < noisy.size(); i++) {
      wrong += noisy.given()[i] == noisy.truth()[i] ? 0 : 1;
    }
    assertThat(wrong).isEqualTo(10);
  }

  @Test
  void enoughDigitsAreDrawn() {
    ClassChoice three = ClassChoice.of(List.of("0", "4", "9"));

    DataSources.Split split = DataSources.named("digits", null, three, 100, 20, 1);

    assertThat(split.train().size()).isBetween(100, 102);
    assertThat(split.test().size()).isBetween(20, 22);
  }

  @Test
  void knowsNamesAndNumbers() {
    LabelledImages images =
        LabelledImages.of(
            new ImageShape(1, 1, 1),
            List.of("cat", "dog", "ship"),
            List.of(new float[1], new float[1], new float[1]),
            new int[] {0, 1, 2});

    assertThat(ClassChoice.of(List.of("Dog", "0")).of(images).classNames())
        .containsExactly("dog", "cat");
  }

  @Test
  void allClassesAreTheImagesThemselves() {
    LabelledImages all = digits(20);

    assertThat(ClassChoice.all().of(all)).isSameAs(all);
    assertThat(ClassChoice.of(List.of()).of(all)).isSameAs(all);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3;10  | no class '10'",
        "3;x   | no class 'x'",
        "3;-1  | no class '-1'",
        "3;5;3 | twice",
        "3;''  | no class"
      })
  void saysWhichClassIsWrong(String classes, String said) {
    ClassChoice choice = ClassChoice.of(List.of(classes.replace("'", "").split(";", -1)));

    assertThatThrownBy(() -> choice.of(digits(20)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("--classes")
        .hasMessageContaining(said);
  }

  @Test
  void oneClassHasNothingToTellApart() {
    assertThatThrownBy(() -> ClassChoice.of(List.of("3"))).hasMessageContaining("two or more");
  }

  @Test
  void aClassWithoutSamplesIsNamed() {
    LabelledImages none = digits(10).subset(9, 1);
    int missing =
        java.util.stream.IntStream.range(0, 10)
            .filter(c -> Arrays.stream(none.truth()).noneMatch(t -> t == c))
            .findFirst()
            .orElseThrow();
    String other = String.valueOf((missing + 1) % 10);

    assertThatThrownBy(() -> ClassChoice.of(List.of(String.valueOf(missing), other)).of(none))
        .hasMessageContaining("no sample of class " + missing);
  }
}
