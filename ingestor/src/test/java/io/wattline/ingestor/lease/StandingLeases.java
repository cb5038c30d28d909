package io.wattline.ingestor.lease;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Leases by a clock that stands still: they permit every connect, and none ever expires.
public final class StandingLeases {

    private StandingLeases() {}

    /// Leases of the slots from 0 on.
    public static HeldLeases of(int slots) {
        var leases = new HeldLeases(Duration.ofHours(1), () -> 0L);
        leases.renewed(IntStream.range(0, slots).boxed().collect(Collectors.toSet()), 0L);
        return leases;
    }
}
