package io.wattline.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rebuilds the keys of past days, so that the index pages that random inserts left half empty are full, and vacuums
/// the
/// day.
///
/// It blocks no other session: the new index is built beside the old one (`REINDEX INDEX CONCURRENTLY`), which needs
/// disk space for both meanwhile. It waits for transactions that use the day, up to a patience. A killed rebuild leaves
/// an unused index behind, which the next one removes; the day is unchanged.
///
/// One connection, one thread, one compaction a database at a time; the caller closes it.
public final class Compaction implements AutoCloseable {

    /// For compaction: rewriting one day may take long, waiting for its lock may not.
    public static final DatabaseTimeouts TIMEOUTS = DatabaseTimeouts.ofStatement(Duration.ofHours(2));

    private static final long LOCK_KEY = 0x7761_7474_636f_6d70L;
    /// A rebuild whose client is gone ends.
    private static final String SESSION_SQL = """
            SET ROLE wattline_owner;
            SET client_connection_check_interval = '5s'
            """;
    /// A day of before this version was clustered instead.
    private static final String DAYS_SQL = """
            SELECT to_date(right(c.relname, 10), 'YYYY_MM_DD'),
              (i.indisclustered OR obj_description(i.indexrelid, 'pg_class') = 'compacted')
                AND NOT EXISTS (SELECT FROM pg_index o WHERE o.indrelid = c.oid AND NOT o.indisvalid)
            FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
            WHERE h.inhparent = ('public.' || ?)::regclass AND c.relname ~ ('^' || ? || '_[0-9]{4}_[0-9]{2}_[0-9]{2}$')
              AND to_date(right(c.relname, 10), 'YYYY_MM_DD') < (clock_timestamp() AT TIME ZONE 'UTC')::date
            ORDER BY 1
            """;
    private static final String LEFT_BEHIND_SQL = """
            SELECT format('%I', c.relname) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE i.indrelid = to_regclass('public.' || ?) AND NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$'
            """;

    private final Connection connection;
    private final Duration patience;

    private Compaction(Connection connection, Duration patience) {
        this.connection = connection;
        this.patience = patience;
    }

    /// What compacting a day did.
    ///
    /// @param before its size, as it was
    /// @param after its size now
    /// @param took how long that was, waiting for others included
    public record Compacted(Size before, Size after, Duration took) {}

    /// The size of a partition.
    ///
    /// @param tableBytes rows and visibility map
    /// @param indexBytes all indexes
    public record Size(long tableBytes, long indexBytes) {}

    /// Connects. The user is `wattline_owner`, or may become it.
    ///
    /// @param patience how long to wait for each transaction that uses a day
    /// @throws DatabaseTaskException if there is no connection, the user may not, or another compaction is running
    public static Compaction open(DatabaseConfig config, Duration patience) {
        try {
            Connection connection = DataSources.connect(config);
            try (var statement = connection.createStatement()) {
                statement.execute(SESSION_SQL);
                try (var lock = statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK_KEY + ")")) {
                    if (lock.next() && lock.getBoolean(1)) {
                        return new Compaction(connection, patience);
                    }
                }
                throw new DatabaseTaskException("another compaction of this database is running: wait for it", null);
            } catch (SQLException | DatabaseTaskException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw failure("cannot compact", e);
        }
    }

    /// The days of a table that are over and were not compacted yet, oldest first; over by the database's clock.
    public List<DayPartition> pending(DayPartitionedTable table) {
        return days(table, false);
    }

    /// A day, whether it was compacted or not; empty if it has no partition.
    ///
    /// @throws DatabaseTaskException if the day is not over by the database's clock: it is still being written
    public Optional<DayPartition> closed(DayPartitionedTable table, LocalDate day) {
        LocalDate today = today();
        if (!day.isBefore(today)) {
            throw new DatabaseTaskException(
                    "%s is not over: the last day that can be compacted is %s (UTC)".formatted(day, today.minusDays(1)),
                    null);
        }
        return days(table, true).stream()
                .filter(partition -> partition.day().equals(day))
                .findFirst();
    }

    /// Compacts one day. Empty if it was dropped meanwhile.
    ///
    /// @throws DatabaseTaskException if a transaction used the day for longer than the patience, or it failed
    public Optional<Compacted> compact(DayPartition day) {
        long start = System.nanoTime();
        String key = "public." + day.name() + "_pkey";
        try {
            execute("SET lock_timeout = " + Math.max(1, patience.toMillis()));
            Size before = size(day);
            removeLeftBehind(day);
            // A day that is over gets few rows more: its pages need no room for them.
            execute("ALTER INDEX " + key + " SET (fillfactor = 100)");
            execute("REINDEX INDEX CONCURRENTLY " + key);
            // Until then every page counts as perhaps invisible, and index-only scans visit the rows.
            execute("VACUUM (FREEZE, ANALYZE) public." + day.name());
            execute("COMMENT ON INDEX " + key + " IS 'compacted'");
            return Optional.of(new Compacted(before, size(day), Duration.ofNanos(System.nanoTime() - start)));
        } catch (SQLException e) {
            return switch (String.valueOf(e.getSQLState())) {
                case "42P01", "42704" -> Optional.empty();
                case "55P03" ->
                    throw new DatabaseTaskException(
                            day.name() + " was in use for " + patience + ": compact it when there is less load", e);
                default -> throw failure("cannot compact " + day.name(), e);
            };
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure("cannot disconnect", e);
        }
    }

    private void removeLeftBehind(DayPartition day) throws SQLException {
        var left = new ArrayList<String>();
        try (var statement = connection.prepareStatement(LEFT_BEHIND_SQL)) {
            statement.setString(1, day.name());
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    left.add(rows.getString(1));
                }
            }
        }
        for (String index : left) {
            execute("DROP INDEX CONCURRENTLY IF EXISTS public." + index);
        }
    }

    private LocalDate today() {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT (clock_timestamp() AT TIME ZONE 'UTC')::date")) {
            row.next();
            return row.getObject(1, LocalDate.class);
        } catch (SQLException e) {
            throw failure("cannot ask for the day", e);
        }
    }

    private List<DayPartition> days(DayPartitionedTable table, boolean compactedToo) {
        try (var statement = connection.prepareStatement(DAYS_SQL)) {
            statement.setString(1, table.tableName());
            statement.setString(2, table.tableName());
            var days = new ArrayList<DayPartition>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (compactedToo || !rows.getBoolean(2)) {
                        days.add(new DayPartition(table, rows.getObject(1, LocalDate.class)));
                    }
                }
            }
            return days;
        } catch (SQLException e) {
            throw failure("cannot list the days of " + table.tableName(), e);
        }
    }

    private Size size(DayPartition day) throws SQLException {
        try (var statement =
                connection.prepareStatement("SELECT pg_table_size(?::regclass), pg_indexes_size(?::regclass)")) {
            statement.setString(1, "public." + day.name());
            statement.setString(2, "public." + day.name());
            try (var row = statement.executeQuery()) {
                row.next();
                return new Size(row.getLong(1), row.getLong(2));
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static DatabaseTaskException failure(String what, SQLException e) {
        String advice = switch (String.valueOf(e.getSQLState())) {
            case "42501" -> ": compact as wattline_owner, or as a user that may become it";
            case "28P01", "28000" -> ": check DB_USERNAME and DB_PASSWORD";
            case "53100" -> ": the day needs room for a second copy of its key";
            default -> "";
        };
        return new DatabaseTaskException(
                "%s (SQLSTATE %s): %s%s%s".formatted(what, e.getSQLState(), e.getMessage(), ServerHint.of(e), advice),
                e);
    }
}
