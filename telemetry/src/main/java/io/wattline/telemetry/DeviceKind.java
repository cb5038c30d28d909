package io.wattline.telemetry;

/// The two kinds of device that publish heartbeats, and what the wire format calls them.
///
/// The order of the constants is the order in which every multi-table write touches the tables.
public enum DeviceKind {
    /// A smart meter on the AC side of a charging point.
    METER("meters", "meterId", "kwhConsumedAc"),
    /// A vehicle, or the charger that speaks for it, on the DC side.
    VEHICLE("vehicles", "vehicleId", "kwhDeliveredDc");

    private final String topicLevel;
    private final String idField;
    private final String energyField;

    DeviceKind(String topicLevel, String idField, String energyField) {
        this.topicLevel = topicLevel;
        this.idField = idField;
        this.energyField = energyField;
    }

    /// The first topic level: `meters` or `vehicles`.
    public String topicLevel() {
        return topicLevel;
    }

    /// The JSON member that carries the device id.
    public String idField() {
        return idField;
    }

    /// The JSON member that carries the energy since the previous heartbeat, in kWh.
    public String energyField() {
        return energyField;
    }
}
