package io.wattline.sim.mqtt;

import java.util.concurrent.ThreadLocalRandom;

/// How long to wait before connecting again: full jitter, so that a fleet does not come back all at once.
final class Backoff {

    private static final long FIRST_MILLIS = 200;
    private static final long LONGEST_MILLIS = 10_000;

    private Backoff() {}

    /// Between 50 ms and twice the delay of the attempt before, at most 10 s.
    ///
    /// @param attempts connects that failed since the last one that did not
    static long millis(int attempts) {
        long ceiling = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.clamp(attempts, 0, 16));
        return ThreadLocalRandom.current().nextLong(50, ceiling + 1);
    }
}
