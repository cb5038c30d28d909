package io.wattline.energy.alert;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Something that is or was wrong with a vehicle at a meter.
///
/// @param kind what
/// @param onsetAt since when
/// @param raisedAt when there was evidence enough
/// @param clearedAt when it was over; null while it is not
/// @param facts the evidence as names and values, such as [#DEVICE]
public record Finding(
        AlertKind kind,
        Instant onsetAt,
        Instant raisedAt,
        @Nullable Instant clearedAt,
        SortedMap<String, String> facts) {

    /// The name of the fact that says which device it is: `meter`, `vehicle`, or `meter, vehicle`.
    public static final String DEVICE = "device";

    /// Copies the facts.
    ///
    /// @throws IllegalArgumentException if it cleared before it was raised
    public Finding {
        if (clearedAt != null && clearedAt.isBefore(raisedAt)) {
            throw new IllegalArgumentException("cleared at " + clearedAt + ", before it was raised at " + raisedAt);
        }
        facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
    }

    boolean isOpenAt(Instant instant) {
        return !raisedAt.isAfter(instant) && (clearedAt == null || clearedAt.isAfter(instant));
    }

    /// The same, over at `at` if it was still open then; at once if it was raised later.
    public Finding endedBy(Instant at) {
        Instant end = at.isBefore(raisedAt) ? raisedAt : at;
        return clearedAt != null && !clearedAt.isAfter(end) ? this : new Finding(kind, onsetAt, raisedAt, end, facts);
    }

    /// As it was known at `at`: still open if it cleared later.
    Finding asOf(Instant at) {
        return clearedAt == null || !clearedAt.isAfter(at) ? this : new Finding(kind, onsetAt, raisedAt, null, facts);
    }

    Finding raisedLater(Instant later) {
        return new Finding(kind, onsetAt, later, clearedAt, facts);
    }
}
