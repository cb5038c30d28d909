package io.wattline.energy.fleet;

/// What goes wrong with a simulated vehicle or its meter.
enum Fault {
    NONE,
    /// The charger loses 5 points more.
    DROP_5,
    /// 10 points more.
    DROP_10,
    /// A point more every week.
    DRIFT,
    /// The meter sends nothing.
    METER_SILENT,
    /// The meter counts nothing.
    METER_DEAD,
    /// The vehicle counts nothing.
    VEHICLE_DEAD,
    /// The meter counts one of two phases.
    METER_HALF,
    /// The vehicle tells Wh for kWh.
    VEHICLE_WH,
    /// A heat pump behind the meter.
    OTHER_LOAD;

    /// What the charger loses more, `minutes` after the fault began.
    double lostShare(int minutes) {
        if (minutes < 0) {
            return 0;
        }
        return switch (this) {
            case DROP_5 -> 0.05;
            case DROP_10 -> 0.10;
            case DRIFT -> Math.min(0.25, minutes / (7.0 * 1_440) / 100);
            default -> 0;
        };
    }
}
