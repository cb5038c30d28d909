package io.wattline.query.overview;

import io.wattline.query.fleet.FleetPage;
import io.wattline.query.fleet.FleetRanking;
import io.wattline.query.fleet.RankedVehicle;
import io.wattline.query.live.LiveReading;
import io.wattline.query.live.LiveState;
import io.wattline.query.performance.TimeWindow;
import io.wattline.telemetry.VehicleReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Every vehicle with its verdict over the last summed 24 hours and its newest reading.
///
/// @param hours the whole hours that the verdicts are over; null if no hour has been summed yet
/// @param vehicles the worst first, those without a verdict last
/// @param complete false if the fleet has more than [#MAX_VEHICLES]; the best are then left out
public record FleetOverview(@Nullable TimeWindow hours, List<Row> vehicles, boolean complete) {

    /// More vehicles than this are not shown one by one.
    public static final int MAX_VEHICLES = 20_000;

    private static final Duration LOOK_BACK = Duration.ofHours(24);

    /// One vehicle.
    ///
    /// @param ranked its verdict; null if it drew and got nothing in the hours
    /// @param newest its newest reading; null if it never sent one
    public record Row(
            String vehicleId,
            @Nullable RankedVehicle ranked,
            @Nullable LiveReading<VehicleReading> newest) {}

    public FleetOverview {
        vehicles = List.copyOf(vehicles);
    }

    /// The fleet as it is at `now`.
    public static FleetOverview at(Instant now, FleetRanking ranking, LiveState live) {
        FleetPage page = ranking.worst(new TimeWindow(now.minus(LOOK_BACK), now), MAX_VEHICLES);
        Map<String, LiveReading<VehicleReading>> newest = new LinkedHashMap<>();
        live.vehicles("", MAX_VEHICLES + 1)
                .forEach(reading -> newest.put(reading.reading().vehicleId(), reading));
        boolean complete = !page.more() && newest.size() <= MAX_VEHICLES;
        List<Row> rows = new ArrayList<>();
        for (RankedVehicle vehicle : page.vehicles()) {
            String id = vehicle.energy().vehicleId();
            rows.add(new Row(id, vehicle, newest.remove(id)));
        }
        newest.forEach((id, reading) -> {
            if (rows.size() < MAX_VEHICLES) {
                rows.add(new Row(id, null, reading));
            }
        });
        return new FleetOverview(page.hours(), rows, complete);
    }
}
