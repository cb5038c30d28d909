package io.wattline.telemetry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.wattline.telemetry", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule knowsNothingButTheJdkAndJackson = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.wattline.telemetry",
                    "java.lang..",
                    "java.io",
                    "java.math",
                    "java.nio",
                    "java.nio.charset",
                    "java.time..",
                    "java.util..",
                    "com.fasterxml.jackson.core..",
                    "org.jspecify.annotations");
}
