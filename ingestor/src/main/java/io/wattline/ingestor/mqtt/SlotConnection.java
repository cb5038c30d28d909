package io.wattline.ingestor.mqtt;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.wattline.ingestor.pipeline.Delivery;
import io.wattline.ingestor.refusal.Refusal;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.TelemetryTopic;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection of one slot's session, from CONNECT to its end, with a client object of its own.
///
/// The client is as short-lived as the connection and never reconnects: a publish of the dead connection that stayed
/// unacknowledged in a longer-lived client would hold up every acknowledgement after it. When the
/// connection ends, messages that no writer has taken yet are removed from the hand-off; the broker delivers them again
/// to the next one.
final class SlotConnection {

    private static final Logger LOG = LoggerFactory.getLogger(SlotConnection.class);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    /// The share of the bound on bytes that one session's messages outside our filters may take.
    private static final int FOREIGN_PART = 8;

    private final SlotContext context;
    private final int slot;
    private final Mqtt5AsyncClient client;
    private final SessionRequests requests;
    private final CompletableFuture<DisconnectCause> ended = new CompletableFuture<>();
    private final AtomicInteger inHand = new AtomicInteger();
    private final BooleanSupplier wanted;
    private volatile boolean taking = true;
    private final AtomicLong deliveries = new AtomicLong();
    private volatile long lastMovedNanos = System.nanoTime();
    private volatile boolean leftSomething;
    private volatile boolean foreign;
    private volatile boolean subscribed;
    private final ArrivedMessages arrivals;
    private long foreignBytes;
    private boolean sessionPresent;

    private SlotConnection(SlotContext context, int slot, BooleanSupplier wanted) {
        this.context = context;
        this.slot = slot;
        this.wanted = wanted;
        this.arrivals = new ArrivedMessages(context.reception().bytes());
        this.client = ClientFactory.client(context, context.config().clientIdentifier(slot), this::onDisconnected);
        this.requests = new SessionRequests(client, context.config());
        // Before connect: a resumed session delivers at once, and the client acknowledges by itself every message
        // without a registered consumer.
        client.publishes(MqttGlobalPublishFilter.ALL, this::onPublish, Runnable::run, true);
    }

    /// Connects the slot's session, resuming it.
    ///
    /// @param wanted asked for every delivery: while false, it is left to the broker. A resumed session delivers
    ///     before this method returns.
    /// @throws BrokerUnavailableException if that does not come about in time
    static SlotConnection open(SlotContext context, int slot, BooleanSupplier wanted) throws InterruptedException {
        var connection = new SlotConnection(context, slot, wanted);
        try {
            connection.sessionPresent = connection.requests.connect().isSessionPresent();
            return connection;
        } catch (RuntimeException | InterruptedException e) {
            connection.close();
            throw e;
        }
    }

    /// Whether the broker still knew the session.
    boolean sessionPresent() {
        return sessionPresent;
    }

    /// Whether the connection has ended; what it delivered can no longer be acknowledged.
    boolean isGone() {
        return ended.isDone();
    }

    /// Whether the broker has delivered something under a topic outside our filters.
    boolean hasForeign() {
        return foreign;
    }

    /// Whether it has joined the share group.
    boolean isSubscribed() {
        return subscribed;
    }

    /// What it has delivered and the client still holds.
    ArrivedMessages arrivals() {
        return arrivals;
    }

    /// How many deliveries are taken and neither acknowledged nor kept.
    int inHand() {
        return inHand.get();
    }

    /// How long nothing has been delivered or acknowledged.
    Duration quiet() {
        return Duration.ofNanos(System.nanoTime() - lastMovedNanos);
    }

    /// How many messages have been delivered so far, taken or not.
    long deliveries() {
        return deliveries.get();
    }

    /// Whether everything that was delivered is acknowledged: nothing is in hand, and nothing was left to the broker.
    boolean hasAcknowledgedEverything() {
        return inHand() == 0 && !leftSomething;
    }

    /// Waits until the connection ends, or until `change` comes first.
    void awaitEndOr(CompletableFuture<@Nullable Void> change) throws InterruptedException {
        try {
            CompletableFuture.anyOf(ended, change).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("neither is ever completed exceptionally", e);
        }
    }

    /// Why the connection ended.
    ///
    /// @throws IllegalStateException if it has not
    DisconnectCause cause() {
        return ended.resultNow();
    }

    /// Disconnects, keeping the session; acknowledgements sent before reach the broker first.
    void close() {
        disconnect(client.disconnect());
    }

    /// Disconnects and ends the session with it: what the broker still keeps for it is deleted.
    void closeForGood() {
        disconnect(client.disconnectWith().sessionExpiryInterval(0).send());
    }

    private void disconnect(CompletableFuture<Void> disconnected) {
        // Before the answer: from here on the end is no surprise.
        end(DisconnectCause.BY_US);
        try {
            disconnected.get(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("disconnect of slot={} was not orderly", slot, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void acknowledge(Mqtt5Publish publish) {
        try {
            if (!isGone()) {
                publish.acknowledge();
            }
        } catch (RejectedExecutionException e) {
            // The connection ended this moment, and the client's event loop with it: the broker delivers again.
            LOG.debug("too late to acknowledge on slot={}", slot, e);
        } finally {
            lastMovedNanos = System.nanoTime();
            // Only now: a thread that waits for zero disconnects next.
            inHand.decrementAndGet();
        }
    }

    void kept() {
        leftSomething = true;
        inHand.decrementAndGet();
    }

    /// Joins the share group. To be called on every connection: it is idempotent, and Mosquitto keeps a session over
    /// a restart, queue and all, but forgets its shared subscriptions.
    void subscribe() throws InterruptedException {
        requests.subscribe();
        subscribed = true;
        BrokerTopics.subscribe(client, slot);
    }

    /// Leaves the share group: the broker routes no more messages to this session, and delivers what it has queued.
    /// Repeating it changes nothing, and is a round trip to the broker that needs no permission.
    void unsubscribe() throws InterruptedException {
        requests.unsubscribe();
    }

    /// On the client's event loop, which also answers the broker's pings: must neither throw nor wait.
    private void onPublish(Mqtt5Publish publish) {
        if (BrokerTopics.isOne(publish)) {
            BrokerTopics.report(publish, context.metrics(), context.reception().refusals());
            return;
        }
        if (context.config().isAlertTopic(publish.getTopic().toString())) {
            // What ingestors tell. Devices may not write there.
            publish.acknowledge();
            return;
        }
        lastMovedNanos = System.nanoTime();
        deliveries.incrementAndGet();
        ArrivedMessages.Message arrived = arrivals.add(bytesOf(publish));
        String topic = publish.getTopic().toString();
        if (!context.config().topic().isUnderFilter(topic)) {
            arrivals.leave(arrived);
            leaveForeign(publish);
            return;
        }
        if (publish.isRetain()) {
            countRetained(topic);
        }
        var delivery = new MqttDelivery(
                this,
                publish,
                context.reception().decoder(),
                Reading.truncateToMicros(context.reception().clock().instant()),
                arrived);
        // Before `wanted` is read: a thread that clears it and then waits for zero must see this message.
        int now = inHand.incrementAndGet();
        if (!taking || !wanted.getAsBoolean() || isGone()) {
            left(arrived);
        } else if (!context.reception().clock().isTrusted()) {
            left(arrived);
            taking = false;
            LOG.error("left to the broker: the host's clock was set; slot={}", slot);
            var _ = client.disconnect();
        } else if (publish.getQos() == MqttQos.AT_MOST_ONCE && now > MqttConfig.QOS_0_MAXIMUM) {
            inHand.decrementAndGet();
            arrivals.end(arrived);
            context.metrics().qos0Discarded(slot);
        } else if (!context.reception().handoff().offer(delivery)) {
            left(arrived);
            // Once: what is read before the connection has ended would find no room either.
            taking = false;
            LOG.error("the hand-off has no room for a message within the window: this is a bug; slot={}", slot);
            var _ = client.disconnect();
        } else if (isGone()) {
            // Put in after the clean-up of this connection's end.
            discard();
        }
    }

    private void countRetained(String topic) {
        TelemetryTopic.Address address = context.config().topic().parse(topic);
        context.reception().refusals().retained(address == null ? Refusal.OTHERS : address.deviceId(), topic);
    }

    private void left(ArrivedMessages.Message arrived) {
        arrivals.leave(arrived);
        kept();
    }

    /// What waits under topics of an earlier prefix is neither ours to reject nor to throw away. It is never
    /// acknowledged, so the session receives at most one more window until an operator corrects the prefix.
    private void leaveForeign(Mqtt5Publish publish) {
        leftSomething = true;
        foreignBytes += bytesOf(publish);
        if (taking && foreignBytes > context.reception().bytes().most() / FOREIGN_PART) {
            // They will never be acknowledged, and must not use up the room of all sessions.
            taking = false;
            var _ = client.disconnect();
        }
        if (!foreign) {
            foreign = true;
            LOG.error(
                    "the session has messages outside the filters of MQTT_TOPIC_PREFIX, kept and not acknowledged: drain it"
                            + " with the earlier prefix; slot={} topic={}",
                    slot,
                    publish.getTopic());
        }
    }

    private static long bytesOf(Mqtt5Publish publish) {
        return BytesInHand.OVERHEAD
                + publish.getTopic().toByteBuffer().remaining()
                + publish.getPayload().map(ByteBuffer::remaining).orElse(0);
    }

    private void onDisconnected(MqttClientDisconnectedContext disconnected) {
        end(DisconnectCause.of(disconnected));
    }

    private void end(DisconnectCause cause) {
        if (ended.complete(cause)) {
            arrivals.endAll();
            discard();
        }
    }

    private void discard() {
        context.reception()
                .handoff()
                .remove(delivery -> delivery instanceof MqttDelivery mqtt && mqtt.isFrom(this))
                .forEach(Delivery::keep);
    }
}
