package io.wattline.db.testing;

import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseRole;
import io.wattline.db.DatabaseTimeouts;
import io.wattline.db.Migrations;
import io.wattline.db.RolePasswords;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
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
    private EmbeddedServer() throws IOException, SQLException {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("full_page_writes", "off")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "300")
                .setServerConfig("shared_buffers", "64MB")
                .setServerConfig("timezone", "America/New_York")
                .setDataDirectoryCustomizer(EmbeddedServer::requirePasswords)
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
        execute(SUPERUSER, "CREATE DATABASE " + TEMPLATE);
        Migrations.migrate(config(TEMPLATE, SUPERUSER, null), passwords);
        execute(SUPERUSER, "ALTER DATABASE " + TEMPLATE + " WITH ALLOW_CONNECTIONS false IS_TEMPLATE true");
    }

    /// The server, started by the first call.
    static EmbeddedServer shared() {
        return Holder.SERVER;
    }

    /// Makes an empty database that nobody has migrated, and returns its name.
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
        execute(SUPERUSER, "GRANT CONNECT ON DATABASE " + name + " TO wattline_owner, wattline_ingest, wattline_query");
        return name;
    }

    void drop(String name) throws SQLException {
        execute(SUPERUSER, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    DatabaseConfig config(String database, String username, @Nullable String password) {
        String url = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + database;
        return new DatabaseConfig(url, username, password, 4, "wattline-test", DatabaseTimeouts.DEFAULT);
    }

    DatabaseConfig config(String database, DatabaseRole role) {
        return config(database, role.roleName(), passwords.byRole().get(role));
    }

    private void execute(String database, String sql) throws SQLException {
        try (var connection = postgres.getDatabase(SUPERUSER, database).getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// The superuser of a test enters freely; our roles need the password that the migration gave them.
    private static void requirePasswords(File dataDirectory) {
        try {
            Files.writeString(dataDirectory.toPath().resolve("pg_hba.conf"), """
                    host all postgres 127.0.0.1/32 trust
                    host all postgres ::1/128 trust
                    host all all 127.0.0.1/32 scram-sha-256
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
            } catch (IOException | SQLException e) {
                throw new IllegalStateException("the embedded PostgreSQL did not start", e);
            }
        }
    }
}
