package io.wattline.sim.workload;

import io.wattline.telemetry.Reading;
import java.util.List;

/// One PUBLISH to be.
///
/// @param device index into [Workload#devices]
/// @param dueNanos when to send it, counted from the beginning of the run; [#UNPACED] for as soon as possible
/// @param payload the exact bytes; not copied, so not to be changed
/// @param readings what the payload holds, for the account and the ledger; at least one
@SuppressWarnings("ArrayRecordComponent") // never compared, and made a hundred thousand times a second
public record Message(int device, long dueNanos, byte[] payload, List<Reading> readings) {

    /// The due time of a message that waits for nothing but a free place in flight.
    public static final long UNPACED = -1;

    public Message {
        if (device < 0 || dueNanos < UNPACED || readings.isEmpty()) {
            throw new IllegalArgumentException("a message needs a device, a due time and at least one reading");
        }
    }

    public boolean isPaced() {
        return dueNanos != UNPACED;
    }
}
