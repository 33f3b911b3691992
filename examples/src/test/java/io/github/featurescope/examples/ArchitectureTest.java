package io.github.featurescope.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The direction of the arrows, and the doors behind which DL4J's parts stay. */
@AnalyzeClasses(
    packages = "io.github.featurescope",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule ARROWS_POINT_DOWNWARDS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("probes")
          .definedBy("..featurescope.probes..")
          .layer("zoo-adapters")
          .definedBy("..featurescope.adapters..")
          .layer("listeners")
          .definedBy("..featurescope.listeners..")
          .layer("dashboards")
          .definedBy("..featurescope.dashboards..")
          .layer("examples")
          .definedBy("..featurescope.examples..")
          .whereLayer("examples")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("dashboards")
          .mayOnlyBeAccessedByLayers("examples")
          .whereLayer("listeners")
          .mayOnlyBeAccessedByLayers("dashboards", "examples")
          .whereLayer("zoo-adapters")
          .mayOnlyBeAccessedByLayers("listeners", "dashboards", "examples");

  @ArchTest
  static final ArchRule PROBES_ARE_PURE =
      noClasses()
          .that()
          .resideInAPackage("..featurescope.probes..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.deeplearning4j..",
              "io.micrometer..",
              "com.fasterxml..",
              "java.io..",
              "java.nio.file..",
              "java.time..")
          .because("measurements are functions of a snapshot: no DL4J, no I/O, no clock");

  @ArchTest
  static final ArchRule DATAVEC_STAYS_WITH_THE_READERS =
      noClasses()
          .that()
          .resideOutsideOfPackage("..featurescope.examples.data..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.datavec..");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("io.github.featurescope.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule RESULTS_ARE_RECORDS =
      classes()
          .that()
          .haveSimpleName("Result")
          .and()
          .resideInAPackage("..featurescope.probes..")
          .should()
          .beRecords();
}
