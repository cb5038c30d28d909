package io.wattline.ingestor.mqtt;

import io.wattline.ingestor.pipeline.Backoff;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one session connected, from [#start] to [#stop].
///
/// Logs once when the broker becomes unavailable and once when it is back.
final class Slot {

    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration LASTED = Duration.ofSeconds(10);
    private static final Duration JOIN_PATIENCE = Duration.ofSeconds(5);

    private final SlotContext context;
    private final int number;
    private final ExecutorService receiver;
    private final Thread connector;
    private volatile @Nullable SlotConnection connection;
    private volatile boolean stopping;
    private boolean everConnected;
    private boolean complained;

    Slot(SlotContext context, int number) {
        this.context = context;
        this.number = number;
        this.receiver = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("slot-" + number).daemon().factory());
        this.connector =
                Thread.ofVirtual().name("slot-" + number + "-connector").unstarted(this::keepConnected);
    }

    void start() {
        connector.start();
    }

    boolean isConnected() {
        SlotConnection current = connection;
        return current != null && !current.isGone();
    }

    /// Leaves further messages to the broker; what was taken can still be acknowledged until [#stop].
    void stopTaking() {
        stopping = true;
        SlotConnection current = connection;
        if (current != null) {
            current.stopTaking();
        }
        connector.interrupt();
    }

    /// Disconnects, keeping the session.
    void stop() throws InterruptedException {
        stopTaking();
        connector.join(JOIN_PATIENCE);
        SlotConnection current = connection;
        if (current != null) {
            current.close();
        }
        receiver.shutdownNow();
    }

    private void keepConnected() {
        var backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT, ThreadLocalRandom.current());
        try {
            while (!stopping) {
                long start = System.nanoTime();
                stayConnectedOnce();
                // A connection that lasted earns a fast return; one that ends at once must not become a storm.
                if (System.nanoTime() - start > LASTED.toNanos()) {
                    backoff.reset();
                }
                Thread.sleep(backoff.next());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Connects and waits for the end of the connection, or for the failure to connect.
    private void stayConnectedOnce() throws InterruptedException {
        try {
            SlotConnection opened = SlotConnection.open(context, number, receiver);
            connection = opened;
            if (stopping) {
                opened.stopTaking();
            }
            report(opened.sessionPresent());
            String cause = opened.awaitEnd();
            context.metrics().disconnected();
            complain(cause);
        } catch (BrokerUnavailableException e) {
            complain(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // Unforeseen, but a slot that nobody serves any more would silently cost the fleet its share.
            complain(e.toString());
        }
    }

    private void report(boolean sessionPresent) {
        context.metrics().connected();
        if (everConnected && !sessionPresent) {
            context.metrics().sessionLost();
            LOG.warn("the broker lost the session and what it had queued for it: slot={}, subscribed again", number);
        }
        LOG.info("connected slot={} sessionPresent={}", number, sessionPresent);
        everConnected = true;
        complained = false;
    }

    private void complain(String cause) {
        if (!complained && !stopping) {
            LOG.warn("not connected to the broker, trying until it is: slot={} cause={}", number, cause);
            complained = true;
        }
    }
}
