package io.wattline.query.postgres.connection;

import io.wattline.db.DataSources;
import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseTimeouts;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/// Asks the server for a sign of life, on a connection of its own that stays open between the questions: a log-in may
/// take long on a busy machine, an answer to `SELECT 1` does not. Used by one thread.
final class ServerPing implements DatabaseWatch.Server {

    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final Duration STATEMENT_LIMIT = Duration.ofMillis(900);

    private final DatabaseConfig config;
    private @Nullable Connection connection;

    /// Asks the server of `config`, within a second for each step.
    ServerPing(DatabaseConfig config) {
        this.config = new DatabaseConfig(
                config.url(),
                config.username(),
                config.password(),
                1,
                config.applicationName() + "-watch",
                new DatabaseTimeouts(LIMIT, LIMIT, STATEMENT_LIMIT, STATEMENT_LIMIT, LIMIT));
    }

    /// An error is an answer, too. Silence on the open connection is none; if that connection was closed from the other
    /// side, a new one decides.
    @Override
    public boolean isAnswering() {
        try {
            boolean wasOpen = connection != null;
            try {
                ask();
            } catch (SQLException e) {
                if (!wasOpen || isAnswer(e) || isSilence(e)) {
                    throw e;
                }
                close();
                ask();
            }
            return true;
        } catch (SQLException e) {
            close();
            return isAnswer(e);
        }
    }

    private void ask() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = DataSources.connect(config);
            connection = open;
        }
        try (var statement = open.createStatement()) {
            statement.execute("SELECT 1");
        }
    }

    private static boolean isAnswer(SQLException e) {
        return e instanceof PSQLException answer && answer.getServerErrorMessage() != null;
    }

    private static boolean isSilence(SQLException e) {
        return e.getCause() instanceof SocketTimeoutException;
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                // It is of no use any more, and holds nothing.
            }
        }
    }
}
