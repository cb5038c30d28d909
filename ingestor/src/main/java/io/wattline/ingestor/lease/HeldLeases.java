package io.wattline.ingestor.lease;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What this ingestor knows of its own leases; whether a slot may CONNECT is asked here. Safe for all threads.
///
/// A lease counts from before the renewal was asked for, by our own monotonic clock, so it never seems longer here than
/// in the database.
public final class HeldLeases {

    private final Duration lease;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition renewed = lock.newCondition();
    private final Condition askedFor = lock.newCondition();
    private Set<Integer> held = Set.of();
    private long renewedAtNanos;
    private boolean everRenewed;
    private boolean asked;

    /// @param nanoTime a clock that never goes back, `System::nanoTime` but in tests
    public HeldLeases(Duration lease, LongSupplier nanoTime) {
        this.lease = lease;
        this.nanoTime = nanoTime;
    }

    /// Notes a renewal that was asked for at `askedAtNanos` by [#now].
    void renewed(Set<Integer> slots, long askedAtNanos) {
        lock.lock();
        try {
            held = Set.copyOf(slots);
            renewedAtNanos = askedAtNanos;
            everRenewed = true;
            renewed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until a slot may CONNECT: its lease is valid, and was renewed after `lostAtNanos`, when its last
    /// connection ended; null if there was none. So an ingestor that lost a slot while it was suspended
    /// learns that before it can take the session back.
    ///
    /// @return false if that did not come about within `patience`
    public boolean awaitPermit(int slot, @Nullable Long lostAtNanos, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (!isValid(slot) || (lostAtNanos != null && renewedAtNanos - lostAtNanos < 0)) {
                if (left <= 0) {
                    return false;
                }
                left = renewed.awaitNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Asks for a renewal soon: which sessions are up has changed.
    public void askForRenewal() {
        lock.lock();
        try {
            asked = true;
            askedFor.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until a renewal is asked for, or until the patience is over.
    void awaitRenewalAskedFor(Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (!asked && left > 0) {
                left = askedFor.awaitNanos(left);
            }
            asked = false;
        } finally {
            lock.unlock();
        }
    }

    /// The time by the clock that leases are counted by, in nanoseconds from no particular origin.
    public long now() {
        return nanoTime.getAsLong();
    }

    /// The slots held at the last renewal.
    public Set<Integer> held() {
        lock.lock();
        try {
            return held;
        } finally {
            lock.unlock();
        }
    }

    /// Whether the last renewal is recent enough for its leases to run still.
    public boolean isCurrent() {
        lock.lock();
        try {
            return everRenewed && now() - renewedAtNanos < lease.toNanos();
        } finally {
            lock.unlock();
        }
    }

    private boolean isValid(int slot) {
        return held.contains(slot) && isCurrent();
    }
}
