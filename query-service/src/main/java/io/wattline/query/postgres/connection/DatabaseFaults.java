package io.wattline.query.postgres.connection;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// Maps exceptions from the database to their meaning for the caller of this service.
public enum DatabaseFaults {
    /// The database is away, restarting, full, or has no connection left: try again later.
    AWAY,
    /// A statement took longer than the statement time-out, or waited too long for a lock.
    TOO_SLOW,
    /// Schema or privileges are not as this version needs them: an operator must act.
    NOT_READY,
    /// Not the database, or a bug of ours.
    OTHER;

    /// Judges by the SQLSTATE of the innermost cause.
    public static DatabaseFaults of(RuntimeException fault) {
        if (!(fault instanceof DataAccessException) && !(fault instanceof TransactionException)) {
            return OTHER;
        }
        Throwable cause = ((NestedRuntimeException) fault).getMostSpecificCause();
        return cause instanceof SQLException sql ? bySqlState(sql) : AWAY;
    }

    private static DatabaseFaults bySqlState(SQLException cause) {
        if (cause instanceof SQLTransientConnectionException || cause.getSQLState() == null) {
            return AWAY;
        }
        String state = cause.getSQLState();
        return switch (state) {
            case "57014", "55P03" -> TOO_SLOW;
            default ->
                switch (state.substring(0, 2)) {
                    case "08", "25", "40", "53", "57", "58" -> AWAY;
                    case "28", "3D", "3F", "42" -> NOT_READY;
                    default -> OTHER;
                };
        };
    }
}
