package io.wattline.quickstart;

import io.wattline.db.DataSources;
import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseRole;
import io.wattline.db.DatabaseTimeouts;
import io.wattline.db.Migrations;
import io.wattline.db.RolePasswords;
import io.wattline.servers.EmbeddedPostgres;
import io.wattline.servers.PostgresPlan;
import io.wattline.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/// A PostgreSQL server of our own, as durable as in production, migrated, its pairs of meter and vehicle mapped.
///
/// It listens on the loopback interface and trusts every process of this machine.
final class EmbeddedDatabase implements AutoCloseable {

    private final EmbeddedPostgres server;

    private EmbeddedDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    /// Starts and migrates it.
    static EmbeddedDatabase start() {
        EmbeddedPostgres server =
                PostgresServer.createEmbedded(new PostgresPlan(Map.of("timezone", "UTC"), PostgresPlan.TRUST));
        try {
            var database = new EmbeddedDatabase(server);
            Migrations.migrate(database.config("postgres", "wattline-quickstart"), RolePasswords.NONE);
            return database;
        } catch (RuntimeException e) {
            server.close();
            throw e;
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

    /// Fast shutdown, then everything is removed.
    @Override
    public void close() {
        try {
            server.stop();
        } finally {
            server.close();
        }
    }

    private DatabaseConfig config(String username, String applicationName) {
        return new DatabaseConfig(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres",
                username,
                null,
                6,
                applicationName,
                DatabaseTimeouts.DEFAULT);
    }
}
