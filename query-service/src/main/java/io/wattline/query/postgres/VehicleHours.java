package io.wattline.query.postgres;

import io.wattline.query.performance.TimeWindow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// Some hours of some vehicles: two lists of one length.
///
/// @param vehicles the vehicle of each
/// @param hours where each starts, a whole UTC hour
public record VehicleHours(List<String> vehicles, List<Instant> hours) {

    public VehicleHours() {
        this(new ArrayList<>(), new ArrayList<>());
    }

    /// Adds one.
    public void add(String vehicleId, Instant hour) {
        vehicles.add(vehicleId);
        hours.add(hour);
    }

    /// Adds all hours of a vehicle that `window` touches.
    public void addAll(String vehicleId, TimeWindow window) {
        for (Instant hour = window.start().truncatedTo(ChronoUnit.HOURS);
                hour.isBefore(window.end());
                hour = hour.plus(1, ChronoUnit.HOURS)) {
            add(vehicleId, hour);
        }
    }

    /// How many there are.
    public int size() {
        return hours.size();
    }

    /// As the parameter of a cast to `text[]`.
    public String vehicleArray() {
        return Columns.textArray(vehicles);
    }

    /// As the parameter of a cast to `timestamptz[]`.
    public String hourArray() {
        return Columns.textArray(hours.stream().map(Instant::toString).toList());
    }
}
