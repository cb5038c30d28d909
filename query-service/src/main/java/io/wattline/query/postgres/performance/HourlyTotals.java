package io.wattline.query.postgres.performance;

import io.wattline.query.performance.AcTotals;
import io.wattline.query.performance.DcTotals;
import io.wattline.query.performance.TimeWindow;
import io.wattline.query.postgres.Columns;
import io.wattline.query.postgres.RollupState;
import io.wattline.query.postgres.SqlResource;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The totals of one device from its rollups where they count, and from history elsewhere: the cut hours at both ends,
/// hours that are not summed yet, and hours with a mark. Costs one row an hour instead of one a reading.
///
/// For one REPEATABLE READ transaction and its thread: state, marks, rollups and history must be of one instant.
final class HourlyTotals {

    private static final String METER = SqlResource.read(HourlyTotals.class, "meter-hours.sql");
    private static final String VEHICLE = SqlResource.read(HourlyTotals.class, "vehicle-hours.sql");

    private static final String MARKED = """
            SELECT min(hour) AS first, max(hour) AS last
            FROM rollup_dirty
            WHERE kind = :kind AND device_id = :device AND hour >= :first_hour AND hour < :last_hour
            """;

    private final JdbcClient jdbc;
    private @Nullable Instant summedBefore;

    HourlyTotals(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    // [since, until), empty where both are the same.
    private record Span(Instant since, Instant until) {}

    AcTotals ofMeter(String meterId, TimeWindow window) {
        return statement(METER, "meter", meterId, window)
                .query((row, number) -> {
                    BigDecimal kwh = Columns.sum(row, "kwh");
                    Duration powered =
                            Duration.of(Columns.sum(row, "powered_micros").longValueExact(), ChronoUnit.MICROS);
                    return new AcTotals(row.getLong("readings"), kwh, new AcTotals.Powered(kwh, powered));
                })
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
        Span whole = wholeSummedHours(window);
        Span marked = marked(kind, deviceId, whole);
        return jdbc.sql(sql)
                .param("device", deviceId)
                .param("start", Columns.parameter(window.start()))
                .param("end", Columns.parameter(window.end()))
                .param("first_hour", Columns.parameter(whole.since))
                .param("last_hour", Columns.parameter(whole.until))
                .param("marked_since", Columns.parameter(marked.since))
                .param("marked_until", Columns.parameter(marked.until));
    }

    private Span wholeSummedHours(TimeWindow window) {
        Instant floor = window.start().truncatedTo(ChronoUnit.HOURS);
        Instant ceiling = floor.equals(window.start()) ? floor : floor.plus(1, ChronoUnit.HOURS);
        Instant since = earlier(ceiling, window.end());
        Instant until = earlier(window.end().truncatedTo(ChronoUnit.HOURS), summedBefore());
        return new Span(since, until.isBefore(since) ? since : until);
    }

    private Instant summedBefore() {
        Instant known = summedBefore;
        if (known == null) {
            known = RollupState.summedBefore(jdbc);
            summedBefore = known;
        }
        return known;
    }

    // From the first hour with a mark to the end of the last one.
    private Span marked(String kind, String deviceId, Span whole) {
        return jdbc.sql(MARKED)
                .param("kind", kind)
                .param("device", deviceId)
                .param("first_hour", Columns.parameter(whole.since))
                .param("last_hour", Columns.parameter(whole.until))
                .query((row, number) -> row.getObject("first") == null
                        ? new Span(whole.since, whole.since)
                        : new Span(
                                Columns.instant(row, "first"),
                                Columns.instant(row, "last").plus(1, ChronoUnit.HOURS)))
                .single();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
