package io.wattline.bench.stack;

import io.wattline.servers.EmbeddedPostgres;
import io.wattline.servers.PostgresPlan;
import io.wattline.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/// PostgreSQL 18, as durable as in production, for all scenarios; each has a database of its own in it.
///
/// It listens on the loopback interface and trusts every process of this machine.
public final class Postgres implements AutoCloseable {

    /// What is set, sorted by name; everything else is PostgreSQL's default.
    public static final Map<String, String> SETTINGS = new TreeMap<>(Map.of(
            "fsync", "on",
            "full_page_writes", "on",
            "synchronous_commit", "on",
            "shared_buffers", "512MB",
            "max_wal_size", "4GB",
            "timezone", "UTC",
            // How the moment of each commit is known afterwards, at eight bytes a transaction.
            "track_commit_timestamp", "on",
            "track_wal_io_timing", "on"));

    private final EmbeddedPostgres server;
    private volatile boolean ending;

    private Postgres(EmbeddedPostgres server) {
        this.server = server;
    }

    public static Postgres start() {
        return new Postgres(PostgresServer.createEmbedded(new PostgresPlan(SETTINGS, PostgresPlan.TRUST)));
    }

    /// The postmaster's process id; all others of the server are its children.
    public long pid() {
        return server.pid();
    }

    /// A new database with the current schema.
    ///
    /// @param name lower-case letters, digits and `_`
    public Database create(String name) {
        if (!name.matches("[a-z][a-z0-9_]{0,40}")) {
            throw new IllegalArgumentException("not a plain database name: " + name);
        }
        execute("CREATE DATABASE " + name);
        return new Database(this, server.port(), name);
    }

    public String version() {
        try (Connection connection = server.connect()) {
            return connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new BenchException("PostgreSQL does not answer: " + e.getMessage(), e);
        }
    }

    /// From now on no database has to be dropped: all of them go with the server.
    public void endSoon() {
        ending = true;
    }

    boolean isEnding() {
        return ending;
    }

    /// Runs a statement that concerns all databases, as superuser.
    void execute(String sql) {
        try (Connection connection = server.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new BenchException(sql + " failed: " + e.getMessage(), e);
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

    @Override
    public String toString() {
        return "PostgreSQL";
    }
}
