package io.wattline.query.postgres.fleet;

import io.wattline.query.performance.TimeWindow;
import io.wattline.query.postgres.Columns;
import io.wattline.query.postgres.SqlResource;
import io.wattline.query.postgres.VehicleHours;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The vehicle-hours whose matched rows do not count, as many as one answer matches itself, and the vehicles that
/// have more.
///
/// @param few to be matched from history
/// @param vehicles that have too many
record PendingHours(VehicleHours few, Set<String> vehicles) {

    /// The most of one vehicle: ten days.
    private static final int MOST_OF_A_VEHICLE = 240;

    /// The most of all vehicles: about a second's work.
    private static final int MOST = 3_000;

    private static final String PENDING = SqlResource.read(PendingHours.class, "pending.sql");

    /// Those in `hours`.
    ///
    /// @param rule the parts of the mapping rule; null without one
    static PendingHours in(JdbcClient jdbc, TimeWindow hours, @Nullable List<String> rule) {
        PendingHours pending = new PendingHours(new VehicleHours(), new HashSet<>());
        jdbc.sql(PENDING)
                .param("start", Columns.parameter(hours.start()))
                .param("end", Columns.parameter(hours.end()))
                .param("rule", rule == null ? null : Columns.textArray(rule))
                .param("most", MOST_OF_A_VEHICLE)
                .query((RowCallbackHandler)
                        row -> pending.add(row.getString("vehicle_id"), Columns.optionalInstant(row, "hour")));
        return pending;
    }

    private void add(String vehicleId, @Nullable Instant hour) {
        if (hour == null || few.size() >= MOST) {
            vehicles.add(vehicleId);
        } else {
            few.add(vehicleId, hour);
        }
    }
}
