package io.wattline.quickstart;

import io.wattline.db.DataSources;
import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseRole;
import io.wattline.db.DatabaseTimeouts;
import io.wattline.db.Migrations;
import io.wattline.db.RolePasswords;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A PostgreSQL server of our own, as durable as in production, migrated, its pairs of meter and vehicle mapped.
///
/// It listens on the loopback interface and trusts every process of this machine.
final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final EmbeddedPostgres server;

    private EmbeddedDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    /// Starts and migrates it.
    static EmbeddedDatabase start(Path folder) {
        try {
            var database = new EmbeddedDatabase(EmbeddedPostgres.builder()
                    .setDataDirectory(folder)
                    .setPGStartupWait(START_LIMIT)
                    // It would stop the server before what uses it.
                    .setRegisterShutdownHook(false)
                    // The library switches these off for the speed of tests.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("timezone", "UTC")
                    .start());
            Migrations.migrate(database.config("postgres", "wattline-quickstart"), RolePasswords.NONE);
            return database;
        } catch (IOException e) {
            throw new QuickstartException("the embedded PostgreSQL did not start: " + e.getMessage(), e);
        }
    }

    /// How a service logs in.
    DatabaseConfig configFor(DatabaseRole role, String applicationName) {
        return config(role.roleName(), applicationName);
    }

    /// Says that each meter feeds the vehicle of the same number. Saying it again changes nothing.
    void mapPairs(int pairs) {
        try (Connection connection = DataSources.connect(config("postgres", "wattline-quickstart"));
                var statement = connection.prepareStatement("SELECT put_mapping(?, ?, NULL, NULL)")) {
            for (int pair = 1; pair <= pairs; pair++) {
                statement.setString(1, "VEHICLE_%04d".formatted(pair));
                statement.setString(2, "METER_%04d".formatted(pair));
                statement.execute();
            }
        } catch (SQLException e) {
            throw new QuickstartException("the mappings could not be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("the embedded PostgreSQL did not stop in order: {}", e.getMessage());
        }
    }

    private DatabaseConfig config(String username, String applicationName) {
        return new DatabaseConfig(
                "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres",
                username,
                null,
                6,
                applicationName,
                DatabaseTimeouts.DEFAULT);
    }
}
