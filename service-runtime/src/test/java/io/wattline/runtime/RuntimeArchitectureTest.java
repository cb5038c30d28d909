package io.wattline.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.wattline.runtime", importOptions = ImportOption.DoNotIncludeTests.class)
class RuntimeArchitectureTest {

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.wattline.runtime.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_HTTP_KNOWS_HELIDON = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.wattline.runtime.http",
                    "io.wattline.runtime.server",
                    "io.wattline.runtime.observe",
                    "io.wattline.runtime.workaround")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.helidon..");

    @ArchTest
    static final ArchRule HTTP_TYPES_DEPEND_ON_NO_OTHER_PACKAGE = noClasses()
            .that()
            .resideInAnyPackage("io.wattline.runtime.http", "io.wattline.runtime.logging")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.wattline.runtime.server",
                    "io.wattline.runtime.observe",
                    "io.wattline.runtime.access",
                    "io.wattline.runtime.lifecycle");
}
