package io.wattline.db.testing;

import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseRole;
import io.wattline.db.DatabaseTimeouts;
import io.wattline.db.Migrations;
import io.wattline.db.RolePasswords;
import io.wattline.servers.EmbeddedPostgres;
import io.wattline.servers.PostgresPlan;
import io.wattline.servers.PostgresServer;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The one server of this JVM, and the migrated template that databases are copied from.
final class EmbeddedServer {

    static final String SUPERUSER = "postgres";

    private static final String TEMPLATE = "wattline_template";

    private final EmbeddedPostgres postgres;
    private final RolePasswords passwords = generatedPasswords();
    private final AtomicInteger databases = new AtomicInteger();

    /// Commits stay synchronous: it costs nothing without fsync, and vacuum marks no page all-visible whose
    /// commit has yet to reach the log.
    private EmbeddedServer() throws SQLException {
        postgres = PostgresServer.createEmbedded(new PostgresPlan(
                Map.of(
                        "fsync", "off",
                        "full_page_writes", "off",
                        "max_connections", "300",
                        "shared_buffers", "64MB",
                        "timezone", "America/New_York"),
                // The superuser of a test enters freely; our roles need the password that the migration gave them.
                PostgresPlan.TRUST_SUPERUSER));
        Runtime.getRuntime().addShutdownHook(new Thread(postgres::close, "end-postgres"));
        execute(SUPERUSER, "CREATE DATABASE " + TEMPLATE);
        Migrations.migrate(config(TEMPLATE, SUPERUSER, null), passwords);
        execute(SUPERUSER, "ALTER DATABASE " + TEMPLATE + " WITH ALLOW_CONNECTIONS false IS_TEMPLATE true");
    }

    /// The server, started by the first call.
    static EmbeddedServer shared() {
        return Holder.SERVER;
    }

    /// Makes an empty database without migrations, and returns its name.
    String createEmpty() throws SQLException {
        String name = "test_" + databases.incrementAndGet();
        execute(SUPERUSER, "CREATE DATABASE " + name);
        return name;
    }

    /// Copies the template and returns the name of the copy.
    String createMigrated() throws SQLException {
        String name = "test_" + databases.incrementAndGet();
        execute(SUPERUSER, "CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
        // A copy has the template's tables and grants, but not the rights on the database itself.
        execute(SUPERUSER, "REVOKE ALL ON DATABASE " + name + " FROM PUBLIC");
        execute(
                SUPERUSER,
                "GRANT CONNECT ON DATABASE " + name
                        + " TO wattline_owner, wattline_ingest, wattline_query, wattline_report");
        return name;
    }

    void drop(String name) throws SQLException {
        execute(SUPERUSER, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    DatabaseConfig config(String database, String username, @Nullable String password) {
        String url = "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + database;
        return new DatabaseConfig(url, username, password, 4, "wattline-test", DatabaseTimeouts.DEFAULT);
    }

    DatabaseConfig config(String database, DatabaseRole role) {
        return config(database, role.roleName(), passwords.byRole().get(role));
    }

    private void execute(String database, String sql) throws SQLException {
        try (var connection = postgres.connect(postgres.jdbcUrl(database));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static RolePasswords generatedPasswords() {
        Map<DatabaseRole, String> byRole = new EnumMap<>(DatabaseRole.class);
        for (DatabaseRole role : DatabaseRole.values()) {
            byRole.put(role, UUID.randomUUID().toString());
        }
        return new RolePasswords(byRole);
    }

    private static final class Holder {
        private static final EmbeddedServer SERVER = start();

        private static EmbeddedServer start() {
            try {
                return new EmbeddedServer();
            } catch (SQLException e) {
                throw new IllegalStateException("the embedded PostgreSQL did not start", e);
            }
        }
    }
}
