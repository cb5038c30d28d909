package io.wattline.ingestor.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings deferred readings back to the writers once their day can be written. Runs on a thread of its own, in every
/// ingestor; each reading is in the hands of one of them.
///
/// To the writers it is one more receiver: a reading that was deferred is received a second time, and removed from
/// where it waits once it is committed. One that comes twice, as after a crash in between, is a duplicate.
public final class DeferredReadings {

    /// How many of them an ingestor has in hand at most.
    public static final int MOST_IN_HAND = 500;

    private static final Logger LOG = LoggerFactory.getLogger(DeferredReadings.class);
    private static final Duration OFFER_PATIENCE = Duration.ofSeconds(1);

    private final DeferralStore store;
    private final ClosedDays closedDays;
    private final Handoff handoff;
    private final Duration period;
    private final Queue<DeferredReading> done = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inHand = new AtomicInteger();
    private final Thread thread = Thread.ofPlatform().name("deferred").daemon().unstarted(this::rounds);
    private volatile long waiting;
    private boolean complained;

    /// @param period how long after a round the next one begins
    public DeferredReadings(DeferralStore store, ClosedDays closedDays, Handoff handoff, Duration period) {
        this.store = store;
        this.closedDays = closedDays;
        this.handoff = handoff;
        this.period = period;
    }

    /// Starts the rounds, the first one now.
    public void start() {
        thread.start();
    }

    /// How many readings waited at the last look, of all ingestors on the database.
    public long waiting() {
        return waiting;
    }

    /// Ends the rounds. The writers finish what is in hand, or another ingestor finds it again.
    public void stop() throws InterruptedException {
        thread.interrupt();
        thread.join(OFFER_PATIENCE);
    }

    private void rounds() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                guardedRound();
                Thread.sleep(period);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void guardedRound() throws InterruptedException {
        try {
            round();
            complained = false;
        } catch (RuntimeException e) {
            if (!complained) {
                LOG.warn("cannot look for deferred readings, trying again: {}", e.getMessage());
                complained = true;
            }
        }
    }

    /// One round.
    void round() throws InterruptedException {
        forgetDone();
        if (inHand.get() > 0) {
            return;
        }
        Map<HistoryDay, Long> days = store.waiting();
        waiting = days.values().stream().mapToLong(Long::longValue).sum();
        Set<HistoryDay> asked = new HashSet<>(days.keySet());
        asked.addAll(closedDays.now());
        Set<HistoryDay> closed = asked.isEmpty() ? asked : store.closed(asked);
        closedDays.replace(closed);
        for (HistoryDay day : days.keySet()) {
            if (!closed.contains(day) && inHand.get() < MOST_IN_HAND) {
                deliver(store.claim(day, MOST_IN_HAND - inHand.get()));
            }
        }
    }

    private void deliver(List<DeferredReading> claimed) throws InterruptedException {
        for (DeferredReading reading : claimed) {
            inHand.incrementAndGet();
            boolean taken = false;
            try {
                taken = handoff.offer(new DeferredDelivery(reading, this::ended), OFFER_PATIENCE);
            } finally {
                if (!taken) {
                    inHand.decrementAndGet();
                }
            }
            if (!taken) {
                return;
            }
        }
    }

    private void ended(DeferredReading reading, boolean hasPlace) {
        if (hasPlace) {
            done.add(reading);
        }
        inHand.decrementAndGet();
    }

    private void forgetDone() {
        var ended = new ArrayList<DeferredReading>();
        for (DeferredReading next = done.peek(); next != null && ended.size() < MOST_IN_HAND; next = done.peek()) {
            ended.add(done.remove());
        }
        if (ended.isEmpty()) {
            return;
        }
        try {
            store.forget(ended);
        } catch (RuntimeException e) {
            done.addAll(ended);
            throw e;
        }
    }
}
