package io.wattline.servers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.wattline.servers", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.wattline.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule KNOWS_NOTHING_OF_WATTLINE = noClasses()
            .should()
            .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("io.wattline..")
                    .and(JavaClass.Predicates.resideOutsideOfPackage("io.wattline.servers..")));

    @ArchTest
    static final ArchRule ONLY_CONTAINERS_KNOW_TESTCONTAINERS = noClasses()
            .that()
            .haveSimpleNameNotStartingWith("Container")
            .and()
            .doNotHaveSimpleName("Docker")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.testcontainers..", "com.github.dockerjava..");
}
