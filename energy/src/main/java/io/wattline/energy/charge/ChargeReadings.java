package io.wattline.energy.charge;

import io.wattline.energy.pairing.Heartbeats;
import java.util.List;

/// The readings of both sides around a charge: at least those in `[readFrom, readTo)` of its window. Further ones
/// change nothing.
///
/// @param meter energies drawn
/// @param vehicle energies delivered
/// @param battery in the order of time
public record ChargeReadings(Heartbeats meter, Heartbeats vehicle, List<BatteryReading> battery) {

    /// Copies the list.
    public ChargeReadings {
        battery = List.copyOf(battery);
    }
}
