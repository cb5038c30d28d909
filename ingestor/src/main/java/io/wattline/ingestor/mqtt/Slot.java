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

/// Keeps one session connected for as long as it is ours to serve, then ends in the way that was asked for.
///
/// Logs once when the broker becomes unavailable and once when it is back.
final class Slot {

    /// What is to become of the slot. Only ever changes to a later one.
    private enum Mode {
        SERVING,
        /// Take no more, wait for what is in hand, disconnect keeping the session.
        LETTING_GO,
        /// Leave the share group, wait for what the broker still has, end the session.
        DRAINING,
        /// Disconnect now.
        DROPPED
    }

    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration LASTED = Duration.ofSeconds(10);
    private static final Duration PERMIT_PATIENCE = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(20);
    /// As long as the longest wait between two tries of a writer, twice over.
    private static final Duration HAND_PATIENCE = Duration.ofSeconds(15);
    /// A broker that has something left for a session sends it at once when the window has room.
    private static final Duration QUIET = Duration.ofSeconds(2);

    private final SlotContext context;
    private final int number;
    private final Consumer<Slot> onEnd;
    private final Thread keeper;
    private final Backoff backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT, ThreadLocalRandom.current());
    private volatile @Nullable SlotConnection connection;
    private volatile Mode mode = Mode.SERVING;
    private volatile CompletableFuture<@Nullable Void> modeChange = new CompletableFuture<>();
    private volatile boolean drained;
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

    /// Whether the session has been drained and ended.
    boolean isDrained() {
        return drained;
    }

    /// Begins to let go. From its return on, what is delivered is left to the broker.
    void letGo() {
        become(Mode.LETTING_GO);
        SlotConnection current = connection;
        if (current != null) {
            current.stopTaking();
        }
    }

    void drain() {
        become(Mode.DRAINING);
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
            while (mode == Mode.SERVING || (mode == Mode.DRAINING && !drained)) {
                long start = System.nanoTime();
                attend();
                // A connection that lasted earns a fast return; one that ends at once must not become a storm.
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
                    case DRAINING -> drain(current);
                    case LETTING_GO, DROPPED -> LOG.debug("slot={} is over", number);
                }
            }
        } catch (BrokerUnavailableException e) {
            startOver(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // Unforeseen, but a slot that nobody serves any more would silently cost the fleet its share.
            startOver(e.toString());
        }
    }

    /// Ends a connection that is not what it should be, so that it does not pass for one that serves.
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
        if (context.leases().awaitPermit(number, lostAtNanos, PERMIT_PATIENCE)) {
            SlotConnection opened = SlotConnection.open(context, number);
            connection = opened;
            if (mode == Mode.LETTING_GO) {
                // Told while connecting; a resumed session delivers at once.
                opened.stopTaking();
            }
            report(opened.sessionPresent());
        }
    }

    private void serve(SlotConnection current) throws InterruptedException {
        CompletableFuture<@Nullable Void> change = modeChange;
        current.subscribe();
        if (mode == Mode.SERVING) {
            current.awaitEndOr(change);
        }
        noteIfLost(current);
    }

    private void drain(SlotConnection current) throws InterruptedException {
        current.unsubscribe();
        boolean quiet = await(open -> open.inHand() == 0 && open.quiet().compareTo(QUIET) > 0, HAND_PATIENCE);
        if (quiet && !current.isGone()) {
            current.closeForGood();
            drained = true;
            LOG.info("drained slot={}, its session is ended", number);
        }
        noteIfLost(current);
    }

    private void noteIfLost(SlotConnection current) throws InterruptedException {
        if (current.isGone() && !drained) {
            DisconnectCause cause = current.cause();
            lostAtNanos = context.leases().now();
            context.metrics().disconnected(number, cause.label());
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
