package io.wattline.e2e.faults.harness;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the simulator is to send.
///
/// @param rate messages a second
/// @param pairs of a meter and a vehicle
/// @param connections that they share; 0 for one a device
/// @param ago how long before now the first reading was measured
public record LoadPlan(int rate, int pairs, int connections, Duration ago) {

    /// The load of most runs.
    public static LoadPlan usual() {
        return new LoadPlan(Form.now().rate(), 20, 4, Duration.ZERO);
    }

    public LoadPlan atRate(int messagesPerSecond) {
        return new LoadPlan(messagesPerSecond, pairs, connections, ago);
    }

    public LoadPlan measured(Duration earlier) {
        return new LoadPlan(rate, pairs, connections, earlier);
    }

    /// With the first reading measured at `instant`.
    public LoadPlan from(Instant instant) {
        return measured(Duration.between(instant, Instant.now()));
    }

    public LoadPlan withDevices(int newPairs, int newConnections) {
        return new LoadPlan(rate, newPairs, newConnections, ago);
    }

    @Nullable
    Instant start() {
        return ago.isZero() ? null : Instant.now().minus(ago);
    }
}
