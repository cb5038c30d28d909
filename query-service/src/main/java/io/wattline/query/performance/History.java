package io.wattline.query.performance;

import io.wattline.energy.matching.MatchedEnergy;
import io.wattline.energy.verdict.LossStanding;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/// The port to mappings and readings.
public interface History {

    /// Runs `work` on one consistent state of the database, read only. The snapshot is gone when this returns.
    <T> T inSnapshot(Function<Snapshot, T> work);

    /// One consistent state. Used by the thread that runs the work, and by no other.
    ///
    /// Sums are the same however long the window is. They cost a step an hour, and a reading in the hours that the
    /// window cuts. Temperatures are added up in binary, so a mean half-way between two hundredths may be
    /// rounded to the other side.
    interface Snapshot {

        /// Whether a mapping or a reading has ever named the vehicle.
        boolean isKnown(String vehicleId);

        /// The parts of `window` in which a meter fed the vehicle, in the order of time, at most `limit` of them.
        List<MeterSegment> segments(String vehicleId, TimeWindow window, int limit);

        /// The sums of the meter's readings in `window`.
        AcTotals meterTotals(String meterId, TimeWindow window);

        /// The sums of the vehicle's readings in `window`.
        DcTotals vehicleTotals(String vehicleId, TimeWindow window);

        /// The energy of the spans in `window`, over all of its parts.
        ///
        /// @param segments the parts, all of them
        MatchedEnergy matched(String vehicleId, TimeWindow window, List<MeterSegment> segments);

        /// How far apart the readings of both sides may be for both to be known.
        Duration pairingWindow();

        /// What the loss rule says now of the vehicle at the meter.
        LossStanding standing(String vehicleId, String meterId);
    }
}
