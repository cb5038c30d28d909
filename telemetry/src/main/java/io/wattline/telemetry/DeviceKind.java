package io.wattline.telemetry;

/// The two kinds of device that publish heartbeats.
///
/// The order of the constants is the order in which every multi-table write touches the tables.
public enum DeviceKind {
    /// A smart meter on the AC side of a charging point.
    METER("meters"),
    /// A vehicle, or the charger that reports for it, on the DC side.
    VEHICLE("vehicles");

    private final String topicLevel;

    DeviceKind(String topicLevel) {
        this.topicLevel = topicLevel;
    }

    /// The first topic level: `meters` or `vehicles`.
    public String topicLevel() {
        return topicLevel;
    }

    /// The JSON member that carries the device id.
    public String idField() {
        return Field.idOf(this).jsonName();
    }

    /// The JSON member that carries the energy since the previous heartbeat, in kWh.
    public String energyField() {
        return Field.energyOf(this).jsonName();
    }
}
