package io.wattline.ingestor.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// Waits for what another thread or process brings about, for at most ten seconds.
public final class Eventually {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final long POLL_NANOS = 2_000_000;

    private Eventually() {}

    /// Returns as soon as the condition holds.
    ///
    /// @param what completes "did not come about: …"
    public static void eventually(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come about within " + LIMIT + ": " + what);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
