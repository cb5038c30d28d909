package io.wattline.db;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Tries something until it works or time is up: at once, then after 100 ms, then twice as long each time up to
/// 2 s.
///
/// @param limit no attempt starts later than this after the first
/// @param clock what the limit is measured by
/// @param pause how the time between attempts passes
record BoundedWait(Duration limit, InstantSource clock, Pause pause) {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    /// One attempt: empty means not yet.
    interface Attempt<T> {
        Optional<T> once() throws SQLException;
    }

    /// Lets time pass.
    interface Pause {
        void last(Duration duration) throws InterruptedException;
    }

    static BoundedWait of(Duration limit) {
        return new BoundedWait(limit, InstantSource.system(), Thread::sleep);
    }

    /// The result of the first attempt that had one; empty if none had before time was up.
    <T> Optional<T> forResultOf(Attempt<T> attempt) throws SQLException {
        Instant end = clock.instant().plus(limit);
        Duration next = FIRST;
        while (true) {
            Optional<T> result = attempt.once();
            if (result.isPresent() || clock.instant().plus(next).isAfter(end)) {
                return result;
            }
            sleep(next);
            next = next.multipliedBy(2).compareTo(LONGEST) < 0 ? next.multipliedBy(2) : LONGEST;
        }
    }

    private void sleep(Duration duration) {
        try {
            pause.last(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseTaskException("interrupted while waiting for the database", e);
        }
    }
}
