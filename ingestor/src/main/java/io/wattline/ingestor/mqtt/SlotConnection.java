package io.wattline.ingestor.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.wattline.ingestor.pipeline.Handoff;
import io.wattline.telemetry.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection of one slot's session, from CONNECT to its end, with a client object of its own.
///
/// The client is as short-lived as the connection and never reconnects: a publish of the dead connection that stayed
/// unacknowledged in a longer-lived client would hold up every acknowledgement after it. What the connection delivered
/// and nobody wrote yet is taken out of the hand-off when it ends; the broker delivers it again to the next one.
final class SlotConnection {

    private static final Logger LOG = LoggerFactory.getLogger(SlotConnection.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration HANDOFF_PATIENCE = Duration.ofMillis(500);
    private static final int KEEP_ALIVE_SECONDS = 10;

    private final SlotContext context;
    private final int slot;
    private final Mqtt5AsyncClient client;
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private volatile boolean taking = true;
    private boolean sessionPresent;

    private SlotConnection(SlotContext context, int slot, Executor receiver) {
        this.context = context;
        this.slot = slot;
        this.client = client(receiver);
    }

    /// Connects the slot's session, resuming it, and subscribes.
    ///
    /// @throws BrokerUnavailableException if any of it does not come about in time
    static SlotConnection open(SlotContext context, int slot, Executor receiver) throws InterruptedException {
        var connection = new SlotConnection(context, slot, receiver);
        try {
            connection.connectAndSubscribe();
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

    /// Waits until the connection ends, and tells why it did.
    String awaitEnd() throws InterruptedException {
        try {
            return ended.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of a connection is never completed exceptionally", e);
        }
    }

    /// From now on deliveries are left to the broker. What was taken before can still be acknowledged.
    void stopTaking() {
        taking = false;
    }

    /// Disconnects, keeping the session; acknowledgements sent before reach the broker first.
    void close() {
        try {
            client.disconnect().get(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("disconnect of slot={} was not orderly", slot, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end("closed by us");
    }

    void acknowledge(Mqtt5Publish publish) {
        if (isGone()) {
            return;
        }
        try {
            publish.acknowledge();
        } catch (RejectedExecutionException e) {
            // The connection ended this moment, and the client's event loop with it: the broker delivers again.
            LOG.debug("too late to acknowledge on slot={}", slot, e);
        }
    }

    private Mqtt5AsyncClient client(Executor receiver) {
        MqttEndpoint endpoint = context.config().endpoint();
        Mqtt5ClientBuilder builder = MqttClient.builder()
                .useMqttVersion5()
                .identifier(context.config().clientIdentifier(slot))
                .addConnectedListener(connected -> onConnected())
                .addDisconnectedListener(this::onDisconnected)
                .transportConfig()
                .serverHost(endpoint.host())
                .serverPort(endpoint.port())
                .socketConnectTimeout(CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .mqttConnectTimeout(CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .sslConfig(context.tls())
                .applyTransportConfig();
        String username = endpoint.username();
        if (username != null) {
            byte[] password = endpoint.password() == null
                    ? new byte[0]
                    : endpoint.password().reveal().getBytes(StandardCharsets.UTF_8);
            builder.simpleAuth().username(username).password(password).applySimpleAuth();
        }
        Mqtt5AsyncClient built = builder.buildAsync();
        // Before connect: a resumed session delivers at once, and the client would acknowledge on its own what nobody
        // has registered for.
        built.publishes(MqttGlobalPublishFilter.ALL, this::onPublish, receiver, true);
        return built;
    }

    private void connectAndSubscribe() throws InterruptedException {
        Mqtt5ConnAck connAck = answer(
                "CONNECT",
                client.connectWith()
                        .cleanStart(false)
                        .sessionExpiryInterval(context.config().sessionExpiry().toSeconds())
                        .keepAlive(KEEP_ALIVE_SECONDS)
                        .restrictions()
                        .receiveMaximum(MqttConfig.RECEIVE_MAXIMUM)
                        .topicAliasMaximum(0)
                        .applyRestrictions()
                        .send());
        sessionPresent = connAck.isSessionPresent();
        // Also on a resumed session: it is idempotent, and a broker that crashed may have kept the session without it.
        SharedSubscriptions.requireGranted(
                answer("SUBSCRIBE", client.subscribe(SharedSubscriptions.of(context.config()))));
    }

    private static <T> T answer(String question, CompletableFuture<T> answer) throws InterruptedException {
        try {
            return answer.get(ANSWER_TIMEOUT.plus(CONNECT_TIMEOUT).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new BrokerUnavailableException(question + " failed: " + describe(cause), cause);
        } catch (TimeoutException e) {
            throw new BrokerUnavailableException(question + " was not answered in time", e);
        }
    }

    /// On the slot's receiver thread. Must not throw: the client would stop delivering.
    private void onPublish(Mqtt5Publish publish) {
        var delivery = new MqttDelivery(
                this,
                publish,
                context.decoder(),
                Reading.truncateToMicros(context.clock().instant()));
        try {
            // Room is normally there at once, the hand-off being as large as all windows. What is not taken in the end
            // stays unacknowledged, and the broker delivers it again.
            Handoff handoff = context.handoff();
            boolean offered = false;
            while (!offered && taking && !isGone()) {
                offered = handoff.offer(delivery, HANDOFF_PATIENCE);
            }
            if (offered && isGone()) {
                // Put in after the clean-up of this connection's end.
                discard();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A CONNECT that nobody waits for any more cannot be taken back, but must not leave a connection behind that holds
    /// the session and hands nothing on.
    private void onConnected() {
        if (isGone()) {
            var _ = client.disconnect();
        }
    }

    private void onDisconnected(MqttClientDisconnectedContext disconnected) {
        end(describe(disconnected.getCause()));
    }

    private void end(String cause) {
        if (ended.complete(cause)) {
            discard();
        }
    }

    private void discard() {
        context.handoff()
                .remove(delivery -> delivery instanceof MqttDelivery mqtt && mqtt.isFrom(this))
                .forEach(delivery -> delivery.keep());
    }

    private static String describe(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
