package io.wattline.bench.measure;

import io.wattline.bench.stack.BenchException;
import io.wattline.bench.stack.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// What readings take on disk.
///
/// @param rows how many there are
/// @param tableBytes rows, free space and visibility maps
/// @param indexBytes the keys
public record DiskUse(long rows, long tableBytes, long indexBytes) {

    private static final String PARTITIONS = """
            SELECT relid::regclass::text
            FROM (SELECT * FROM pg_partition_tree('meter_history') UNION ALL SELECT * FROM pg_partition_tree('vehicle_history')) AS t
            WHERE isleaf AND relid::regclass::text LIKE ?
            """;

    /// Of the history partitions whose name ends with `suffix`, empty for all, that hold any reading: an empty one
    /// is as large as ever, and belongs to no table.
    public static DiskUse of(Database database, String suffix) {
        try (Connection connection = database.connect()) {
            DiskUse all = new DiskUse(0, 0, 0);
            for (String partition : partitions(connection, suffix)) {
                DiskUse one = ofPartition(connection, partition);
                all = one.rows == 0 ? all : all.plus(one);
            }
            if (all.rows == 0) {
                throw new BenchException("there are no readings to measure the size of");
            }
            return all;
        } catch (SQLException e) {
            throw new BenchException("the sizes cannot be read: " + e.getMessage(), e);
        }
    }

    /// Bytes a reading, table and index.
    public double bytesPerReading() {
        return (double) (tableBytes + indexBytes) / rows;
    }

    /// `table 71, index 92`, both in bytes a reading.
    public String split() {
        return "table %d, index %d".formatted(tableBytes / rows, indexBytes / rows);
    }

    private DiskUse plus(DiskUse other) {
        return new DiskUse(rows + other.rows, tableBytes + other.tableBytes, indexBytes + other.indexBytes);
    }

    private static List<String> partitions(Connection connection, String suffix) throws SQLException {
        List<String> names = new ArrayList<>();
        try (var statement = connection.prepareStatement(PARTITIONS)) {
            statement.setString(1, "%" + suffix);
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    names.add(result.getString(1));
                }
            }
        }
        return names;
    }

    /// The name comes from the catalog, quoted where it must be.
    private static DiskUse ofPartition(Connection connection, String partition) throws SQLException {
        String sql = "SELECT count(*), pg_table_size('%1$s'), pg_indexes_size('%1$s') FROM %1$s".formatted(partition);
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return new DiskUse(result.getLong(1), result.getLong(2), result.getLong(3));
        }
    }
}
