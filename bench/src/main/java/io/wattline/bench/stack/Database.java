package io.wattline.bench.stack;

import io.wattline.db.DataSources;
import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseRole;
import io.wattline.db.DatabaseTimeouts;
import io.wattline.db.Migrations;
import io.wattline.db.RolePasswords;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/// One database with the current schema, dropped by [#close].
public final class Database implements AutoCloseable {

    private static final DatabaseTimeouts PATIENT = DatabaseTimeouts.ofStatement(Duration.ofMinutes(15));

    private final Postgres server;
    private final String name;
    private final String url;

    Database(Postgres server, int port, String name) {
        this.server = server;
        this.name = name;
        this.url = "jdbc:postgresql://127.0.0.1:" + port + '/' + name;
        Migrations.migrate(config(Migrations.TIMEOUTS), RolePasswords.NONE);
    }

    /// The environment that lets a service in.
    public Map<String, String> environment(DatabaseRole role) {
        return Map.of("DB_URL", url, "DB_USERNAME", role.roleName());
    }

    /// A connection of the superuser, in auto-commit mode; the caller closes it.
    public Connection connect() throws SQLException {
        return DataSources.connect(config(PATIENT));
    }

    /// Runs statements one after the other, as superuser.
    public void execute(String... statements) {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new BenchException("a statement failed in " + name + ": " + e.getMessage(), e);
        }
    }

    /// Writes out what earlier work left to write, so that what is measured next does not pay for it.
    public void checkpoint() {
        server.execute("CHECKPOINT");
    }

    /// The server it lives in.
    public Postgres server() {
        return server;
    }

    @Override
    public void close() {
        if (!server.isEnding()) {
            server.execute("DROP DATABASE " + name + " WITH (FORCE)");
        }
    }

    @Override
    public String toString() {
        return name;
    }

    private DatabaseConfig config(DatabaseTimeouts timeouts) {
        return new DatabaseConfig(url, "postgres", null, 1, "wattline-bench", timeouts);
    }
}
