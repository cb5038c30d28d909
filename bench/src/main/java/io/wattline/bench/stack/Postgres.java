package io.wattline.bench.stack;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
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

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final EmbeddedPostgres server;
    private final long pid;
    private volatile boolean ending;

    private Postgres(EmbeddedPostgres server, long pid) {
        this.server = server;
        this.pid = pid;
    }

    public static Postgres start(Path folder) {
        EmbeddedPostgres.Builder builder =
                EmbeddedPostgres.builder().setDataDirectory(folder).setPGStartupWait(START_LIMIT);
        // The folder's owner removes it; two at once would get in each other's way.
        builder.setCleanDataDirectory(false);
        SETTINGS.forEach(builder::setServerConfig);
        try {
            EmbeddedPostgres server = builder.start();
            return new Postgres(server, pid(folder));
        } catch (IOException e) {
            throw new BenchException("the embedded PostgreSQL did not start: " + e.getMessage(), e);
        }
    }

    /// The postmaster's process id; all others of the server are its children.
    public long pid() {
        return pid;
    }

    /// A new database with the current schema.
    ///
    /// @param name lower-case letters, digits and `_`
    public Database create(String name) {
        if (!name.matches("[a-z][a-z0-9_]{0,40}")) {
            throw new IllegalArgumentException("not a plain database name: " + name);
        }
        execute("CREATE DATABASE " + name);
        return new Database(this, server.getPort(), name);
    }

    public String version() {
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            return connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new BenchException("PostgreSQL does not answer: " + e.getMessage(), e);
        }
    }

    /// From now on nobody needs to drop a database: all of them go with the server.
    public void endSoon() {
        ending = true;
    }

    boolean isEnding() {
        return ending;
    }

    /// Runs a statement that concerns all databases, as superuser.
    void execute(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new BenchException(sql + " failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    @Override
    public String toString() {
        return "PostgreSQL";
    }

    private static long pid(Path folder) {
        try {
            return Long.parseLong(Files.readAllLines(folder.resolve("postmaster.pid"))
                    .getFirst()
                    .strip());
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL started, but does not tell its process id", e);
        }
    }
}
