package io.wattline.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.db.testing.MigratedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MigrationsIT {

    @Test
    void migratesAnEmptyDatabaseOnce() {
        try (var database = MigratedDatabase.createEmpty()) {
            MigrationResult first = Migrations.migrate(database.superuser(), RolePasswords.NONE);
            MigrationResult second = Migrations.migrate(database.superuser(), RolePasswords.NONE);

            assertThat(first.applied()).isEqualTo(SchemaVersion.COUNT);
            assertThat(second).isEqualTo(new MigrationResult(0, first.version(), true));
            assertThat(first.version()).isEqualTo(SchemaVersion.NEWEST);
        }
    }

    @Test
    void concurrentRunsApplyEachMigrationOnce() throws Exception {
        try (var database = MigratedDatabase.createEmpty();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var together = new CyclicBarrier(2);
            Callable<MigrationResult> migrate = () -> {
                together.await(10, TimeUnit.SECONDS);
                return Migrations.migrate(database.superuser(), RolePasswords.NONE);
            };
            var one = threads.submit(migrate);
            var other = threads.submit(migrate);

            assertThat(one.get().applied() + other.get().applied()).isEqualTo(SchemaVersion.COUNT);
        }
    }

    @Test
    void twoDatabasesOfOneClusterMigrateAtOnce() throws Exception {
        try (var a = MigratedDatabase.createEmpty();
                var b = MigratedDatabase.createEmpty();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = threads.submit(() -> Migrations.migrate(a.superuser(), RolePasswords.NONE));
            var other = threads.submit(() -> Migrations.migrate(b.superuser(), RolePasswords.NONE));

            assertThat(one.get().applied()).isEqualTo(SchemaVersion.COUNT);
            assertThat(other.get().applied()).isEqualTo(SchemaVersion.COUNT);
        }
    }

    @Test
    void everythingBelongsToTheOwnerRoleAndNothingToTheSuperuser() throws SQLException {
        try (var database = MigratedDatabase.createEmpty()) {
            Migrations.migrate(database.superuser(), RolePasswords.NONE);
            try (Connection connection = DataSources.connect(database.superuser())) {
                assertThat(Sql.strings(connection, """
                        SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class
                        WHERE relnamespace = 'public'::regnamespace
                        """)).containsExactly("wattline_owner");
                assertThat(Sql.strings(connection, """
                        SELECT DISTINCT pg_get_userbyid(proowner) FROM pg_proc p
                        WHERE pronamespace = 'public'::regnamespace
                          AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
                        """)).containsExactly("wattline_owner");
            }
        }
    }

    @Test
    void migratesWithARoleThatMayCreateRolesAndOwnsTheDatabase() throws SQLException {
        try (var database = MigratedDatabase.createEmpty()) {
            try (Connection superuser = DataSources.connect(database.superuser())) {
                Sql.execute(superuser, """
                        DROP ROLE IF EXISTS dba;
                        CREATE ROLE dba LOGIN CREATEROLE PASSWORD 'test-only';
                        GRANT wattline_owner, wattline_ingest, wattline_query TO dba WITH ADMIN OPTION;
                        """);
                Sql.execute(superuser, "ALTER DATABASE " + superuser.getCatalog() + " OWNER TO dba");
            }
            var dba = as(database.superuser(), "dba", "test-only");

            assertThat(Migrations.migrate(dba, RolePasswords.NONE))
                    .isEqualTo(new MigrationResult(SchemaVersion.COUNT, SchemaVersion.NEWEST, true));
            assertThat(Migrations.migrate(dba, RolePasswords.NONE))
                    .isEqualTo(new MigrationResult(0, SchemaVersion.NEWEST, true));

            try (Connection superuser = DataSources.connect(database.superuser())) {
                Sql.execute(superuser, "ALTER DATABASE " + superuser.getCatalog() + " OWNER TO postgres");
                Sql.execute(superuser, "REASSIGN OWNED BY dba TO postgres; DROP OWNED BY dba; DROP ROLE dba");
            }
        }
    }

    @Test
    void theOwnerRoleMayMigrateWhereTheRolesExist() {
        try (var database = MigratedDatabase.create()) {
            assertThat(Migrations.migrate(database.configFor(DatabaseRole.OWNER), RolePasswords.NONE))
                    .isEqualTo(new MigrationResult(0, SchemaVersion.NEWEST, false));
        }
    }

    @Test
    void errorForARoleWithoutRightsNamesTheNeededRole() {
        try (var database = MigratedDatabase.create()) {
            var query = new Migrations(database.configFor(DatabaseRole.QUERY), RolePasswords.NONE, Duration.ZERO);

            assertThatThrownBy(query::run)
                    .isInstanceOf(DatabaseTaskException.class)
                    .hasMessageContaining("permission denied to set role");
        }
    }

    @Test
    void passwordsAreStoredAsScramVerifiersAndLetTheRoleIn() throws SQLException {
        try (var database = MigratedDatabase.create();
                Connection superuser = DataSources.connect(database.superuser());
                Connection ingest = DataSources.connect(database.configFor(DatabaseRole.INGEST))) {
            assertThat(Sql.strings(ingest, "SELECT current_user")).containsExactly("wattline_ingest");
            assertThat(Sql.strings(superuser, "SELECT rolpassword FROM pg_authid WHERE rolname = 'wattline_ingest'"))
                    .singleElement()
                    .asString()
                    .startsWith("SCRAM-SHA-256$4096:");
            var wrong = as(database.superuser(), "wattline_ingest", "wrong");
            assertThatThrownBy(() -> DataSources.connect(wrong))
                    .isInstanceOf(SQLException.class)
                    .extracting("SQLState")
                    .isEqualTo("28P01");
        }
    }

    @Test
    void doesNotRetryAWrongPassword() {
        try (var database = MigratedDatabase.create()) {
            var wrong = as(database.superuser(), "wattline_owner", "wrong");

            assertThatThrownBy(() -> Migrations.migrate(wrong, RolePasswords.NONE))
                    .isInstanceOf(DatabaseTaskException.class)
                    .hasMessageContaining("28P01")
                    .hasMessageContaining("check DB_USERNAME and DB_PASSWORD")
                    .hasMessageNotContaining("wrong");
        }
    }

    @Test
    void refusesARoleWithTooManyRights() throws SQLException {
        try (var database = MigratedDatabase.createEmpty();
                Connection superuser = DataSources.connect(database.superuser())) {
            Sql.execute(superuser, "ALTER ROLE wattline_query CREATEDB");
            try {
                assertThatThrownBy(() -> Migrations.migrate(database.superuser(), RolePasswords.NONE))
                        .isInstanceOf(DatabaseTaskException.class)
                        .hasMessageContaining("wattline_query exists and has powers it must not have");
            } finally {
                Sql.execute(superuser, "ALTER ROLE wattline_query NOCREATEDB");
            }
        }
    }

    @Test
    void keepsAnOperatorsRoleSettings() throws SQLException {
        try (var database = MigratedDatabase.create();
                Connection superuser = DataSources.connect(database.superuser())) {
            Sql.execute(
                    superuser,
                    "ALTER ROLE wattline_owner SET lock_timeout = '7s'; ALTER ROLE wattline_owner CONNECTION LIMIT 6");
            try {
                Migrations.migrate(database.superuser(), new RolePasswords(Map.of()));

                assertThat(Sql.strings(superuser, "SELECT rolconnlimit FROM pg_roles WHERE rolname = 'wattline_owner'"))
                        .containsExactly("6");
                assertThat(Sql.strings(
                                superuser, "SELECT rolconfig::text FROM pg_roles WHERE rolname = 'wattline_owner'"))
                        .singleElement()
                        .asString()
                        .contains("lock_timeout=7s");
            } finally {
                Sql.execute(
                        superuser,
                        "ALTER ROLE wattline_owner SET lock_timeout = '10s'; ALTER ROLE wattline_owner CONNECTION LIMIT 5");
            }
        }
    }

    private static DatabaseConfig as(DatabaseConfig config, String username, String password) {
        return new DatabaseConfig(
                config.url(), username, password, config.poolSize(), config.applicationName(), config.timeouts());
    }
}
