package io.wattline.ingestor.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Bounds how many rejected items a second are stored; the others are only counted. Safe for all threads.
///
/// A token bucket: full at first, refilled evenly, so that a burst is stored whole and a flood cannot fill the disk.
public final class QuarantineCap {

    private static final int BURST_SECONDS = 10;

    private final int perSecond;
    private final InstantSource clock;
    private double tokens;
    private Instant refilledAt;

    /// @param perSecond how many items a second are stored in the long run; ten times as many at once
    public QuarantineCap(int perSecond, InstantSource clock) {
        this.perSecond = perSecond;
        this.clock = clock;
        this.tokens = (double) perSecond * BURST_SECONDS;
        this.refilledAt = clock.instant();
    }

    /// Whether one more item may be stored now.
    synchronized boolean tryAcquire() {
        Instant now = clock.instant();
        double seconds = Math.max(0, Duration.between(refilledAt, now).toNanos() / 1e9);
        tokens = Math.min((double) perSecond * BURST_SECONDS, tokens + seconds * perSecond);
        refilledAt = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
