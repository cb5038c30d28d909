package io.wattline.sim.cli;

import io.wattline.sim.faults.FaultSettings;
import picocli.CommandLine.Option;

/// What goes wrong on purpose.
final class FaultOptions {

    @Option(
            names = "--skew",
            paramLabel = "1%",
            converter = ShareConverter.class,
            description = "Devices whose clock is wrong: half of these by 1 to 4 minutes, half 6 to 10 ahead.")
    private double skewed;

    @Option(
            names = "--offline",
            paramLabel = "5%",
            converter = ShareConverter.class,
            description = "Of its time, a device is offline; it stores its readings and sends them later as an array.")
    private double offline;

    @Option(
            names = "--duplicates",
            paramLabel = "1%",
            converter = ShareConverter.class,
            description = "Messages sent twice.")
    private double duplicates;

    @Option(
            names = "--out-of-order",
            paramLabel = "1%",
            converter = ShareConverter.class,
            description = "Messages sent after the device's next one.")
    private double outOfOrder;

    @Option(
            names = "--malformed",
            paramLabel = "1%",
            converter = ShareConverter.class,
            description = "Messages that must be rejected, for every reason a device can cause.")
    private double malformed;

    FaultSettings settings() {
        return new FaultSettings(skewed, offline, duplicates, outOfOrder, malformed);
    }
}
