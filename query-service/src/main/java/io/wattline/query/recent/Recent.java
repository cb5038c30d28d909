package io.wattline.query.recent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One answer, at most so old.
///
/// One caller at a time works it out; whoever comes meanwhile waits for that answer instead of asking the database
/// too. A failure is reported to its caller only; the next caller tries again. Safe for all threads.
///
/// @param <T> the answer, immutable
public final class Recent<T> {

    private record Dated<T>(T answer, Instant at) {}

    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final Duration maxAge;
    private final Function<Instant, T> source;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile @Nullable Dated<T> newest;

    /// Answers of `source`, which takes the current time.
    ///
    /// @param maxAge how old an answer may be, exclusive
    public Recent(InstantSource clock, Duration maxAge, Function<Instant, T> source) {
        this.clock = clock;
        this.maxAge = maxAge;
        this.source = source;
    }

    /// The answer.
    ///
    /// @throws OverdueException if another caller has been working it out for too long
    public T get() {
        @Nullable Dated<T> known = newest;
        if (known != null && isFresh(known)) {
            return known.answer();
        }
        takeTurn();
        try {
            known = newest;
            if (known == null || !isFresh(known)) {
                Instant now = clock.instant();
                known = new Dated<>(source.apply(now), now);
                newest = known;
            }
            return known.answer();
        } finally {
            turn.unlock();
        }
    }

    private void takeTurn() {
        try {
            if (!turn.tryLock(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new OverdueException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OverdueException();
        }
    }

    // A clock that was set back makes an answer stale, too.
    private boolean isFresh(Dated<T> known) {
        Duration age = Duration.between(known.at(), clock.instant());
        return !age.isNegative() && age.compareTo(maxAge) < 0;
    }
}
