package io.wattline.query.live;

import io.wattline.telemetry.MeterReading;
import io.wattline.telemetry.VehicleReading;
import java.util.List;
import java.util.Optional;

/// The port to the newest readings.
public interface LiveState {

    /// The newest reading of a meter; empty if it never sent one.
    Optional<LiveReading<MeterReading>> meter(String meterId);

    /// The newest reading of a vehicle; empty if it never sent one.
    Optional<LiveReading<VehicleReading>> vehicle(String vehicleId);

    /// The newest readings of at most `limit` meters, by id, of those behind `after`; the empty text is before all.
    List<LiveReading<MeterReading>> meters(String after, int limit);

    /// The newest readings of at most `limit` vehicles, by id, of those behind `after`; the empty text is before all.
    List<LiveReading<VehicleReading>> vehicles(String after, int limit);
}
