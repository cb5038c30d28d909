package io.wattline.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// Makes and drops day partitions as the role [DatabaseRole#INGEST].
///
/// Both calls need a separate connection in auto-commit mode: their locks last until the transaction ends,
/// and inside one that has written they could wait for it, or it for them.
public final class DayPartitions {

    private DayPartitions() {}

    /// Makes sure that the partition for a UTC day exists; true if this call made it. Idempotent, safe with any
    /// number of callers at once, and open transactions on the table go on meanwhile.
    ///
    /// @throws SQLException 22008 for a day outside [today − 400, today + 8]; 55P03 after five seconds of
    ///     waiting for another caller, which is worth a retry
    public static boolean ensure(Connection connection, DayPartitionedTable table, LocalDate day) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT ensure_day_partition(?, ?)")) {
            statement.setString(1, table.tableName());
            statement.setObject(2, day);
            try (var result = statement.executeQuery()) {
                result.next();
                return result.getBoolean(1);
            }
        }
    }

    /// When the jobs may drop a day.
    ///
    /// @param kept how long data is kept
    /// @param now what the caller takes for now; the database's clock is asked too, and the older cutoff counts
    /// @param maxDrops how many days of a table may go within 24 hours, 1 to 1,000
    public record Limits(Duration kept, Instant now, int maxDrops) {}

    /// Drops the oldest partition that has expired, and returns its name; empty when none is left.
    ///
    /// @throws SQLException 53400 where the limit of a day is reached and another has expired, saying what to do;
    ///     22008 if less than the floor would be kept: 31 days of history, 1 of the quarantine; 55P03 if readers or
    ///     writers held the table for 500 ms, which is worth a retry
    public static Optional<String> dropOldestExpired(Connection connection, DayPartitionedTable table, Limits limits)
            throws SQLException {
        try (var statement =
                connection.prepareStatement("SELECT drop_expired_day(?, make_interval(secs => ?), ?, ?)")) {
            statement.setString(1, table.tableName());
            statement.setLong(2, limits.kept().toSeconds());
            statement.setObject(3, limits.now().atOffset(ZoneOffset.UTC));
            statement.setInt(4, limits.maxDrops());
            try (var result = statement.executeQuery()) {
                result.next();
                return Optional.ofNullable(result.getString(1));
            }
        }
    }
}
