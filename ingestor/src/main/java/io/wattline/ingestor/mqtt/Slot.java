package io.wattline.ingestor.mqtt;

import io.wattline.ingestor.pipeline.Backoff;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one session connected while this ingestor holds it, then ends as requested.
///
/// Logs once when the broker becomes unavailable and once when it is back.
final class Slot {

    /// What the slot is to do. Changes only to a later constant.
    private enum Mode {
        SERVING,
        /// Leave the share group, wait for what the broker still has, end the session.
        RETIRING,
        /// Take no more, wait for what is in hand, disconnect keeping the session.
        LETTING_GO,
        /// Disconnect now.
        DROPPED
    }

    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    private static final Duration LASTED = Duration.ofSeconds(10);
    private static final Duration PERMIT_PATIENCE = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(20);
    /// As long as the longest wait between two tries of a writer, twice over.
    private static final Duration HAND_PATIENCE = Duration.ofSeconds(15);
    /// How long nothing has come before the broker is asked whether anything is left. Silence alone says nothing: the
    /// broker may be stopped, or the network slow.
    private static final Duration QUIET = Duration.ofSeconds(2);

    private final SlotContext context;
    private final int number;
    private final Consumer<Slot> onEnd;
    private final Thread keeper;
    private final Backoff backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT, ThreadLocalRandom.current());
    private volatile @Nullable SlotConnection connection;
    private volatile Mode mode = Mode.SERVING;
    private volatile CompletableFuture<@Nullable Void> modeChange = new CompletableFuture<>();
    private volatile boolean retired;
    private @Nullable Long lostAtNanos;
    private boolean everConnected;
    private boolean complained;

    /// @param onEnd told when it has ended: nothing is served or in hand any more
    Slot(SlotContext context, int number, Consumer<Slot> onEnd) {
        this.context = context;
        this.number = number;
        this.onEnd = onEnd;
        this.keeper = Thread.ofVirtual().name("slot-" + number + "-keeper").unstarted(this::run);
    }

    void start() {
        keeper.start();
    }

    int number() {
        return number;
    }

    /// Whether the slot gets what the broker has for it: connected, and while it serves also subscribed.
    boolean isConnected() {
        SlotConnection current = connection;
        return current != null && !current.isGone() && (mode != Mode.SERVING || current.isSubscribed());
    }

    /// Whether the session is up and its messages go somewhere.
    boolean isServing() {
        return isConnected() && mode.compareTo(Mode.RETIRING) <= 0 && !hasForeign();
    }

    /// Whether the session has messages outside our topic filters.
    boolean hasForeign() {
        SlotConnection current = connection;
        return current != null && !current.isGone() && current.hasForeign();
    }

    /// Whether the session has been retired and ended.
    boolean isRetired() {
        return retired;
    }

    /// Begins to let go. From its return on, what is delivered is left to the broker.
    void letGo() {
        become(Mode.LETTING_GO);
    }

    void retire() {
        become(Mode.RETIRING);
    }

    void drop() {
        become(Mode.DROPPED);
    }

    /// Waits for the end.
    void join(Duration patience) throws InterruptedException {
        keeper.join(patience);
    }

    private synchronized void become(Mode next) {
        if (next.compareTo(mode) > 0) {
            mode = next;
            modeChange.complete(null);
            modeChange = new CompletableFuture<>();
        }
    }

    private void run() {
        try {
            while (mode == Mode.SERVING || (mode == Mode.RETIRING && !retired)) {
                long start = System.nanoTime();
                attend();
                // After a connection that lasted, reconnect fast; one that ends at once must not cause a storm.
                if (System.nanoTime() - start > LASTED.toNanos()) {
                    backoff.reset();
                }
            }
            if (mode == Mode.LETTING_GO) {
                await(current -> current.inHand() == 0, HAND_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            SlotConnection last = connection;
            if (last != null && !last.isGone()) {
                last.close();
            }
            onEnd.accept(this);
            context.leases().askForRenewal();
        }
    }

    /// One connection: from the permit to connect to its end, or to a change of mode.
    private void attend() throws InterruptedException {
        try {
            SlotConnection current = connection;
            if (current == null || current.isGone()) {
                connect();
                current = connection;
            }
            if (current != null && !current.isGone()) {
                switch (mode) {
                    case SERVING -> serve(current);
                    case RETIRING -> retire(current);
                    case LETTING_GO, DROPPED -> LOG.debug("slot={} is over", number);
                }
            }
        } catch (BrokerUnavailableException e) {
            startOver(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // Unexpected, but an unserved slot would silently lose its share of the fleet's readings.
            startOver(e.toString());
        }
    }

    /// Ends an incomplete connection, so that it does not count as serving.
    private void startOver(String cause) throws InterruptedException {
        complain(cause);
        context.metrics().disconnected(number, "connection_failed");
        SlotConnection current = connection;
        if (current != null && !current.isGone()) {
            current.close();
        }
        pause(backoff.next());
    }

    private void connect() throws InterruptedException {
        if (context.reception().bytes().isFull()) {
            // There would be no room for what a resumed session delivers at once.
            pause(PERMIT_PATIENCE);
            return;
        }
        if (context.leases().awaitPermit(number, lostAtNanos, PERMIT_PATIENCE)) {
            SlotConnection opened = SlotConnection.open(context, number, () -> mode.compareTo(Mode.LETTING_GO) < 0);
            connection = opened;
            report(opened.sessionPresent());
        }
    }

    private void serve(SlotConnection current) throws InterruptedException {
        CompletableFuture<@Nullable Void> change = modeChange;
        current.subscribe();
        context.leases().askForRenewal();
        if (mode == Mode.SERVING) {
            current.awaitEndOr(change);
        }
        noteIfLost(current);
    }

    private void retire(SlotConnection current) throws InterruptedException {
        current.unsubscribe();
        boolean quiet = await(
                open -> mode != Mode.RETIRING
                        || (open.inHand() == 0 && open.quiet().compareTo(QUIET) > 0),
                HAND_PATIENCE);
        if (quiet && mode == Mode.RETIRING && isEmpty(current)) {
            current.closeForGood();
            retired = true;
            LOG.info("retired slot={}, its session is ended", number);
        }
        noteIfLost(current);
    }

    /// Whether the broker has nothing left for the session: it answered two round trips in a row, and nothing came
    /// meanwhile. A broker that has something for a session sends it before the answer as soon as the window has
    /// room; the first round trip carries our last acknowledgements to it, the second would bring what they made
    /// room for.
    private static boolean isEmpty(SlotConnection current) throws InterruptedException {
        long before = current.deliveries();
        for (int roundTrip = 0; roundTrip < 2; roundTrip++) {
            current.unsubscribe();
            if (current.deliveries() != before) {
                return false;
            }
        }
        return current.hasAcknowledgedEverything() && !current.isGone();
    }

    private void noteIfLost(SlotConnection current) throws InterruptedException {
        if (current.isGone() && !retired) {
            DisconnectCause cause = current.cause();
            lostAtNanos = context.leases().now();
            context.metrics().disconnected(number, cause.label());
            context.leases().askForRenewal();
            complain(cause.text());
            pause(backoff.next());
        }
    }

    /// Waits until the connection is in a state; false if it is not in time, or is gone.
    private boolean await(Predicate<SlotConnection> state, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        SlotConnection current = connection;
        while (current != null && !current.isGone() && System.nanoTime() < end && mode != Mode.DROPPED) {
            if (state.test(current)) {
                return true;
            }
            Thread.sleep(POLL);
        }
        return false;
    }

    /// Sleeps, but no longer than until the mode changes.
    private void pause(Duration duration) throws InterruptedException {
        try {
            modeChange.get(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // The usual end of a pause.
            return;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a change of mode is never completed exceptionally", e);
        }
    }

    private void report(boolean sessionPresent) {
        context.metrics().connected(number);
        if (everConnected && !sessionPresent) {
            context.metrics().sessionLost(number);
            LOG.warn("the broker lost the session and what it had queued for it: slot={}, subscribed again", number);
        }
        LOG.info("connected slot={} sessionPresent={}", number, sessionPresent);
        everConnected = true;
        complained = false;
    }

    private void complain(String cause) {
        if (!complained && mode == Mode.SERVING) {
            LOG.warn("not connected to the broker, trying until it is: slot={} cause={}", number, cause);
            complained = true;
        }
    }
}
