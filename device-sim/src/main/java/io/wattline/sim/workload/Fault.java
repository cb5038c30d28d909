package io.wattline.sim.workload;

import java.util.Locale;

/// What is wrong with a reading, or with the way it is reported.
public enum Fault {
    /// The vehicle's charger has lost efficiency; the reading itself is right.
    DEGRADED,
    /// The device's clock is wrong, and so is the timestamp.
    SKEWED,
    /// Stored while the device was offline, sent later in an array.
    OFFLINE,
    /// Overtaken by a newer reading of its device.
    OUT_OF_ORDER,
    /// A second copy of a message, byte for byte.
    DUPLICATE,
    /// The payload is not what the wire format asks for.
    MALFORMED;

    private final String code = name().toLowerCase(Locale.ROOT);

    /// The spelling in the ledger and the summary: `out_of_order`.
    public String code() {
        return code;
    }
}
