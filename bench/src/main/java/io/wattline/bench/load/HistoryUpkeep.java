package io.wattline.bench.load;

import io.wattline.bench.stack.BenchException;
import io.wattline.bench.stack.Database;
import io.wattline.db.Rollups;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;

/// What ingestor and autovacuum would have done by now with history that was loaded past them.
public final class HistoryUpkeep {

    private static final String[] LIVE_STATE = {"""
        INSERT INTO meter_live (meter_id, ts, kwh, received_at, voltage)
        SELECT DISTINCT ON (meter_id) meter_id, ts, kwh, received_at, voltage
        FROM meter_history WHERE ts >= now() - interval '2 hours' ORDER BY meter_id, ts DESC
        """, """
        INSERT INTO vehicle_live (vehicle_id, ts, kwh, received_at, soc, battery_temp)
        SELECT DISTINCT ON (vehicle_id) vehicle_id, ts, kwh, received_at, soc, battery_temp
        FROM vehicle_history WHERE ts >= now() - interval '2 hours' ORDER BY vehicle_id, ts DESC
        """};

    private HistoryUpkeep() {}

    /// Fills the live tables, builds the rollups by the product's own functions, vacuums.
    ///
    /// @param from where the loaded history begins
    /// @param each told each hour that was summed
    public static void of(Database database, Instant from, Consumer<Instant> each) {
        database.execute(LIVE_STATE);
        database.execute("VACUUM (ANALYZE)");
        try (Connection connection = database.connect()) {
            try (var statement = connection.prepareStatement("SELECT resum_rollups(?)")) {
                statement.setObject(1, from.truncatedTo(ChronoUnit.HOURS).atOffset(ZoneOffset.UTC));
                statement.execute();
            }
            Rollups.advance(connection, Instant.now().truncatedTo(ChronoUnit.HOURS));
            Optional<Instant> summed = Rollups.sumNextClosedHour(connection);
            while (summed.isPresent()) {
                summed.ifPresent(each);
                summed = Rollups.sumNextClosedHour(connection);
            }
        } catch (SQLException e) {
            throw new BenchException("the rollups could not be built: " + e.getMessage(), e);
        }
        database.execute("VACUUM (ANALYZE)");
        database.checkpoint();
    }
}
