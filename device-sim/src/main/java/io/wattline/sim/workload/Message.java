package io.wattline.sim.workload;

import io.wattline.telemetry.PayloadEncoder;
import io.wattline.telemetry.Reading;
import java.util.List;

/// One PUBLISH to be.
///
/// @param device index into [Workload#devices]
/// @param dueNanos when to send it, counted from the beginning of the run; [#UNPACED] for as soon as possible
/// @param payload the exact bytes; not copied, so not to be changed
/// @param entries what the payload holds, for the account and the ledger; at least one
@SuppressWarnings("ArrayRecordComponent") // never compared, and made a hundred thousand times a second
public record Message(int device, long dueNanos, byte[] payload, List<Entry> entries) {

    /// The due time of a message that waits for nothing but a free place in flight.
    public static final long UNPACED = -1;

    public Message {
        if (device < 0 || dueNanos < UNPACED || entries.isEmpty()) {
            throw new IllegalArgumentException("a message needs a device, a due time and at least one reading");
        }
    }

    /// A message with one reading.
    public static Message of(int device, long dueNanos, Entry entry) {
        return new Message(device, dueNanos, PayloadEncoder.encode(entry.reading()), List.of(entry));
    }

    /// A message with an array of readings; its size is the caller's to keep.
    public static Message ofArray(int device, long dueNanos, List<Entry> entries) {
        List<Reading> readings = entries.stream().map(Entry::reading).toList();
        return new Message(device, dueNanos, PayloadEncoder.encodeArray(readings), List.copyOf(entries));
    }

    public boolean isPaced() {
        return dueNanos != UNPACED;
    }
}
