package io.wattline.e2e.faults.harness;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/// How fast a backlog is worked off while the load goes on: what a device sends is due at fixed times, so what should
/// have come by now is known without asking a server.
public final class Backlog {

    /// So much of the load may be on its way at any time.
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(1);

    private final Run run;
    private final int rate;
    private final Instant firstReading;

    private Backlog(Run run, int rate, Instant firstReading) {
        this.run = run;
        this.rate = rate;
        this.firstReading = firstReading;
    }

    /// To be called before the fault, while everything is stored at once.
    public static Backlog of(Rig rig, Run run, LoadPlan plan) {
        Timestamp first = rig.sql()
                .queryForObject(
                        "SELECT min(ts) FROM meter_history WHERE ts > ?", Timestamp.class, Timestamp.from(run.began()));
        return new Backlog(run, plan.rate(), Objects.requireNonNull(first).toInstant());
    }

    /// Waits until it is worked off, and returns how many times faster that went than readings arrived.
    public double workOff() {
        long stored = run.stored();
        run.await("the first batch after the outage", () -> run.stored() > stored);
        long storedAtStart = run.stored();
        long start = System.nanoTime();
        run.await("the backlog is worked off", () -> missing() < rate * ON_ITS_WAY.toMillis() / 1_000);
        double seconds = (System.nanoTime() - start) / 1e9;
        return (run.stored() - storedAtStart) / seconds / rate;
    }

    /// How many readings are due and not stored.
    public long missing() {
        long due = Duration.between(firstReading, Instant.now()).toMillis() * rate / 1_000;
        return due - run.stored();
    }
}
