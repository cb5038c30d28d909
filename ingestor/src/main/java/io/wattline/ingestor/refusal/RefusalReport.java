package io.wattline.ingestor.refusal;

import java.time.Duration;
import java.util.List;

/// Has what was counted stored every few seconds.
public final class RefusalReport implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofSeconds(3);

    private final RefusalTally tally;
    private final RefusalStore store;
    private final Thread thread = Thread.ofPlatform().name("refusals").daemon().unstarted(this::reports);

    public RefusalReport(RefusalTally tally, RefusalStore store) {
        this.tally = tally;
        this.store = store;
    }

    /// Starts reporting.
    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void reports() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(PERIOD);
                report();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// One report. What cannot be stored is kept for the next one: the readiness tells that the database is away.
    void report() {
        List<RefusalTally.Count> counts = tally.take();
        if (!counts.isEmpty() && !store.add(counts)) {
            tally.putBack(counts);
        }
    }
}
