package io.wattline.energy.alert;

import java.time.Duration;
import java.time.Instant;

/// An hour of a vehicle and its meter.
///
/// @param startsAt on a whole hour
/// @param meter the meter's hour
/// @param vehicle the vehicle's hour
public record PairHour(Instant startsAt, DeviceHour meter, DeviceHour vehicle) {

    static final Duration LENGTH = Duration.ofHours(1);

    Instant endsAt() {
        return startsAt.plus(LENGTH);
    }
}
