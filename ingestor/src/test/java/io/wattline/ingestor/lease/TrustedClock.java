package io.wattline.ingestor.lease;

import java.time.Duration;
import java.time.InstantSource;

/// Host clocks that agree with the database's.
public final class TrustedClock {

    private TrustedClock() {}

    /// A host clock that shows what `clock` does, compared once.
    public static HostClock of(InstantSource clock) {
        var host = new HostClock(clock, () -> 0L, Duration.ofDays(36_500));
        host.compared(clock.instant(), clock.instant());
        return host;
    }
}
