package io.wattline.e2e.stack;

import io.wattline.db.Compaction;
import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseRole;
import io.wattline.db.DayPartitionedTable;
import io.wattline.db.Migrations;
import io.wattline.db.RolePasswords;
import io.wattline.servers.PostgresServer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/// A database of its own on a server, migrated, with passwords for the services' roles.
public final class WattlineDatabase {

    private static final AtomicInteger COUNT = new AtomicInteger();

    /// The same for every database, because roles belong to the server.
    private static final String INGEST_PASSWORD = Canary.lay();

    private static final String QUERY_PASSWORD = Canary.lay();

    private final PostgresServer server;
    private final String url;

    private WattlineDatabase(PostgresServer server, String url) {
        this.server = server;
        this.url = url;
    }

    public static WattlineDatabase create(PostgresServer server) {
        String url = newDatabase(server);
        var admin =
                new DatabaseConfig(url, server.username(), server.password(), 2, "wattline-e2e", Migrations.TIMEOUTS);
        Migrations.migrate(
                admin,
                new RolePasswords(Map.of(DatabaseRole.INGEST, INGEST_PASSWORD, DatabaseRole.QUERY, QUERY_PASSWORD)));
        return new WattlineDatabase(server, url);
    }

    private static String newDatabase(PostgresServer server) {
        try {
            return server.createDatabase("wattline_" + COUNT.incrementAndGet());
        } catch (SQLException e) {
            throw new AssertionError("could not create a database", e);
        }
    }

    public String url() {
        return url;
    }

    /// The environment that lets an ingestor in; `port` instead of the server's own, for example a proxy's.
    public Map<String, String> ingestEnvironment(int port) {
        return environment(DatabaseRole.INGEST, INGEST_PASSWORD, port);
    }

    public Map<String, String> ingestEnvironment() {
        return ingestEnvironment(server.port());
    }

    public Map<String, String> queryEnvironment() {
        return environment(DatabaseRole.QUERY, QUERY_PASSWORD, server.port());
    }

    /// SQL as the superuser, who may look at everything; one connection a statement.
    public JdbcTemplate sql() {
        var source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(server.username());
        source.setPassword(server.password());
        source.setConnectTimeout(10);
        source.setSocketTimeout(60);
        return new JdbcTemplate(source);
    }

    /// Compacts a day of meters' history, as `db.jar compact` does.
    public void compact(LocalDate day) {
        var owner = new DatabaseConfig(
                url, server.username(), server.password(), 1, "wattline-compact", Compaction.TIMEOUTS);
        try (var compaction = Compaction.open(owner, Duration.ofMinutes(1))) {
            compaction.closed(DayPartitionedTable.METER_HISTORY, day).ifPresent(compaction::compact);
        }
    }

    public long count(String table) {
        Long count = sql().queryForObject("SELECT count(*) FROM " + table, Long.class);
        return count == null ? 0 : count;
    }

    private Map<String, String> environment(DatabaseRole role, String password, int port) {
        return Map.of(
                "DB_URL", url.replace(":" + server.port() + "/", ":" + port + "/"),
                "DB_USERNAME", role.roleName(),
                "DB_PASSWORD", password);
    }
}
