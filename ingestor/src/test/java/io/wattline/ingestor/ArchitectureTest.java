package io.wattline.ingestor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

/// Domain at the bottom, adapters beside each other, the root wires.
@AnalyzeClasses(packages = "io.wattline.ingestor", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule theDomainKnowsNoTechnology = classes()
            .that()
            .resideInAPackage("io.wattline.ingestor.pipeline..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.wattline.ingestor.pipeline..",
                    "io.wattline.telemetry",
                    "java.lang..",
                    "java.time..",
                    "java.util..",
                    "org.jspecify.annotations",
                    "org.slf4j");

    @ArchTest
    static final ArchRule chargesAndNoticesKnowNoTechnology = noClasses()
            .that()
            .resideInAnyPackage("io.wattline.ingestor.charging..", "io.wattline.ingestor.outbox..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.sql..",
                    "org.postgresql..",
                    "org.springframework..",
                    "com.hivemq..",
                    "io.helidon..",
                    "java.net..");

    @ArchTest
    static final ArchRule adaptersNeverImportEachOther = slices().matching(
                    "io.wattline.ingestor.(mqtt|postgres|http|metrics|webhook)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule onlyMqttKnowsTheMqttClient = noClasses()
            .that()
            .resideOutsideOfPackage("io.wattline.ingestor.mqtt..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.hivemq..");

    @ArchTest
    static final ArchRule onlyPostgresKnowsSql = noClasses()
            .that()
            .resideOutsideOfPackages("io.wattline.ingestor.postgres..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", "org.springframework..");

    @ArchTest
    static final ArchRule onlyTheHttpAdapterKnowsTheServersLibrary = noClasses()
            .that()
            .resideOutsideOfPackage("io.wattline.ingestor.http..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.helidon..");

    @ArchTest
    static final ArchRule onlyTheRootKnowsIt = noClasses()
            .that()
            .resideInAPackage("io.wattline.ingestor.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.wattline.ingestor");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("io.wattline.ingestor.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothingIsPrintedPastTheLog = noClasses()
            .that()
            .doNotHaveSimpleName("Main")
            .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
            .because("only commands print");
}
