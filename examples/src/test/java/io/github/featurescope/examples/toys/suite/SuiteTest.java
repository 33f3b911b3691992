package io.github.featurescope.examples.toys.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.featurescope.examples.InputException;
import io.github.featurescope.examples.toys.Column;
import io.github.featurescope.examples.toys.Parameter;
import io.github.featurescope.examples.toys.Settings;
import io.github.featurescope.examples.toys.Toy;
import io.github.featurescope.examples.toys.ToyRun;
import io.github.featurescope.examples.toys.Trajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SuiteTest {

  static Stream<Toy> toys() {
    return Suite.toys().stream();
  }

  @Test
  void everySystemIsInTheSuite() {
    Set<String> systems =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.github.featurescope.examples.toys.systems")
                .stream()
                .filter(type -> type.isAssignableTo(Toy.class))
                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(JavaClass::getName)
                .collect(Collectors.toSet());
    assertThat(toys().map(toy -> toy.getClass().getName()))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(systems);
  }

  @Test
  void namesAreUnique() {
    assertThat(toys().map(toy -> toy.card().name()))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"));
  }

  @ParameterizedTest
  @MethodSource("toys")
  void aToyIsComplete(Toy toy) {
    assertThat(toy.card().claim()).endsWith(".");
    assertThat(toy.claims()).isNotEmpty();
    assertThat(toy.claims()).allMatch(claim -> !claim.seen().isEmpty());
    assertThat(toy.columns().stream().map(Column::name))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z][A-Za-z0-9]*"));
    assertThat(toy.parameters().stream().map(Parameter::name)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("toys")
  void defaultsAreAllowed(Toy toy) {
    assertThat(Settings.of(toy, List.of()).values()).hasSameSizeAs(toy.parameters());
  }

  @ParameterizedTest
  @MethodSource("toys")
  void thePageShowsTheToy(Toy toy) throws IOException {
    Path docs = Path.of("..", "docs");
    String page = Files.readString(docs.resolve("toys.md"));
    assertThat(page)
        .contains(". " + toy.card().name() + "\n")
        .contains("https://arxiv.org/abs/" + toy.card().paper().arxiv());
    List<String> pictures = new ArrayList<>(List.of("images/toys-%s.svg"));
    if (!toy.phases().isEmpty()) {
      pictures.add("phase/toys-%s-phase.svg");
    }
    for (String picture : pictures) {
      String path = picture.formatted(toy.card().name());
      assertThat(page).contains("](" + path + ")");
      assertThat(docs.resolve(path)).isNotEmptyFile();
    }
  }

  @Test
  void aRunIsTheSameOnEveryMachine() {
    Toy toy = Suite.named("relu-power");
    int hash = 0;
    for (Trajectory.Row row : ToyRun.train(toy, Settings.of(toy, List.of()), 1).rows()) {
      hash = 31 * hash + Arrays.hashCode(row.values());
    }
    // Taken on Java 17 and 25; one bit more or less in any order parameter would change it.
    assertThat(hash).isEqualTo(1288174044);
  }

  @Test
  void anUnknownToyIsRefusedWithThoseThereAre() {
    assertThatThrownBy(() -> Suite.named("rellu"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no toy is called rellu; there are relu-power, relu");
  }
}
