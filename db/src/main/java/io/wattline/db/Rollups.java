package io.wattline.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// Closes hours, sums them and keeps the sums right, as the role [DatabaseRole#INGEST]. The protocol and
/// the reason why it loses no reading stand in the migration `V7__rollups.sql`.
///
/// A refresh calls [#advance] once, then [#sumNextClosedHour] until it is empty, then [#refresh]
/// until it returns less than was asked for. Any number of callers may do so at once and be killed at any
/// moment; each call wants a connection in auto-commit mode at READ COMMITTED (25000 otherwise). An hour is
/// summed in slices of devices, about 0.15 s for each 1,000 meters and vehicles.
public final class Rollups {

    private Rollups() {}

    /// For a writer of history, inside its transaction and after its inserts: the instant before which a
    /// reading is late, which is the pairing window after the last closed hour. It cannot move until the
    /// transaction ends; each new reading older than it needs a row in `rollup_dirty` for its device and its
    /// UTC hour.
    ///
    /// @throws SQLException 55P03 after the session's lock time-out, which is worth a retry
    public static Instant holdLateBefore(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT hold_late_before()")) {
            return instant(statement).orElseThrow();
        }
    }

    /// Closes all hours before `closedBefore`, and returns before which instant all are closed now, which
    /// is later if another session was further already.
    ///
    /// @param closedBefore a whole UTC hour, not in the future by the database's clock
    /// @throws SQLException 22008 for another instant; 55P03 if writers did not finish within 500 ms, which
    ///     is worth a retry later
    public static Instant advance(Connection connection, Instant closedBefore) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT advance_rollups(?)")) {
            statement.setObject(1, closedBefore.atOffset(ZoneOffset.UTC));
            return instant(statement).orElseThrow();
        }
    }

    /// How many devices a call of [#sumNextClosedHour(Connection)] sums: less than a second's work.
    public static final int DEVICES_A_CALL = 5_000;

    /// Sums the next devices of the oldest hour that is closed and not yet summed, and returns its start; empty
    /// if there is none.
    ///
    /// @throws SQLException 55P03 after five seconds of waiting for another refresher, which is worth a
    ///     retry
    public static Optional<Instant> sumNextClosedHour(Connection connection) throws SQLException {
        return sumNextClosedHour(connection, DEVICES_A_CALL);
    }

    /// The same with `devices` a call, 1 to 100,000.
    public static Optional<Instant> sumNextClosedHour(Connection connection, int devices) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT sum_closed_hour(?)")) {
            statement.setInt(1, devices);
            return instant(statement);
        }
    }

    /// Sums again what late readings have touched: the oldest marks, at most `maxMarks`. Returns how many
    /// it handled.
    ///
    /// @param maxMarks 1 to 100,000
    /// @throws SQLException 22023 for another limit; 55P03 after five seconds of waiting for another
    ///     refresher, which is worth a retry
    public static int refresh(Connection connection, int maxMarks) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT refresh_rollups(?)")) {
            statement.setInt(1, maxMarks);
            return count(statement);
        }
    }

    /// Deletes rollups whose history was dropped, at most `maxRows` of meters and as many of vehicles.
    /// Returns how many; call it until 0.
    ///
    /// @param maxRows 1 to 100,000
    /// @throws SQLException 22023 for another limit
    public static int deleteExpired(Connection connection, int maxRows) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT delete_expired_rollups(?)")) {
            statement.setInt(1, maxRows);
            return count(statement);
        }
    }

    private static Optional<Instant> instant(PreparedStatement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery()) {
            result.next();
            return Optional.ofNullable(result.getObject(1, OffsetDateTime.class))
                    .map(OffsetDateTime::toInstant);
        }
    }

    private static int count(PreparedStatement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getInt(1);
        }
    }
}
