package io.wattline.ingestor.lease;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The host's clock, which stamps arrivals and judges timestamps, and whether it can be believed: at each renewal it is
/// compared with the database's. Safe for all threads.
///
/// It is believed from the first comparison on that shows no more than the bound between the two, until one shows more,
/// or until it has been set by more than the bound since the last one, which the monotonic clock tells at once.
public final class HostClock implements InstantSource {

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Duration bound;
    private final AtomicReference<@Nullable Comparison> last = new AtomicReference<>();

    /// @param ahead how far the host's clock was ahead of the database's; negative if it was behind
    private record Comparison(Duration ahead, Instant at, long atNanos) {}

    /// @param nanoTime a monotonic clock
    /// @param bound how far the host's clock may be from the database's
    public HostClock(InstantSource clock, LongSupplier nanoTime, Duration bound) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.bound = bound;
    }

    @Override
    public Instant instant() {
        return clock.instant();
    }

    /// Compares the clocks. What the question took counts in the host's favour.
    ///
    /// @param asked when the question left, by the host's clock
    /// @param database the database's answer
    void compared(Instant asked, Instant database) {
        Instant answered = clock.instant();
        Duration ahead = Duration.ZERO;
        if (database.isBefore(asked)) {
            ahead = Duration.between(database, asked);
        } else if (database.isAfter(answered)) {
            ahead = Duration.between(database, answered);
        }
        last.set(new Comparison(ahead, answered, nanoTime.getAsLong()));
    }

    /// Whether what this clock says may be acted upon.
    public boolean isTrusted() {
        return complaint() == null;
    }

    /// Why not; null if it may.
    public @Nullable String complaint() {
        Comparison compared = last.get();
        if (compared == null) {
            return "the host's clock has not been compared with the database's yet";
        }
        Duration passed = Duration.ofNanos(nanoTime.getAsLong() - compared.atNanos());
        Duration set = Duration.between(compared.at().plus(passed), clock.instant());
        Duration ahead = compared.ahead().plus(set);
        if (ahead.abs().compareTo(bound) <= 0) {
            return null;
        }
        return "the host's clock is " + ahead.abs().toSeconds() + " s " + (ahead.isNegative() ? "behind" : "ahead of")
                + " the database's, MAX_HOST_SKEW allows " + bound.toSeconds() + " s: correct whichever is wrong";
    }
}
