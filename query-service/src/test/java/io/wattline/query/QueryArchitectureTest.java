package io.wattline.query;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.wattline.query", importOptions = ImportOption.DoNotIncludeTests.class)
class QueryArchitectureTest {

    @ArchTest
    static final ArchRule LAYERS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("use cases")
            .definedBy(
                    "io.wattline.query.performance",
                    "io.wattline.query.fleet",
                    "io.wattline.query.series",
                    "io.wattline.query.stats",
                    "io.wattline.query.live",
                    "io.wattline.query.mapping",
                    "io.wattline.query.quarantine",
                    "io.wattline.query.recent",
                    "io.wattline.query.overview",
                    "io.wattline.query.system",
                    "io.wattline.query.voiding",
                    "io.wattline.query.alerts",
                    "io.wattline.query.charges")
            .layer("metrics")
            .definedBy("io.wattline.query.metrics")
            .layer("postgres")
            .definedBy("io.wattline.query.postgres..")
            .layer("http")
            .definedBy("io.wattline.query.http..")
            .layer("root")
            .definedBy("io.wattline.query")
            .whereLayer("root")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("metrics")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("http")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("postgres")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("use cases")
            .mayOnlyBeAccessedByLayers("root", "http", "postgres", "metrics");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.wattline.query.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule HTTP_ROOMS_USE_NO_OTHER_HTTP_ROOM =
            slices().matching("io.wattline.query.http.(*)").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule POSTGRES_ROOMS_USE_ONLY_THE_CONNECTION_ROOM = slices().matching(
                    "io.wattline.query.postgres.(*)")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(
                    DescribedPredicate.alwaysTrue(), resideInAPackage("io.wattline.query.postgres.connection"));

    @ArchTest
    static final ArchRule SHARED_HTTP_CODE_USES_NO_ROOM = noClasses()
            .that()
            .resideInAPackage("io.wattline.query.http")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.wattline.query.http.*");

    @ArchTest
    static final ArchRule SHARED_POSTGRES_CODE_USES_NO_ROOM = noClasses()
            .that()
            .resideInAPackage("io.wattline.query.postgres")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.wattline.query.postgres.*");

    @ArchTest
    static final ArchRule THE_CORE_KNOWS_NO_TECHNOLOGY = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.wattline.query.performance",
                    "io.wattline.query.fleet",
                    "io.wattline.query.series",
                    "io.wattline.query.stats",
                    "io.wattline.query.live",
                    "io.wattline.query.mapping",
                    "io.wattline.query.quarantine",
                    "io.wattline.query.recent",
                    "io.wattline.query.overview",
                    "io.wattline.query.system",
                    "io.wattline.query.voiding",
                    "io.wattline.query.alerts",
                    "io.wattline.query.charges")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.sql..",
                    "javax.sql..",
                    "org.springframework..",
                    "org.postgresql..",
                    "com.fasterxml..",
                    "io.helidon..",
                    "io.wattline.db..",
                    "io.wattline.runtime..");

    @ArchTest
    static final ArchRule ONLY_CLOCKS_READ_THE_TIME = noClasses()
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");
}
