package io.wattline.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;

/// Makes and drops day partitions as the role [DatabaseRole#INGEST].
///
/// Both calls want a connection of their own in auto-commit mode: their locks last until the transaction ends,
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

    /// Drops the oldest partition that ends at or before the start of the UTC day `keepFrom`, and returns its
    /// name; empty when none is left. Call it until then.
    ///
    /// @throws SQLException 22008 if `keepFrom` is younger than the floor: 31 days for history, 1 for the
    ///     quarantine; 55P03 if readers or writers held the table for 500 ms, which is worth a retry
    public static Optional<String> dropOldestBefore(
            Connection connection, DayPartitionedTable table, LocalDate keepFrom) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT drop_expired_partition(?, ?)")) {
            statement.setString(1, table.tableName());
            statement.setObject(2, keepFrom);
            try (var result = statement.executeQuery()) {
                result.next();
                return Optional.ofNullable(result.getString(1));
            }
        }
    }
}
