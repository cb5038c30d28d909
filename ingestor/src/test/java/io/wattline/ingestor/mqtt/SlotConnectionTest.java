package io.wattline.ingestor.mqtt;

import static io.wattline.ingestor.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wattline.ingestor.lease.StandingLeases;
import io.wattline.ingestor.lease.TrustedClock;
import io.wattline.ingestor.metrics.MicrometerPipelineMetrics;
import io.wattline.ingestor.mqtt.ScriptedBroker.Packet;
import io.wattline.ingestor.pipeline.Delivery;
import io.wattline.ingestor.pipeline.Handoff;
import io.wattline.ingestor.pipeline.Outcomes;
import io.wattline.ingestor.refusal.RefusalTally;
import io.wattline.ingestor.testing.Readings;
import io.wattline.telemetry.AcceptedWindow;
import io.wattline.telemetry.PayloadDecoder;
import io.wattline.telemetry.PayloadEncoder;
import io.wattline.telemetry.TelemetryTopic;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What one connection says to the broker, and what it makes of answers that no Mosquitto gives on demand.
class SlotConnectionTest {

    private static final int ROOM = 60;
    /// More than what fills the hand-off with usual readings, and less than what 55 messages of 200 bytes take.
    private static final long MOST_BYTES = 38_000;

    private final Handoff handoff = new Handoff(ROOM, new MicrometerPipelineMetrics(new SimpleMeterRegistry()));
    private final BytesInHand bytes = new BytesInHand(MOST_BYTES);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final CompletableFuture<SlotConnection> opened = new CompletableFuture<>();
    private ScriptedBroker broker;
    private Thread opener;

    @BeforeEach
    void open() throws IOException {
        broker = new ScriptedBroker();
        var context = new SlotContext(
                SlotFixture.config(broker.url(), 1),
                null,
                new SlotPool.Reception(
                        handoff,
                        new PayloadDecoder(new TelemetryTopic(""), AcceptedWindow.DEFAULT),
                        TrustedClock.of(InstantSource.system()),
                        bytes,
                        new RefusalTally(reason -> {})),
                StandingLeases.of(1),
                new SlotMetrics(registry));
        opener = Thread.ofVirtual().start(() -> {
            try {
                SlotConnection connection = SlotConnection.open(context, 0, () -> true);
                connection.subscribe();
                opened.complete(connection);
            } catch (BrokerUnavailableException | InterruptedException e) {
                opened.completeExceptionally(e);
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        broker.close();
        opener.interrupt();
    }

    @Test
    void connectsWithItsOwnSessionAndReceiveMaximum() throws Exception {
        ByteBuffer connect =
                ByteBuffer.wrap(broker.expect(ScriptedBroker.CONNECT).body());
        connect.position(7);
        boolean cleanStart = (connect.get() & 0b10) != 0;
        int keepAlive = connect.getShort();
        byte[] properties = new byte[connect.get()];
        connect.get(properties);
        byte[] identifier = new byte[connect.getShort()];
        connect.get(identifier);

        assertThat(cleanStart).isFalse();
        assertThat(keepAlive).isEqualTo(10);
        assertThat(new String(identifier, UTF_8)).isEqualTo("test/0");
        // Session Expiry Interval of an hour, Receive Maximum of 500.
        assertThat(properties).containsSequence(0x11, 0, 0, 0x0E, 0x10).containsSequence(0x21, 0x01, 0xF4);
    }

    @Test
    void subscribesToBothKindsOnceAndWithoutRetainedMessages() throws Exception {
        broker.expect(ScriptedBroker.CONNECT);
        broker.connAck();
        String subscribe = new String(broker.expect(ScriptedBroker.SUBSCRIBE).body(), UTF_8);

        // Retain handling 2, retain as published, QoS 1.
        assertThat(subscribe)
                .contains("$share/test/meters/+/telemetry\u0029")
                .contains("$share/test/vehicles/+/telemetry\u0029");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x87, 0x9E})
    void isNotSubscribedWhereOneSubscriptionIsRefusedOrWeakened(int reasonCode) throws Exception {
        broker.expect(ScriptedBroker.CONNECT);
        broker.connAck();
        Packet subscribe = broker.expect(ScriptedBroker.SUBSCRIBE);
        broker.subAck(subscribe, 1, reasonCode);

        assertThatThrownBy(() -> opened.get(5, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(BrokerUnavailableException.class)
                .hasMessageContaining("SUBSCRIBE");
    }

    @Test
    void acknowledgesNothingBeforeTheWriterDoes() throws Exception {
        broker.welcome();
        broker.publish("meters/M1/telemetry", 7, PayloadEncoder.encode(Readings.meter("M1")));
        eventually("handed on", () -> handoff.size() == 1);
        Delivery delivery = handoff.remove(any -> true).getFirst();
        assertThat(broker.hasReceived(ScriptedBroker.PUBACK)).isFalse();

        delivery.acknowledge(new Outcomes(1, 0, 0, 0, List.of()));

        assertThat(broker.expect(ScriptedBroker.PUBACK).body()).startsWith(0, 7);
    }

    @Test
    void boundsQos0MessagesAndKeepsRoomForTheWindow() throws Exception {
        broker.welcome();
        for (int n = 0; n < MqttConfig.QOS_0_MAXIMUM + 5; n++) {
            broker.publishUnacknowledged("meters/M1/telemetry", PayloadEncoder.encode(Readings.meter("M1")));
        }
        broker.publish("meters/M1/telemetry", 7, PayloadEncoder.encode(Readings.meter("M1")));

        eventually("the one of QoS 1 is handed on", () -> handoff.size() == MqttConfig.QOS_0_MAXIMUM + 1);
        assertThat(registry.get("wattline.slot.qos0.discarded").counter().count())
                .isEqualTo(5);
        assertThat(opened.get(5, TimeUnit.SECONDS).isGone()).isFalse();
    }

    @Test
    void stopsReadingAboveTheByteLimitAndContinuesAfterAcknowledgements() throws Exception {
        broker.welcome();
        eventually("connected", () -> opened.isDone());
        byte[] large = "x".repeat(200).getBytes(UTF_8);
        for (int n = 1; n <= 55; n++) {
            broker.publish("meters/M1/telemetry", n, large);
        }
        eventually("full", bytes::isFull);
        assertThat(opened.resultNow().deliveries()).isLessThanOrEqualTo(55);
        eventually("handed on", () -> handoff.size() > MOST_BYTES / (BytesInHand.OVERHEAD + 250));

        while (handoff.size() > 0) {
            SlotFixture.acknowledge(handoff.remove(any -> true));
        }
        eventually("reading again", () -> !bytes.isFull());
        for (int n = 56; n <= 60; n++) {
            broker.publish("meters/M1/telemetry", n, large);
        }
        eventually("all came", () -> {
            SlotFixture.acknowledge(handoff.remove(any -> true));
            return opened.resultNow().deliveries() == 60;
        });
        eventually("nothing in hand", () -> bytes.now() == 0);
        assertThat(opened.resultNow().isGone()).isFalse();
    }

    @Test
    void disconnectsAtOnceWhileNothingIsRead() throws Exception {
        broker.welcome();
        eventually("connected", () -> opened.isDone());
        for (int n = 1; n <= 55; n++) {
            broker.publish("meters/M1/telemetry", n, "x".repeat(200).getBytes(UTF_8));
        }
        eventually("full", bytes::isFull);

        Thread closer = Thread.ofVirtual().start(opened.resultNow()::close);
        broker.expect(ScriptedBroker.DISCONNECT);
        broker.close();

        assertThat(closer.join(Duration.ofSeconds(5))).isTrue();
        assertThat(bytes.now()).isZero();
    }

    @Test
    void closesTheConnectionOnceWhenTheHandoffIsFull() throws Exception {
        broker.welcome();
        for (int n = 1; n <= ROOM + 5; n++) {
            broker.publish("meters/M1/telemetry", n, PayloadEncoder.encode(Readings.meter("M1")));
        }

        broker.expect(ScriptedBroker.DISCONNECT);
        eventually(
                "it is gone and has taken everything back",
                () -> opened.resultNow().isGone()
                        && handoff.size() == 0
                        && opened.resultNow().inHand() == 0);
        assertThat(broker.hasReceived(ScriptedBroker.PUBACK)).isFalse();
        assertThat(broker.hasReceived(ScriptedBroker.DISCONNECT)).isFalse();
    }

    @Test
    void ignoresAnAcknowledgementAfterTheConnectionEnded() throws Exception {
        broker.welcome();
        SlotConnection connection = opened.get(5, TimeUnit.SECONDS);

        // What the client throws once its event loop is gone.
        Mqtt5Publish late = publishWhoseAcknowledgeThrows(new RejectedExecutionException("event executor terminated"));

        assertThatCode(() -> connection.acknowledge(late)).doesNotThrowAnyException();
    }

    private static Mqtt5Publish publishWhoseAcknowledgeThrows(RuntimeException thrown) {
        return (Mqtt5Publish) Proxy.newProxyInstance(
                SlotConnectionTest.class.getClassLoader(),
                new Class<?>[] {Mqtt5Publish.class},
                (self, method, args) -> {
                    throw thrown;
                });
    }
}
