package io.wattline.sim;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.wattline.sim", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.wattline.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_MQTT_KNOWS_THE_MQTT_CLIENT = noClasses()
            .that()
            .resideOutsideOfPackage("io.wattline.sim.mqtt")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.hivemq..", "io.reactivex..");

    @ArchTest
    static final ArchRule THE_FLEET_KNOWS_NO_CLOCK = noClasses()
            .that()
            .resideInAnyPackage("io.wattline.sim.fleet", "io.wattline.sim.workload")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.InstantSource")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now");

    @ArchTest
    static final ArchRule ONLY_MAIN_EXITS =
            noClasses().that().doNotHaveSimpleName("Main").should().callMethod(System.class, "exit", int.class);
}
