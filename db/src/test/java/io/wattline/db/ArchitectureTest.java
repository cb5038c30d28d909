package io.wattline.db;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.wattline.db", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule knowsNothingOfReadingsMessagesOrHttp = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.wattline.db..",
                    "io.wattline.settings",
                    "io.wattline.energy..",
                    "java.io",
                    "java.lang..",
                    "java.math",
                    "java.nio..",
                    "java.sql",
                    "java.time..",
                    "java.util..",
                    "javax.sql",
                    "com.zaxxer.hikari..",
                    "org.flywaydb.core..",
                    "org.jspecify.annotations",
                    "org.postgresql..",
                    "org.slf4j");

    @ArchTest
    static final ArchRule onlyMatchingKnowsWhatAReadingMeans = noClasses()
            .that()
            .resideOutsideOfPackage("io.wattline.db.matching")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.wattline.energy..");

    @ArchTest
    static final ArchRule onlyTheServicesConnectionsKnowThePool = noClasses()
            .that()
            .doNotBelongToAnyOf(DataSources.class)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.zaxxer..")
            .because("a pool has one set of time-outs, in one place");

    @ArchTest
    static final ArchRule theLibraryDoesNotKnowItsCommands = noClasses()
            .that()
            .resideInAPackage("io.wattline.db")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.wattline.db.command");
}
