package io.wattline.e2e.faults.harness;

import io.wattline.e2e.stack.Scrape;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/// Waits until the ingestors have taken in all that the broker has for them.
final class Drain {

    /// Long enough for the longest wait between two tries of a writer; only a run that has lost something waits so
    /// long.
    private static final Duration NOTHING_COMES = Duration.ofSeconds(8);

    private static final String MISSING = """
            SELECT count(*) FROM ledger l LEFT JOIN stored s USING (kind, device_id, ts)
            WHERE l.outcome = 'OK' AND s.ts IS NULL
            """;

    private final Rig rig;
    private long received = -1;
    private long changedNanos = System.nanoTime();

    Drain(Rig rig) {
        this.rig = rig;
    }

    /// Returns in any case: what is still missing or stuck then is the oracle's to say.
    void await() {
        try {
            Awaitility.await("drained")
                    .atMost(Form.now().bound().plus(Form.now().bound()))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> isQuiet() && nothingIsDeferred() && (nothingIsMissing() || nothingComes()));
        } catch (ConditionTimeoutException e) {
            System.out.println("not drained in time: " + e.getMessage());
        }
    }

    private boolean isQuiet() {
        long now = 0;
        boolean quiet = true;
        for (Member member : rig.fleet().answering()) {
            Scrape scrape = member.metrics();
            now += scrape.received();
            quiet &= scrape.inFlight() == 0 && scrape.sum("wattline_handoff_messages") == 0;
            quiet &= scrape.sum("wattline_oldest_unacknowledged_age_seconds") == 0;
        }
        if (now != received) {
            received = now;
            changedNanos = System.nanoTime();
            return false;
        }
        return quiet;
    }

    private boolean nothingIsDeferred() {
        return rig.database().count("deferred_reading") == 0;
    }

    private boolean nothingIsMissing() {
        Long missing = rig.sql().queryForObject(MISSING, Long.class);
        return missing != null && missing == 0;
    }

    private boolean nothingComes() {
        return System.nanoTime() - changedNanos > NOTHING_COMES.toNanos();
    }
}
