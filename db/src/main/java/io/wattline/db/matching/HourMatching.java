package io.wattline.db.matching;

import io.wattline.energy.efficiency.EfficiencyCurve;
import io.wattline.energy.efficiency.MeasuredEfficiency;
import io.wattline.energy.matching.MatchedEnergy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes the rows of matched energy, as the role `wattline_ingest`.
///
/// Call [#configure] once a round, then [#step] until it is false. Each step is a transaction of its own, bounded in
/// vehicles, and may be killed anywhere; any number of callers take turns. A closed hour comes first, then what late
/// readings, void readings and changed mappings have touched, then hours from before the first that was matched, newest
/// first. Immutable; a connection belongs to one thread.
public final class HourMatching {

    /// How many vehicles a step takes by default: some 60,000 readings at one a minute, and 10 MB.
    public static final int VEHICLES_A_STEP = 250;

    private static final EfficiencyCurve HEALTHY = MeasuredEfficiency.curve();
    private static final String CONFIGURE = "SELECT set_matching(make_interval(secs => ?), ?, ?)";
    private static final String BEGIN = "SELECT * FROM begin_match(?)";
    private static final String END = "SELECT end_match(?, ?, ?, ?)";
    private static final int FETCH_SIZE = 100;

    private final MatchSettings settings;
    private final int vehiclesAStep;

    /// Matching by `settings`.
    public HourMatching(MatchSettings settings) {
        this(settings, VEHICLES_A_STEP);
    }

    /// Matching by `settings`, with 1 to 10,000 vehicles in a step.
    public HourMatching(MatchSettings settings, int vehiclesAStep) {
        this.settings = settings;
        this.vehiclesAStep = vehiclesAStep;
    }

    /// What a step does.
    ///
    /// @param hour null where marks say what is to be matched
    /// @param tolerance the pairing window that the database has now
    private record Work(
            String kind, @Nullable OffsetDateTime hour, List<VehicleHour> keys, boolean isLast, Duration tolerance) {}

    /// Tells the database the settings, and returns whether all rows have to be made again.
    ///
    /// @param connection in auto-commit mode, at READ COMMITTED
    /// @throws SQLException 55P03 if writers did not finish within 500 ms, which is worth a retry later
    public boolean configure(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CONFIGURE)) {
            statement.setDouble(1, (double) settings.pairingWindow().toSeconds());
            List<String> rule = settings.mappingRule();
            statement.setArray(2, rule.isEmpty() ? null : connection.createArrayOf("text", rule.toArray()));
            statement.setString(3, MatchSettings.VERSION);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getBoolean(1);
            }
        }
    }

    /// Makes the next rows; false if there is nothing to do.
    ///
    /// @param connection in auto-commit mode, at READ COMMITTED
    /// @throws SQLException 55P03 after five seconds of waiting for another, which is worth a retry
    public boolean step(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try {
            @Nullable Work work = begin(connection);
            if (work != null) {
                for (List<VehicleHour> day : byDay(work.keys)) {
                    match(connection, day, work.tolerance).put(connection, work.hour == null);
                }
                end(connection, work);
            }
            connection.commit();
            return work != null;
        } catch (SQLException | RuntimeException e) {
            rollBack(connection, e);
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private @Nullable Work begin(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
            statement.setInt(1, vehiclesAStep);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                String[] vehicles = (String[]) row.getArray("vehicle_ids").getArray();
                Timestamp[] hours = (Timestamp[]) row.getArray("hours").getArray();
                List<VehicleHour> keys = new ArrayList<>(vehicles.length);
                for (int i = 0; i < vehicles.length; i++) {
                    keys.add(new VehicleHour(vehicles[i], hours[i].toInstant()));
                }
                return new Work(
                        row.getString("work"),
                        row.getObject("hour", OffsetDateTime.class),
                        keys,
                        row.getBoolean("is_last"),
                        Duration.ofSeconds(row.getInt("pairing_seconds")));
            }
        }
    }

    /// The keys of each UTC day, which is what one call reads the readings of.
    private static Collection<List<VehicleHour>> byDay(List<VehicleHour> keys) {
        return keys.stream()
                .collect(Collectors.groupingBy(VehicleHour::day, TreeMap::new, Collectors.toList()))
                .values();
    }

    private static MatchedRows match(Connection connection, List<VehicleHour> keys, Duration tolerance)
            throws SQLException {
        Map<VehicleHour, MatchedEnergy> sums = new LinkedHashMap<>();
        keys.forEach(key -> sums.put(key, MatchedEnergy.NONE));
        try (PreparedStatement statement = connection.prepareStatement(HourInputs.SELECT)) {
            VehicleHour.bind(statement, keys);
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    HourInputs inputs = HourInputs.of(row, tolerance);
                    sums.merge(
                            new VehicleHour(inputs.vehicleId(), inputs.hour()),
                            inputs.matched(Instant.MIN, Instant.MAX, tolerance, HEALTHY),
                            MatchedEnergy::plus);
                }
            }
        }
        MatchedRows rows = new MatchedRows();
        sums.forEach(rows::add);
        return rows;
    }

    private static void end(Connection connection, Work work) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END)) {
            statement.setString(1, work.kind);
            statement.setObject(2, work.hour);
            statement.setString(
                    3, work.keys.isEmpty() ? "" : work.keys.getLast().vehicleId());
            statement.setBoolean(4, work.isLast);
            statement.execute();
        }
    }

    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
