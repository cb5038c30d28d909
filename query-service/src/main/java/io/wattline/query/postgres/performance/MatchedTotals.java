package io.wattline.query.postgres.performance;

import io.wattline.energy.matching.MatchedEnergy;
import io.wattline.query.performance.MeterSegment;
import io.wattline.query.performance.TimeWindow;
import io.wattline.query.postgres.Columns;
import io.wattline.query.postgres.DirectMatching;
import io.wattline.query.postgres.HourSpan;
import io.wattline.query.postgres.MatchedColumns;
import io.wattline.query.postgres.RollupState;
import io.wattline.query.postgres.SqlResource;
import io.wattline.query.postgres.VehicleHours;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The matched energy of one vehicle: rows of days and hours where they count, and history elsewhere: the cut
/// hours at both ends, hours that are not matched yet, and hours with a mark.
///
/// @param jdbc one REPEATABLE READ transaction: state, marks, rows and history must be of one instant
/// @param state in that snapshot
record MatchedTotals(JdbcClient jdbc, RollupState state) {

    private static final String ROWS = SqlResource.read(MatchedTotals.class, "matched-hours.sql");

    /// What rows say, and which hours they do not count for.
    private record Rows(MatchedEnergy sum, VehicleHours pending) {}

    MatchedEnergy of(String vehicleId, TimeWindow window, List<MeterSegment> segments) {
        HourSpan hours = HourSpan.hoursIn(window, state.matched());
        VehicleHours direct = new VehicleHours();
        MatchedEnergy sum = MatchedEnergy.NONE;
        if (hours.isEmpty()) {
            direct.addAll(vehicleId, window);
        } else {
            Rows rows = rows(vehicleId, hours, segments);
            sum = rows.sum;
            rows.pending.hours().forEach(hour -> direct.add(vehicleId, hour));
            if (window.start().isBefore(hours.since())) {
                direct.addAll(vehicleId, new TimeWindow(window.start(), hours.since()));
            }
            if (hours.until().isBefore(window.end())) {
                direct.addAll(vehicleId, new TimeWindow(hours.until(), window.end()));
            }
        }
        return sum.plus(new DirectMatching(jdbc, state.pairingWindow())
                .in(direct, window)
                .getOrDefault(vehicleId, MatchedEnergy.NONE));
    }

    private Rows rows(String vehicleId, HourSpan hours, List<MeterSegment> segments) {
        HourSpan days = hours.days();
        return jdbc.sql(ROWS)
                .param("vehicle", vehicleId)
                .param(
                        "meters",
                        Columns.textArray(segments.stream()
                                .map(MeterSegment::meterId)
                                .distinct()
                                .toList()))
                .param("first_hour", Columns.parameter(hours.since()))
                .param("last_hour", Columns.parameter(hours.until()))
                .param("first_day", Columns.parameter(days.since()))
                .param("last_day", Columns.parameter(days.until()))
                .query((row, number) -> new Rows(MatchedColumns.read(row), pending(vehicleId, row)))
                .single();
    }

    private static VehicleHours pending(String vehicleId, ResultSet row) throws SQLException {
        VehicleHours pending = new VehicleHours();
        if (row.getArray("pending") != null) {
            for (Timestamp hour : (Timestamp[]) row.getArray("pending").getArray()) {
                pending.add(vehicleId, hour.toInstant());
            }
        }
        return pending;
    }
}
