package io.wattline.e2e.faults.harness;

import io.wattline.e2e.stack.Scrape;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Watches the probes and the heap of the ingestors through a fault, from a thread of its own, until it is closed.
public final class Vigil implements AutoCloseable {

    private static final long PERIOD_MILLIS = 200;

    private final List<Member> watched;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("vigil").unstarted(this::watch);
    private volatile boolean diedOnce;
    private volatile boolean unreadyOnce;
    private volatile long mostHeapBytes;
    private volatile long mostInFlight;
    private final List<Double> oldestAges = new CopyOnWriteArrayList<>();

    private Vigil(List<Member> watched) {
        this.watched = watched;
    }

    /// Begins to watch those that answer now.
    public static Vigil over(Fleet fleet) {
        var vigil = new Vigil(fleet.answering());
        vigil.thread.start();
        return vigil;
    }

    /// Whether every question for liveness was answered with yes.
    public boolean alwaysLive() {
        return !diedOnce;
    }

    /// Whether readiness went down at some time.
    public boolean wasUnready() {
        return unreadyOnce;
    }

    /// The most heap that one of them used.
    public long mostHeapBytes() {
        return mostHeapBytes;
    }

    /// The most messages that one of them held.
    public long mostInFlight() {
        return mostInFlight;
    }

    /// The age of the oldest unacknowledged message, in seconds, that so large a part of all looks stayed below.
    public double oldestAgeSecondsAt(double part) {
        double[] sorted = oldestAges.stream().mapToDouble(age -> age).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[(int) ((sorted.length - 1) * part)];
    }

    private void watch() {
        try {
            while (!over.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
                watched.forEach(this::look);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Member member) {
        if (!member.process().isLive()) {
            diedOnce = true;
        }
        if (!member.process().isReady()) {
            unreadyOnce = true;
        }
        Scrape scrape = member.metrics();
        oldestAges.add(scrape.sum("wattline_oldest_unacknowledged_age_seconds"));
        mostHeapBytes = Math.max(mostHeapBytes, Math.round(scrape.sum("jvm_memory_used_bytes", "area=\"heap\"")));
        mostInFlight = Math.max(mostInFlight, scrape.inFlight() + Math.round(scrape.sum("wattline_handoff_messages")));
    }

    @Override
    public void close() {
        over.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
