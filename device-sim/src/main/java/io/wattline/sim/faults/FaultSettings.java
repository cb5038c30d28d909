package io.wattline.sim.faults;

import java.util.stream.DoubleStream;

/// How much goes wrong; every share is 0 to 1.
///
/// @param skewed of the devices, have a clock that is wrong by 1 to 10 minutes
/// @param offline of its time, a device is offline and stores its readings
/// @param duplicates of the messages, are sent twice
/// @param outOfOrder of the messages, are sent after the device's next one
/// @param malformed of the messages, are not what the wire format asks for
public record FaultSettings(double skewed, double offline, double duplicates, double outOfOrder, double malformed) {

    /// Nothing goes wrong.
    public static final FaultSettings NONE = new FaultSettings(0, 0, 0, 0, 0);

    public FaultSettings {
        if (!DoubleStream.of(skewed, offline, duplicates, outOfOrder, malformed)
                .allMatch(share -> share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share is 0 to 1 (0 % to 100 %)");
        }
        if (offline > 0.95) {
            throw new IllegalArgumentException(
                    "devices that are offline for more than nineteen twentieths of the time say too little");
        }
    }
}
