package io.wattline.ingestor.postgres;

import io.wattline.db.ServerHint;
import io.wattline.ingestor.pipeline.StoreFault;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.transaction.TransactionSystemException;

/// Decides what a database error means for a batch. What is not known to be anything else is transient: nothing is
/// acknowledged, and it is tried again.
final class SqlFaults {

    private static final String CHECK_VIOLATION = "23514";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    /// Of the server's statement_timeout, and of an operator who cancels a statement.
    private static final String QUERY_CANCELED = "57014";
    private static final String CONNECTION_FAILURE = "08006";

    /// Connection exceptions, and the server ending the session.
    private static final List<String> CONNECTION_LOSS = List.of("08", "57P");

    private SqlFaults() {}

    /// The fault for anything thrown while talking to the database. The message carries the SQLSTATE and, for errors
    /// of the server, its first line and its hint; never a value of a row.
    ///
    /// Nothing is called bad data: a log-in, a mark or a COMMIT may raise the same SQLSTATEs for reasons
    /// of its own.
    static StoreFault classify(Throwable thrown) {
        return switch (classifyRowWrite(thrown)) {
            case StoreFault.BadData fault -> new StoreFault.Transient(String.valueOf(fault.getMessage()), thrown);
            case StoreFault.NoPartition fault -> new StoreFault.Transient(String.valueOf(fault.getMessage()), thrown);
            case StoreFault fault -> fault;
        };
    }

    /// The same for what a statement that writes rows has thrown: it alone can be refused because of a row, or of a
    /// missing partition.
    static StoreFault classifyRowWrite(Throwable thrown) {
        SQLException sql = sqlException(thrown);
        if (sql == null || sql.getSQLState() == null) {
            return new StoreFault.Transient(
                    "no connection to the database: " + thrown.getClass().getSimpleName(), thrown);
        }
        String state = sql.getSQLState();
        String message = "SQLSTATE " + state + " " + firstLine(sql);
        if (state.equals(CHECK_VIOLATION) && constraint(sql) == null) {
            return new StoreFault.NoPartition(message, thrown);
        }
        if (state.equals(LOCK_NOT_AVAILABLE)) {
            return new StoreFault.Locked(message, thrown);
        }
        if (state.equals(QUERY_CANCELED) || isSocketTimeout(sql)) {
            return new StoreFault.TooSlow(message, thrown);
        }
        return switch (state.substring(0, 2)) {
            case "22", "23" -> new StoreFault.BadData(message, thrown);
            // 55: the server is not what it must be, such as durable.
            case "42", "55" -> new StoreFault.Misconfigured(message, thrown);
            default -> new StoreFault.Transient(message, thrown);
        };
    }

    /// Whether the connection is gone, or was never there: 57P02 comes at any moment, after a COMMIT too.
    static boolean isConnectionLoss(SQLException e) {
        return e.getSQLState() == null || CONNECTION_LOSS.stream().anyMatch(e.getSQLState()::startsWith);
    }

    /// The socket's limit is reached where the server's own cannot be. One that is reached while connecting has another
    /// state.
    private static boolean isSocketTimeout(SQLException sql) {
        return CONNECTION_FAILURE.equals(sql.getSQLState()) && sql.getCause() instanceof SocketTimeoutException;
    }

    static @Nullable SQLException sqlException(Throwable thrown) {
        for (Throwable t = firstFailure(thrown); t != null; t = t.getCause()) {
            // A pool that has no connection to give says so, and why as the cause.
            boolean hasReason = t instanceof SQLTransientConnectionException && t.getCause() instanceof SQLException;
            if (t instanceof SQLException sql && !hasReason) {
                return sql;
            }
        }
        return null;
    }

    /// What failed before the rollback failed too, as it does on every connection that is lost or evicted.
    private static Throwable firstFailure(Throwable thrown) {
        Throwable first =
                thrown instanceof TransactionSystemException rollback ? rollback.getApplicationException() : null;
        return first == null ? thrown : first;
    }

    /// Of a CHECK violation the name of the constraint; a row without partition violates none by name.
    private static @Nullable String constraint(SQLException sql) {
        return sql instanceof PSQLException postgres && postgres.getServerErrorMessage() != null
                ? postgres.getServerErrorMessage().getConstraint()
                : null;
    }

    private static String firstLine(SQLException sql) {
        String text = sql.getMessage();
        if (sql instanceof PSQLException postgres) {
            ServerErrorMessage server = postgres.getServerErrorMessage();
            text = server == null ? text : server.getMessage();
        }
        return (text == null ? "" : text.lines().findFirst().orElse("")) + ServerHint.of(sql);
    }
}
