package io.wattline.ingestor.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that shows what it was set to, until it is moved. Safe for all threads.
public final class SettableClock implements InstantSource {

    private volatile Instant now;

    public SettableClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    public synchronized void advance(Duration duration) {
        now = now.plus(duration);
    }
}
