package io.wattline.ingestor.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import io.wattline.ingestor.pipeline.Backoff;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A session of its own that gets no readings, kept up while no slot has one: it shows that the broker can be reached
/// and lets us in, before slots are taken from others. Clean, and gone with its connection. Safe for all threads.
///
/// It is not a member of the share group: the broker would deal it messages.
final class Standby {

    private static final Logger LOG = LoggerFactory.getLogger(Standby.class);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    private static final int KEEP_ALIVE_SECONDS = 10;

    private final SlotContext context;
    private final String clientIdentifier;
    private @Nullable Watch current;

    /// One time of being wanted, with a thread of its own.
    private final class Watch {
        final CompletableFuture<@Nullable Void> unwanted = new CompletableFuture<>();
        volatile boolean connected;
        final Backoff backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT, ThreadLocalRandom.current());

        void run() {
            boolean complained = false;
            while (!unwanted.isDone()) {
                try {
                    attend();
                    complained = false;
                } catch (BrokerUnavailableException e) {
                    if (!complained) {
                        LOG.warn("not connected to the broker, trying until it is: {}", e.getMessage());
                        complained = true;
                    }
                    pause();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                } catch (RuntimeException e) {
                    LOG.warn("the standby session failed, trying again", e);
                    pause();
                }
            }
        }

        private void attend() throws InterruptedException {
            var ended = new CompletableFuture<MqttClientDisconnectedContext>();
            Mqtt5AsyncClient client = ClientFactory.client(context, clientIdentifier, ended::complete);
            try {
                answer(client.connectWith()
                        .cleanStart(true)
                        .sessionExpiryInterval(0)
                        .keepAlive(KEEP_ALIVE_SECONDS)
                        .send());
                subscribe(client);
                connected = true;
                context.leases().askForRenewal();
                LOG.debug("standby session connected");
                backoff.reset();
                CompletableFuture.anyOf(unwanted, ended).get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("neither is ever completed exceptionally", e);
            } finally {
                connected = false;
                client.disconnect().exceptionally(gone -> null).orTimeout(1, TimeUnit.SECONDS);
            }
            if (!unwanted.isDone()) {
                pause();
            }
        }

        /// Any answer is enough: even if an access list hides the topic, the broker can be reached.
        private void subscribe(Mqtt5AsyncClient client) throws InterruptedException {
            boolean answered = answer(client.subscribeWith()
                    .topicFilter(BrokerTopics.DROPPED)
                    .qos(MqttQos.AT_MOST_ONCE)
                    .send()
                    .handle((subAck, refused) -> refused == null || refused instanceof Mqtt5SubAckException));
            if (!answered) {
                throw new BrokerUnavailableException("SUBSCRIBE failed");
            }
        }

        private void pause() {
            try {
                unwanted.get(backoff.next().toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                LOG.trace("the usual end of a pause", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("never completed exceptionally", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                unwanted.complete(null);
            }
        }
    }

    Standby(SlotContext context) {
        this.context = context;
        this.clientIdentifier = context.config().shareGroup() + "/standby-" + UUID.randomUUID();
    }

    /// Begins to keep it up, or ends it.
    synchronized void want(boolean wanted) {
        Watch watch = current;
        if (wanted && watch == null) {
            var started = new Watch();
            current = started;
            Thread.ofVirtual().name("slot-standby").start(started::run);
        } else if (!wanted && watch != null) {
            watch.unwanted.complete(null);
            current = null;
        }
    }

    /// Whether it is connected, and the broker has answered a SUBSCRIBE.
    synchronized boolean isConnected() {
        return current != null && current.connected;
    }

    private static <T> T answer(CompletableFuture<T> answer) throws InterruptedException {
        try {
            return answer.get(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new BrokerUnavailableException(DisconnectCause.describe(cause), cause);
        } catch (TimeoutException e) {
            throw new BrokerUnavailableException("the broker does not answer in time", e);
        }
    }
}
