package io.wattline.sim.cli;

import io.wattline.sim.mqtt.ConnectFault;
import io.wattline.sim.mqtt.SettingsFault;
import io.wattline.sim.replay.CsvFault;
import java.io.UncheckedIOException;

/// The exit codes; the help text of [SimulatorCommand] lists them for the user.
final class ExitCode {

    static final int OK = 0;
    static final int NOT_ALL_ACKNOWLEDGED = 1;
    static final int BAD_INPUT = 2;
    static final int NO_CONNECTION = 3;
    static final int INTERNAL = 70;

    private ExitCode() {}

    /// The exit code for a fault that ended the run.
    static int of(Throwable fault) {
        return switch (fault) {
            case SettingsFault _, CsvFault _, IllegalArgumentException _, UncheckedIOException _ -> BAD_INPUT;
            case ConnectFault _ -> NO_CONNECTION;
            default -> INTERNAL;
        };
    }
}
