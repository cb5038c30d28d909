package io.wattline.sim.replay;

import java.util.Locale;

/// The columns that are read; others are ignored.
enum Column {
    TIMESTAMP,
    METER_ID,
    VEHICLE_ID,
    KWH_CONSUMED_AC,
    VOLTAGE,
    KWH_DELIVERED_DC,
    SOC,
    BATTERY_TEMP;

    /// The name in the header line.
    String header() {
        return name().toLowerCase(Locale.ROOT);
    }
}
