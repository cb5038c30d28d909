package io.wattline.bench.measure;

import io.wattline.bench.stack.BenchException;
import io.wattline.bench.stack.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/// When readings were committed, asked of PostgreSQL afterwards (`track_commit_timestamp`).
///
/// A transaction's timestamp is taken just before its record is flushed to the log, so the flush is not in it:
/// [#flushMicros] says how long one takes.
public final class Commits {

    /// Both tables as one; the bounds are on the readings' own timestamps.
    private static final String READINGS = """
            SELECT ts, pg_xact_commit_timestamp(xmin) AS committed FROM meter_history WHERE ts >= ? AND ts < ?
            UNION ALL
            SELECT ts, pg_xact_commit_timestamp(xmin) AS committed FROM vehicle_history WHERE ts >= ? AND ts < ?
            """;
    private static final String SPAN = "SELECT count(*), min(committed), max(committed) FROM (" + READINGS + ") AS r";
    private static final String AGES =
            "SELECT (extract(epoch FROM committed - ts) * 1000000)::bigint FROM (" + READINGS + ") AS r";
    private static final String FLUSHES =
            "SELECT coalesce(sum(fsyncs), 0), coalesce(sum(fsync_time), 0) FROM pg_stat_io WHERE object = 'wal'";
    private static final int FETCH_ROWS = 10_000;

    private final Database database;

    public Commits(Database database) {
        this.database = database;
    }

    /// The commits of some readings.
    ///
    /// @param rows how many readings there are
    /// @param time from the first commit to the last
    public record Span(long rows, Duration time) {}

    /// How often the log was flushed, and how long that took altogether.
    public record Flushes(long number, double millis) {

        /// The mean since `earlier`, in microseconds.
        public long meanMicrosSince(Flushes earlier) {
            long flushes = number - earlier.number;
            return flushes == 0 ? 0 : Math.round((millis - earlier.millis) * 1e3 / flushes);
        }
    }

    /// From the first commit to the last of the readings measured in [from, to).
    public Span span(Instant from, Instant to) {
        return query(SPAN, from, to, result -> {
            result.next();
            long rows = result.getLong(1);
            if (rows == 0) {
                throw new BenchException("no reading of the load is in the database");
            }
            return new Span(rows, Duration.between(instant(result, 2), instant(result, 3)));
        });
    }

    /// From the timestamp of each reading measured in [from, to) to its commit, with `correctionMicros` added to each.
    public Latencies latencies(Instant from, Instant to, long correctionMicros) {
        return query(AGES, from, to, result -> {
            Latencies latencies = new Latencies();
            while (result.next()) {
                latencies.recordMicros(result.getLong(1) + correctionMicros);
            }
            return latencies;
        });
    }

    /// Of the whole server until about now.
    public Flushes flushes() {
        try (Connection connection = database.connect();
                var statement = connection.createStatement();
                var result = statement.executeQuery(FLUSHES)) {
            result.next();
            return new Flushes(result.getLong(1), result.getDouble(2));
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private interface Reader<T> {
        T read(ResultSet result) throws SQLException;
    }

    private <T> T query(String sql, Instant from, Instant to, Reader<T> reader) {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            // Otherwise the driver fetches all rows at once.
            connection.setAutoCommit(false);
            statement.setFetchSize(FETCH_ROWS);
            for (int parameter = 1; parameter <= 4; parameter++) {
                statement.setObject(parameter, (parameter % 2 == 1 ? from : to).atOffset(ZoneOffset.UTC));
            }
            try (ResultSet result = statement.executeQuery()) {
                return reader.read(result);
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static Instant instant(ResultSet result, int column) throws SQLException {
        return result.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static BenchException failure(SQLException e) {
        return new BenchException("the times of the commits cannot be read: " + e.getMessage(), e);
    }
}
