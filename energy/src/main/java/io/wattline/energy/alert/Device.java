package io.wattline.energy.alert;

import java.util.Locale;

/// A side of a pair.
enum Device {
    METER,
    VEHICLE;

    DeviceHour in(PairHour hour) {
        return switch (this) {
            case METER -> hour.meter();
            case VEHICLE -> hour.vehicle();
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
