package io.wattline.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// Whether a server must be one that keeps through a crash what it has committed.
public enum Durability {
    /// With `fsync` and `full_page_writes` on: a pool gives no connection to any other server.
    REQUIRED,
    /// Any server, as for readers, trials and tests.
    ANY;

    /// Raises 55000, which a pool reports with each connection that it cannot give.
    static final String CHECK_SQL = """
            DO $$ BEGIN
              IF current_setting('fsync') <> 'on' OR current_setting('full_page_writes') <> 'on' THEN
                RAISE EXCEPTION USING ERRCODE = 'object_not_in_prerequisite_state',
                  MESSAGE = 'the server may lose what it has committed: fsync or full_page_writes is off';
              END IF;
            END $$;
            """;

    /// What makes a server one that may lose what it has committed, such as `fsync=off`; empty if nothing does, or the
    /// server cannot be asked now.
    public static Optional<String> lackingOn(DatabaseConfig database) {
        try (Connection connection = DataSources.connect(database);
                var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) FROM pg_settings
                        WHERE name IN ('fsync', 'full_page_writes') AND setting <> 'on'
                        """)) {
            row.next();
            return Optional.ofNullable(row.getString(1));
        } catch (SQLException e) {
            return Optional.empty();
        }
    }
}
