package io.wattline.query.postgres.performance;

import io.wattline.query.performance.AcTotals;
import io.wattline.query.performance.DcTotals;
import io.wattline.query.performance.TimeWindow;
import io.wattline.query.postgres.Columns;
import io.wattline.query.postgres.HourSpan;
import io.wattline.query.postgres.RollupState;
import io.wattline.query.postgres.SqlResource;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The totals of one device from its rollups where they count, and from history elsewhere: the cut hours at both
/// ends, hours that are not summed yet, and hours with a mark. Costs one row an hour instead of one a reading.
///
/// @param jdbc one REPEATABLE READ transaction: state, marks, rollups and history must be of one instant
/// @param state in that snapshot
record HourlyTotals(JdbcClient jdbc, RollupState state) {

    private static final String METER = SqlResource.read(HourlyTotals.class, "meter-hours.sql");
    private static final String VEHICLE = SqlResource.read(HourlyTotals.class, "vehicle-hours.sql");

    private static final String MARKED = """
            SELECT min(hour) AS first, max(hour) AS last
            FROM rollup_dirty
            WHERE kind = :kind AND device_id = :device AND hour >= :first_hour AND hour < :last_hour
            """;

    AcTotals ofMeter(String meterId, TimeWindow window) {
        return statement(METER, "meter", meterId, window)
                .query((row, number) -> new AcTotals(row.getLong("readings"), Columns.sum(row, "kwh")))
                .single();
    }

    DcTotals ofVehicle(String vehicleId, TimeWindow window) {
        return statement(VEHICLE, "vehicle", vehicleId, window)
                .query((row, number) -> new DcTotals(
                        row.getLong("readings"),
                        Columns.sum(row, "kwh"),
                        row.getLong("temperatures"),
                        BigDecimal.valueOf(row.getDouble("temperature_sum"))))
                .single();
    }

    private JdbcClient.StatementSpec statement(String sql, String kind, String deviceId, TimeWindow window) {
        HourSpan whole = wholeSummedHours(window);
        HourSpan marked = marked(kind, deviceId, whole);
        return jdbc.sql(sql)
                .param("device", deviceId)
                .param("start", Columns.parameter(window.start()))
                .param("end", Columns.parameter(window.end()))
                .param("first_hour", Columns.parameter(whole.since()))
                .param("last_hour", Columns.parameter(whole.until()))
                .param("marked_since", Columns.parameter(marked.since()))
                .param("marked_until", Columns.parameter(marked.until()));
    }

    private HourSpan wholeSummedHours(TimeWindow window) {
        Instant summed = state.summedBefore();
        return HourSpan.hoursIn(
                window,
                window.start().isBefore(summed)
                        ? Optional.of(new TimeWindow(window.start(), summed))
                        : Optional.empty());
    }

    // From the first hour with a mark to the end of the last one.
    private HourSpan marked(String kind, String deviceId, HourSpan whole) {
        return jdbc.sql(MARKED)
                .param("kind", kind)
                .param("device", deviceId)
                .param("first_hour", Columns.parameter(whole.since()))
                .param("last_hour", Columns.parameter(whole.until()))
                .query((row, number) -> row.getObject("first") == null
                        ? new HourSpan(whole.since(), whole.since())
                        : new HourSpan(
                                Columns.instant(row, "first"),
                                Columns.instant(row, "last").plus(1, ChronoUnit.HOURS)))
                .single();
    }
}
