package io.wattline.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.wattline.bench", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.wattline.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_SERVICES_RUN_AS_PROCESSES_ONLY = noClasses()
            .that()
            .resideOutsideOfPackage("io.wattline.bench.micro..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.wattline.ingestor..", "io.wattline.query..");

    @ArchTest
    static final ArchRule ONLY_MAIN_EXITS =
            noClasses().that().doNotHaveSimpleName("Main").should().callMethod(System.class, "exit", int.class);
}
