package io.wattline.sim.workload;

import io.wattline.telemetry.Reading;
import io.wattline.telemetry.RejectReason;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One reading in a message, and what is to become of it.
///
/// @param reading with the timestamp and the values that were sent, or would have been in a payload that is
///         malformed
/// @param faults what is wrong with it
/// @param rejection why an ingestor with default limits must reject it; null where it must store it, once
public record Entry(
        Reading reading, Set<Fault> faults, @Nullable RejectReason rejection) {

    private static final Set<Fault> NO_FAULTS = Set.of();

    /// A reading that nothing is wrong with.
    public static Entry sound(Reading reading) {
        return new Entry(reading, NO_FAULTS, null);
    }

    /// The same with one fault more.
    public Entry with(Fault fault) {
        EnumSet<Fault> more = EnumSet.of(fault);
        more.addAll(faults);
        return new Entry(reading, more, rejection);
    }

    /// What must become of it: `accepted`, `duplicate`, or the code of the reason for which it is rejected.
    public String expected() {
        if (rejection != null) {
            return rejection.code();
        }
        return faults.contains(Fault.DUPLICATE) ? "duplicate" : "accepted";
    }
}
