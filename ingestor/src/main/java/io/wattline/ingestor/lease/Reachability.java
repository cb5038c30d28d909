package io.wattline.ingestor.lease;

import java.time.Duration;

/// Whether this ingestor can serve the slots it holds, as its sessions show; for the lease thread.
///
/// One whose slots have all been without a session for a lease is cut off: it stops counting, and gives them up to
/// others. If none of them ever had a session here, although the standby had one, trying again at once would take
/// them away from the others again; so it waits a while first.
final class Reachability {

    private static final int PENALTY_LEASES = 6;

    private final Duration lease;
    private long servedNanos;
    private long penaltyUntilNanos;
    private boolean penalised;
    private boolean everServed;

    Reachability(Duration lease, long nowNanos) {
        this.lease = lease;
        this.servedNanos = nowNanos;
    }

    /// Notes which sessions are up now, and returns what to report to the others.
    Presence seen(Presence now, boolean holdsSlots, long nowNanos) {
        if (!now.served().isEmpty()) {
            everServed = true;
        }
        if (!now.served().isEmpty() || !holdsSlots) {
            servedNanos = nowNanos;
        }
        penalised &= nowNanos - penaltyUntilNanos < 0;
        return new Presence(now.connected() && !penalised && !isCutOff(nowNanos), now.served());
    }

    /// Whether slots are held and none has had a session for a lease.
    boolean isCutOff(long nowNanos) {
        return nowNanos - servedNanos > lease.toNanos();
    }

    /// Notes that the slots are given up because none has a session.
    void gaveUp(long nowNanos) {
        if (!everServed) {
            penalised = true;
            penaltyUntilNanos = nowNanos + lease.multipliedBy(PENALTY_LEASES).toNanos();
        }
        everServed = false;
    }
}
