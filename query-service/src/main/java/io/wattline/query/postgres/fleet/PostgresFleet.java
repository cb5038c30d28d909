package io.wattline.query.postgres.fleet;

import io.wattline.query.fleet.FleetHistory;
import io.wattline.query.fleet.VehicleEnergy;
import io.wattline.query.mapping.MappingRule;
import io.wattline.query.performance.AcTotals;
import io.wattline.query.performance.DcTotals;
import io.wattline.query.performance.TimeWindow;
import io.wattline.query.postgres.Columns;
import io.wattline.query.postgres.Plans;
import io.wattline.query.postgres.RollupState;
import io.wattline.query.postgres.SqlResource;
import io.wattline.query.postgres.connection.QueryDatabase;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
        return database.read(jdbc -> work.apply(new JdbcSnapshot(jdbc, rule)));
    }

    private record JdbcSnapshot(JdbcClient jdbc, Optional<MappingRule> rule) implements Snapshot {

        private static final int FETCH_SIZE = 2_000;

        @Override
        public Instant summedBefore() {
            return RollupState.summedBefore(jdbc);
        }

        @Override
        public void forEachVehicle(TimeWindow hours, Consumer<VehicleEnergy> consumer) {
            Plans.forAnyNumberOfMarks(jdbc);
            MappingRule convention = rule.orElse(NO_RULE);
            jdbc.sql(FLEET)
                    .param("ruled", rule.isPresent())
                    .param("vehicle_prefix", convention.vehiclePrefix())
                    .param("vehicle_suffix", convention.vehicleSuffix())
                    .param("meter_prefix", convention.meterPrefix())
                    .param("meter_suffix", convention.meterSuffix())
                    .param("start", Columns.parameter(hours.start()))
                    .param("end", Columns.parameter(hours.end()))
                    .param("summed_before", Columns.parameter(summedBefore()))
                    .withFetchSize(FETCH_SIZE)
                    .query((RowCallbackHandler) row -> consumer.accept(vehicle(row)));
        }

        private static VehicleEnergy vehicle(ResultSet row) throws SQLException {
            @Nullable String meterId = row.getString("meter_id");
            return new VehicleEnergy(row.getString("vehicle_id"), meterId, meterId == null ? null : ac(row), dc(row));
        }

        private static AcTotals ac(ResultSet row) throws SQLException {
            BigDecimal kwh = Columns.sum(row, "ac_kwh");
            Duration powered = Duration.of(Columns.sum(row, "powered_micros").longValueExact(), ChronoUnit.MICROS);
            return new AcTotals(row.getLong("ac_readings"), kwh, new AcTotals.Powered(kwh, powered));
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
