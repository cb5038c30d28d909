package io.wattline.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Days older than what is kept, by the database's clock: listed and dropped by an operator, with no limit on how many.
///
/// The user is `wattline_owner`, or may become it. The jobs of the ingestors use [DayPartitions] instead.
public final class ExpiredDays {

    private static final String LIST = """
            SELECT * FROM expired_partitions(?, (clock_timestamp() AT TIME ZONE 'UTC' - make_interval(secs => ?))::date)
            ORDER BY 1
            """;
    private static final String DROP =
            "SELECT drop_expired_partition(?, (clock_timestamp() AT TIME ZONE 'UTC' - make_interval(secs => ?))::date)";

    private ExpiredDays() {}

    /// The names of the expired partitions of a table, oldest first.
    public static List<String> of(Connection connection, DayPartitionedTable table, Duration kept) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LIST)) {
            statement.setString(1, table.tableName());
            statement.setLong(2, kept.toSeconds());
            List<String> names = new ArrayList<>();
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    names.add(result.getString(1));
                }
            }
            return names;
        }
    }

    /// Drops the oldest one and returns its name; empty when none is left.
    ///
    /// @throws SQLException 55P03 if readers or writers held the table for 500 ms, which is worth a retry
    public static Optional<String> dropOldest(Connection connection, DayPartitionedTable table, Duration kept)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DROP)) {
            statement.setString(1, table.tableName());
            statement.setLong(2, kept.toSeconds());
            try (var result = statement.executeQuery()) {
                result.next();
                return Optional.ofNullable(result.getString(1));
            }
        }
    }
}
