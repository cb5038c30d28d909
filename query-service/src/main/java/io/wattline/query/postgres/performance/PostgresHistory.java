package io.wattline.query.postgres.performance;

import io.wattline.energy.matching.MatchedEnergy;
import io.wattline.energy.verdict.LossStanding;
import io.wattline.query.performance.AcTotals;
import io.wattline.query.performance.DcTotals;
import io.wattline.query.performance.History;
import io.wattline.query.performance.MeterSegment;
import io.wattline.query.performance.TimeWindow;
import io.wattline.query.postgres.KnownVehicles;
import io.wattline.query.postgres.LossStandings;
import io.wattline.query.postgres.MeterSegments;
import io.wattline.query.postgres.RollupState;
import io.wattline.query.postgres.connection.QueryDatabase;
import io.wattline.telemetry.MappingRule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/// [History] on rollups where they count, and on the history tables elsewhere. Void readings are left out
/// everywhere.
///
/// Each statement on history names its devices and a range of times with plain parameters, so that a plan for the
/// actual
/// values touches only the partitions of the window, and only their covering index.
public final class PostgresHistory implements History {

    private final QueryDatabase database;
    private final MeterSegments segments;

    /// Reads through `database`; only mappings that were written count.
    public PostgresHistory(QueryDatabase database) {
        this(database, Optional.empty());
    }

    /// Reads through `database`.
    ///
    /// @param rule names the meter of a vehicle of which no mapping was ever written
    public PostgresHistory(QueryDatabase database, Optional<MappingRule> rule) {
        this.database = database;
        this.segments = new MeterSegments(rule);
    }

    @Override
    public <T> T inSnapshot(Function<Snapshot, T> work) {
        return database.read(jdbc -> work.apply(new JdbcSnapshot(jdbc, segments, RollupState.read(jdbc))));
    }

    private record JdbcSnapshot(JdbcClient jdbc, MeterSegments segments, RollupState state) implements Snapshot {

        @Override
        public boolean isKnown(String vehicleId) {
            return KnownVehicles.contains(jdbc, vehicleId);
        }

        @Override
        public List<MeterSegment> segments(String vehicleId, TimeWindow window, int limit) {
            return segments.of(jdbc, vehicleId, window, limit);
        }

        @Override
        public AcTotals meterTotals(String meterId, TimeWindow window) {
            return new HourlyTotals(jdbc, state).ofMeter(meterId, window);
        }

        @Override
        public DcTotals vehicleTotals(String vehicleId, TimeWindow window) {
            return new HourlyTotals(jdbc, state).ofVehicle(vehicleId, window);
        }

        @Override
        public MatchedEnergy matched(String vehicleId, TimeWindow window, List<MeterSegment> parts) {
            return new MatchedTotals(jdbc, state).of(vehicleId, window, parts);
        }

        @Override
        public Duration pairingWindow() {
            return state.pairingWindow();
        }

        @Override
        public LossStanding standing(String vehicleId, String meterId) {
            return LossStandings.of(jdbc, vehicleId, meterId);
        }
    }
}
