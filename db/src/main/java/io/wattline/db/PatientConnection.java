package io.wattline.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connects to a database that may not be there yet, as when both start at once.
final class PatientConnection {

    private static final Logger log = LoggerFactory.getLogger(PatientConnection.class);

    /// Starting up or shutting down, too many connections, and a database that someone has yet to create.
    private static final Set<String> NOT_YET = Set.of("57P01", "57P02", "57P03", "53300", "3D000");

    private final BoundedWait wait;
    private @Nullable SQLException last;

    PatientConnection(BoundedWait wait) {
        this.wait = wait;
    }

    /// Connects as soon as the database answers. An error that waiting cannot
    /// resolve, such as a wrong password, fails at once.
    Connection open(DatabaseConfig config) throws SQLException {
        Optional<Connection> connection = wait.forResultOf(() -> attempt(config));
        if (connection.isPresent()) {
            return connection.get();
        }
        throw new DatabaseTaskException(
                "no database at %s after %s: %s"
                        .formatted(config.url(), wait.limit(), last == null ? "" : last.getMessage()),
                last);
    }

    private Optional<Connection> attempt(DatabaseConfig config) throws SQLException {
        try {
            return Optional.of(DataSources.connect(config));
        } catch (SQLException e) {
            if (!isNotYet(e.getSQLState())) {
                throw e;
            }
            if (last == null) {
                log.info(
                        "waiting for the database url={} limit={} reason={}",
                        config.url(),
                        wait.limit(),
                        e.getMessage());
            }
            last = e;
            return Optional.empty();
        }
    }

    private static boolean isNotYet(@Nullable String sqlState) {
        return sqlState != null && (sqlState.startsWith("08") || NOT_YET.contains(sqlState));
    }
}
