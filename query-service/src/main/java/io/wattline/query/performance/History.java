package io.wattline.query.performance;

import io.wattline.energy.pairing.Heartbeats;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The port to mappings and readings.
public interface History {

    /// Runs `work` on one consistent state of the database, read only. The snapshot is gone when this returns.
    <T> T inSnapshot(Function<Snapshot, T> work);

    /// One consistent state. Used by the thread that runs the work, and by no other.
    interface Snapshot {

        /// Whether a mapping or a reading has ever named the vehicle.
        boolean isKnown(String vehicleId);

        /// The parts of `window` in which a meter fed the vehicle, in the order of time, at most `limit` of them.
        List<MeterSegment> segments(String vehicleId, TimeWindow window, int limit);

        /// The sums of the meter's readings in `window`.
        AcTotals meterTotals(String meterId, TimeWindow window);

        /// The sums of the vehicle's readings in `window`.
        DcTotals vehicleTotals(String vehicleId, TimeWindow window);

        /// The same at the cost of one step an hour instead of one a reading.
        ///
        /// Readings and energy are those of [#meterTotals], to the last digit. All energy counts as
        /// powered, and the share of an hour's readings that have energy is taken for the share of it
        /// that was charged.
        AcTotals meterTotalsByHour(String meterId, TimeWindow window);

        /// The same at the cost of one step an hour instead of one a reading.
        ///
        /// Counts and energy are those of [#vehicleTotals], to the last digit. Temperatures are added
        /// up in binary, so a mean half-way between two hundredths may be rounded to the other side.
        DcTotals vehicleTotalsByHour(String vehicleId, TimeWindow window);

        /// The meter's readings in `window`; empty if there are more than `atMost`.
        Optional<Heartbeats> meterReadings(String meterId, TimeWindow window, int atMost);

        /// The vehicle's readings in `window`; empty if there are more than `atMost`.
        Optional<VehicleReadings> vehicleReadings(String vehicleId, TimeWindow window, int atMost);
    }
}
