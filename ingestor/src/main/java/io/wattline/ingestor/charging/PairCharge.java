package io.wattline.ingestor.charging;

import io.wattline.energy.charge.Charge;
import io.wattline.energy.charge.ChargeWindow;
import java.time.Instant;

/// A charge of a vehicle at a meter.
public record PairCharge(String vehicleId, String meterId, Charge charge) {

    ChargeWindow window() {
        return charge.window();
    }

    Instant startsAt() {
        return window().startsAt();
    }

    /// Whether all readings that it is made of, and those that say where it ends, lie before `instant`.
    boolean isCompleteBefore(Instant instant) {
        return !window().readTo().isAfter(instant);
    }
}
