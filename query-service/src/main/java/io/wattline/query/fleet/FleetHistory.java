package io.wattline.query.fleet;

import io.wattline.query.performance.TimeWindow;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// The port to what the whole fleet drew and got, hour by hour.
public interface FleetHistory {

    /// Runs `work` on one consistent state of the database, read only. The snapshot is gone when this returns.
    <T> T inSnapshot(Function<Snapshot, T> work);

    /// One consistent state. Used by the thread that runs the work, and by no other.
    interface Snapshot {

        /// The hours that have been summed and matched: in them the fleet is cheap to ask for. Empty if there are
        /// none.
        Optional<TimeWindow> matchedHours();

        /// How far apart the readings of both sides may be for both to be known.
        Duration pairingWindow();

        /// Hands over each vehicle that a mapping or a reading names in `hours`, each once, in no particular
        /// order.
        ///
        /// @param hours whole UTC hours
        void forEachVehicle(TimeWindow hours, Consumer<VehicleEnergy> consumer);
    }
}
