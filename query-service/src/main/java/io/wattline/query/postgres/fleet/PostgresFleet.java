package io.wattline.query.postgres.fleet;

import io.wattline.energy.matching.MatchedEnergy;
import io.wattline.query.fleet.FleetHistory;
import io.wattline.query.fleet.VehicleEnergy;
import io.wattline.query.performance.AcTotals;
import io.wattline.query.performance.DcTotals;
import io.wattline.query.performance.TimeWindow;
import io.wattline.query.postgres.Columns;
import io.wattline.query.postgres.DirectMatching;
import io.wattline.query.postgres.HourSpan;
import io.wattline.query.postgres.LossStandings;
import io.wattline.query.postgres.MatchedColumns;
import io.wattline.query.postgres.Plans;
import io.wattline.query.postgres.RollupState;
import io.wattline.query.postgres.SqlResource;
import io.wattline.query.postgres.VehicleHours;
import io.wattline.query.postgres.connection.QueryDatabase;
import io.wattline.telemetry.MappingRule;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/// [FleetHistory] on the rollups, and on history for device-hours whose rollup does not count: `fleet.sql`.
public final class PostgresFleet implements FleetHistory {

    private static final String FLEET = SqlResource.read(PostgresFleet.class, "fleet.sql");

    /// Names no meter: the statement is told that there is no rule.
    private static final MappingRule NO_RULE = new MappingRule("", "", "", "");

    private final QueryDatabase database;
    private final Optional<MappingRule> rule;

    /// Reads through `database`.
    ///
    /// @param rule names the meter of a vehicle of which no mapping was ever written, see [RuledMeters]
    public PostgresFleet(QueryDatabase database, Optional<MappingRule> rule) {
        this.database = database;
        this.rule = rule;
    }

    @Override
    public <T> T inSnapshot(Function<Snapshot, T> work) {
        return database.read(jdbc -> work.apply(new JdbcSnapshot(jdbc, rule, RollupState.read(jdbc))));
    }

    private record JdbcSnapshot(JdbcClient jdbc, Optional<MappingRule> rule, RollupState state) implements Snapshot {

        private static final int FETCH_SIZE = 2_000;

        @Override
        public Optional<TimeWindow> matchedHours() {
            return state.matched();
        }

        @Override
        public Duration pairingWindow() {
            return state.pairingWindow();
        }

        @Override
        public void forEachVehicle(TimeWindow hours, Consumer<VehicleEnergy> consumer) {
            Plans.forAnyNumberOfMarks(jdbc);
            PendingHours pending =
                    PendingHours.in(jdbc, hours, rule.map(MappingRule::parts).orElse(null));
            Map<String, MatchedEnergy> direct =
                    new DirectMatching(jdbc, state.pairingWindow()).in(pending.few(), hours);
            statement(hours, pending.few())
                    .query((RowCallbackHandler) row -> consumer.accept(vehicle(row, pending, direct)));
        }

        private JdbcClient.StatementSpec statement(TimeWindow hours, VehicleHours pending) {
            MappingRule convention = rule.orElse(NO_RULE);
            HourSpan days = new HourSpan(hours.start(), hours.end()).days();
            return jdbc.sql(FLEET)
                    .param("ruled", rule.isPresent())
                    .param("vehicle_prefix", convention.vehiclePrefix())
                    .param("vehicle_suffix", convention.vehicleSuffix())
                    .param("meter_prefix", convention.meterPrefix())
                    .param("meter_suffix", convention.meterSuffix())
                    .param("start", Columns.parameter(hours.start()))
                    .param("end", Columns.parameter(hours.end()))
                    .param("first_day", Columns.parameter(days.since()))
                    .param("last_day", Columns.parameter(days.until()))
                    .param("summed_before", Columns.parameter(state.summedBefore()))
                    .param("pending_vehicles", pending.vehicleArray())
                    .param("pending_hours", pending.hourArray())
                    .withFetchSize(FETCH_SIZE);
        }

        private static VehicleEnergy vehicle(ResultSet row, PendingHours pending, Map<String, MatchedEnergy> direct)
                throws SQLException {
            String vehicleId = row.getString("vehicle_id");
            @Nullable String meterId = row.getString("meter_id");
            return meterId == null
                    ? new VehicleEnergy(vehicleId, null, null, dc(row), null)
                    : new VehicleEnergy(
                            vehicleId,
                            meterId,
                            new AcTotals(row.getLong("ac_readings"), Columns.sum(row, "ac_kwh")),
                            dc(row),
                            pending.vehicles().contains(vehicleId)
                                    ? null
                                    : compared(row, direct.getOrDefault(vehicleId, MatchedEnergy.NONE)));
        }

        private static VehicleEnergy.Compared compared(ResultSet row, MatchedEnergy direct) throws SQLException {
            return new VehicleEnergy.Compared(
                    Duration.of(row.getLong("mapped_micros"), ChronoUnit.MICROS),
                    MatchedColumns.read(row).plus(direct),
                    LossStandings.of(row.getBoolean("alert_open"), row.getBoolean("learnt")));
        }

        private static DcTotals dc(ResultSet row) throws SQLException {
            return new DcTotals(
                    row.getLong("dc_readings"),
                    Columns.sum(row, "dc_kwh"),
                    row.getLong("temperatures"),
                    BigDecimal.valueOf(row.getDouble("temperature_sum")));
        }
    }
}
