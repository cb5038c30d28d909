package io.wattline.db;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.postgresql.PGConnection;

/// What must exist before the first migration: the roles, and their rights in this database.
///
/// Runs as a superuser, or as a role with CREATEROLE that owns the database. Other roles can migrate only where it ran
/// before.
final class Bootstrap {

    /// Another database of the cluster is bootstrapped at this moment: created just now, or the catalog row
    /// changed under us.
    private static final Set<String> LOST_RACE = Set.of("42710", "23505", "XX000", "40P01");

    private static final String MAY_ADMINISTER_ROLES =
            "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user";
    private static final String ALL_ROLES_EXIST = """
            SELECT count(*) = 3 FROM pg_roles
            WHERE rolname IN ('wattline_owner', 'wattline_ingest', 'wattline_query')
            """;

    private final Connection connection;

    Bootstrap(Connection connection) {
        this.connection = connection;
    }

    /// Creates what is missing. False if the connected role may not administer roles, and all of them exist
    /// already.
    boolean run(BoundedWait wait) throws SQLException {
        if (!isTrue(MAY_ADMINISTER_ROLES)) {
            if (isTrue(ALL_ROLES_EXIST)) {
                return false;
            }
            throw new DatabaseTaskException(
                    "the roles wattline_owner, wattline_ingest and wattline_query are missing, and this user may not create them:"
                            + " migrate as a superuser, or as a role with CREATEROLE that owns the database",
                    null);
        }
        if (wait.forResultOf(this::createRoles).isEmpty()) {
            throw new DatabaseTaskException(
                    "the roles are being changed by someone else all the time: run it again", null);
        }
        execute(read("database.sql"));
        return true;
    }

    /// Sets passwords. The driver derives the SCRAM verifier here, so that no password crosses the
    /// network or appears in a server log.
    void setPasswords(RolePasswords passwords) throws SQLException {
        PGConnection driver = connection.unwrap(PGConnection.class);
        for (var entry : passwords.byRole().entrySet()) {
            driver.alterUserPassword(entry.getKey().roleName(), entry.getValue().toCharArray(), "scram-sha-256");
        }
    }

    private Optional<Boolean> createRoles() throws SQLException {
        try {
            execute(read("roles.sql"));
            return Optional.of(true);
        } catch (SQLException e) {
            if (LOST_RACE.contains(String.valueOf(e.getSQLState()))) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private boolean isTrue(String query) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            return result.next() && result.getBoolean(1);
        }
    }

    private static String read(String name) {
        try (InputStream in = Bootstrap.class.getResourceAsStream("bootstrap/" + name)) {
            if (in == null) {
                throw new IllegalStateException("bootstrap/" + name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
