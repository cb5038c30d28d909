package io.wattline.db.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.db.DataSources;
import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseRole;
import io.wattline.db.DatabaseTimeouts;
import io.wattline.db.SchemaVersion;
import io.wattline.db.Sql;
import io.wattline.db.testing.MigratedDatabase;
import io.wattline.servers.PostgresServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MigrateIT {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void migratesAFreshClusterWithoutASuperuser() throws Exception {
        try (var cluster = PostgresServer.createEmbedded(Map.of("fsync", "off"))) {
            try (Connection superuser = cluster.connect()) {
                Sql.execute(superuser, "CREATE ROLE dba LOGIN CREATEROLE PASSWORD 'dba-secret'");
                Sql.execute(superuser, "CREATE DATABASE wattline OWNER dba");
            }
            String url = cluster.jdbcUrl("wattline");
            var environment = Map.of(
                    "DB_URL", url,
                    "DB_USERNAME", "dba",
                    "DB_PASSWORD", "dba-secret",
                    "DB_INGEST_PASSWORD", "ingest-secret",
                    "DB_QUERY_PASSWORD", "query-secret");

            assertThat(migrate(environment)).as(err::toString).isZero();
            assertThat(migrate(environment)).as(err::toString).isZero();

            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains(
                            "schema is at version %s, %d migrations applied"
                                    .formatted(SchemaVersion.NEWEST, SchemaVersion.COUNT),
                            "version %s, 0 migrations applied".formatted(SchemaVersion.NEWEST))
                    .doesNotContain("secret");
            assertLogsIn(url, DatabaseRole.INGEST, "ingest-secret");
            assertLogsIn(url, DatabaseRole.QUERY, "query-secret");
        }
    }

    @Test
    void missingDatabaseExitsWith1WithoutAStackTrace() {
        int code = migrate(
                Map.of("DB_URL", "jdbc:postgresql://127.0.0.1:1/x", "DB_USERNAME", "u", "MIGRATE_WAIT", "PT0.1S"));

        assertThat(code).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("no database at jdbc:postgresql://127.0.0.1:1/x after PT0.1S")
                .doesNotContain("\tat ");
    }

    @Test
    void badConfigurationExitsWith2() {
        assertThat(migrate(Map.of())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("DB_URL is not set")
                .doesNotContain("\tat ");
    }

    @Test
    void badArgumentsExitWith2AndTheUsage() {
        assertThat(run("migrate", "now")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("usage: java -jar db.jar migrate");
    }

    @Test
    void helpExitsWith0() {
        assertThat(run("migrate", "--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("usage:");
    }

    @Test
    void namesAnotherMigrationThatDoesNotEnd() throws SQLException {
        try (var database = MigratedDatabase.create();
                Connection other = DataSources.connect(database.superuser())) {
            Sql.execute(other, "SELECT pg_advisory_lock(" + 0x7761_7474_6c69_6e65L + ")");

            int code = migrate(
                    Map.of("DB_URL", database.superuser().url(), "DB_USERNAME", "postgres", "MIGRATE_WAIT", "PT0.3S"));

            assertThat(code).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("another migration of this database");
        }
    }

    private int migrate(Map<String, String> environment) {
        return Main.run(new String[] {"migrate"}, environment, print(out), print(err));
    }

    private int run(String... arguments) {
        return Main.run(arguments, Map.of(), print(out), print(err));
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static void assertLogsIn(String url, DatabaseRole role, String password) throws SQLException {
        var config = new DatabaseConfig(url, role.roleName(), password, 1, "test", DatabaseTimeouts.DEFAULT);
        try (Connection connection = DataSources.connect(config)) {
            assertThat(Sql.strings(connection, "SELECT current_user")).containsExactly(role.roleName());
        }
    }
}
