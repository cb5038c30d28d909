package io.wattline.sim.workload;

import io.wattline.telemetry.TelemetryTopic.Address;
import java.time.Instant;
import java.util.List;

/// A plan of messages, known before the first connection is made. Can be begun several times.
public interface Workload {

    /// The devices that will speak. [Message#device] is an index into this list, and connection i belongs to
    /// device i where each device has a connection of its own.
    List<Address> devices();

    /// Starts a pass.
    ///
    /// @param now the instant at which sending begins; what the plan does not fix itself is counted from it
    MessageSource begin(Instant now);
}
