package io.wattline.ingestor.mqtt;

import static io.wattline.ingestor.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.ingestor.pipeline.Delivery;
import io.wattline.ingestor.pipeline.Source;
import io.wattline.ingestor.testing.Readings;
import io.wattline.servers.MosquittoServer;
import io.wattline.telemetry.MeterReading;
import io.wattline.telemetry.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Persistent sessions at a real Mosquitto: what is acknowledged, and what comes again.
class SlotPoolIT {

    private static final List<MeterReading> TEN = Readings.meters("M1", 10);

    private final Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    private MosquittoServer broker;
    private TestDevices devices;

    @BeforeEach
    void open() throws Exception {
        Thread.setDefaultUncaughtExceptionHandler((thread, cause) -> uncaught.add(cause));
        broker = MosquittoServer.create();
        devices = TestDevices.connected(broker.uri());
    }

    @AfterEach
    void close() {
        if (devices != null) {
            devices.close();
        }
        broker.close();
        Thread.setDefaultUncaughtExceptionHandler(before);
        assertThat(uncaught).isEmpty();
    }

    @Test
    void deliversMessagesOfMetersAndVehicles() throws Exception {
        try (SlotFixture slots = connect(1)) {
            devices.publish(List.of(Readings.meter("M1"), Readings.vehicle("V1", 0)));

            List<Delivery> deliveries = slots.take(2);
            assertThat(SlotFixture.readings(deliveries))
                    .containsExactly(Readings.meter("M1"), Readings.vehicle("V1", 0));
            assertThat(deliveries).extracting(Delivery::source).containsOnly(Source.MQTT);
            assertThat(deliveries)
                    .extracting(Delivery::topicName)
                    .containsExactly("meters/M1/telemetry", "vehicles/V1/telemetry");
            assertThat(deliveries).extracting(Delivery::receivedAt).containsOnly(Readings.NOON.plusSeconds(1));
            assertThat(deliveries).noneMatch(Delivery::isAbandoned);
        }
    }

    @Test
    void eachMessageGoesToOneSlot() throws Exception {
        try (SlotFixture slots = connect(4)) {
            List<MeterReading> readings = Readings.meters("M1", 100);
            devices.publish(readings);

            assertThat(SlotFixture.readings(slots.take(100))).hasSize(100).containsAll(readings);
        }
    }

    @Test
    void resumedSessionDeliversQueuedMessagesWithoutAutomaticAcknowledgement() throws Exception {
        connect(1).close();
        devices.publish(TEN);

        for (int time = 0; time < 3; time++) {
            try (SlotFixture slots = connect(1)) {
                assertThat(SlotFixture.readings(slots.take(10)))
                        .as("time %d", time)
                        .isEqualTo(TEN);
            }
        }
    }

    @Test
    void redeliversOnlyUnacknowledgedMessages() throws Exception {
        try (SlotFixture slots = connect(1)) {
            devices.publish(TEN);
            SlotFixture.acknowledge(slots.take(10).subList(0, 4));
        }
        try (SlotFixture slots = connect(1)) {
            assertThat(SlotFixture.readings(slots.take(6))).isEqualTo(TEN.subList(4, 10));
        }
    }

    @Test
    void acknowledgementsReachTheBrokerBeforeTheDisconnect() throws Exception {
        List<MeterReading> many = Readings.meters("M1", 400);
        try (SlotFixture slots = connect(1)) {
            devices.publish(many);
            List<Delivery> taken = slots.take(400);
            slots.pool.letGoOfAll();
            SlotFixture.acknowledge(taken);
            slots.pool.stop(Duration.ofSeconds(10));
        }
        devices.publish(List.of(Readings.meter("last")));
        try (SlotFixture slots = connect(1)) {
            // The broker delivers in order, so anything left of the many would come first.
            assertThat(SlotFixture.readings(slots.take(1))).containsExactly(Readings.meter("last"));
        }
    }

    @Test
    void leavesLaterMessagesToTheBrokerOnceItStopsReceiving() throws Exception {
        try (SlotFixture slots = connect(1)) {
            devices.publish(TEN.subList(0, 1));
            List<Delivery> taken = slots.take(1);
            slots.pool.letGoOfAll();
            devices.publish(TEN.subList(1, 10));
            SlotFixture.acknowledge(taken);
            slots.pool.stop(Duration.ofSeconds(10));
            assertThat(slots.handoff.size()).isZero();
        }
        try (SlotFixture slots = connect(1)) {
            assertThat(SlotFixture.readings(slots.take(9))).isEqualTo(TEN.subList(1, 10));
            assertThat(slots.count("wattline.slot.sessions.lost")).isZero();
        }
    }

    @Test
    void retiredSlotIsEmptyAndReceivesNothingMore() throws Exception {
        try (SlotFixture slots = connect(2)) {
            devices.publish(TEN);
            List<Delivery> before = slots.take(10);
            slots.pool.retire(1);
            SlotFixture.acknowledge(before);

            eventually("retired", () -> slots.pool.retired().contains(1));
            devices.publish(TEN);
            assertThat(SlotFixture.readings(slots.take(10))).isEqualTo(TEN);
        }
        try (SlotFixture slots = connect(2)) {
            // Slot 0 had them in hand; nothing waited in a session of slot 1.
            assertThat(SlotFixture.readings(slots.take(10))).isEqualTo(TEN);
        }
    }

    @Test
    void silentBrokerKeepsTheSessionOfARetiringSlot() throws Exception {
        List<MeterReading> many = windows(3);
        try (SlotFixture slots = connect(1)) {
            devices.publish(many);
            List<Delivery> window = slots.take(MqttConfig.RECEIVE_MAXIMUM);
            slots.pool.retire(0);
            devices.awaitNoSubscriber();

            broker.freeze(Duration.ofSeconds(4), () -> SlotFixture.acknowledge(window));

            List<Reading> retired = new ArrayList<>(SlotFixture.readings(window));
            eventually("retired", () -> {
                List<Delivery> more = slots.handoff.remove(delivery -> true);
                retired.addAll(SlotFixture.readings(more));
                SlotFixture.acknowledge(more);
                return slots.pool.retired().contains(0);
            });
            assertThat(retired).isEqualTo(many);
        }
    }

    @Test
    void stopDuringARetirementKeepsTheSession() throws Exception {
        List<MeterReading> many = windows(2);
        try (SlotFixture slots = connect(1)) {
            devices.publish(many);
            List<Delivery> window = slots.take(MqttConfig.RECEIVE_MAXIMUM);
            slots.pool.retire(0);
            devices.awaitNoSubscriber();
            slots.pool.letGoOfAll();
            SlotFixture.acknowledge(window);

            slots.pool.stop(Duration.ofSeconds(10));

            assertThat(slots.pool.retired()).isEmpty();
        }
        try (SlotFixture slots = connect(1)) {
            assertThat(SlotFixture.readings(slots.take(MqttConfig.RECEIVE_MAXIMUM)))
                    .isEqualTo(many.subList(MqttConfig.RECEIVE_MAXIMUM, many.size()));
        }
    }

    @Test
    void forgetsTheDeliveriesOfADeadConnection() throws Exception {
        try (SlotFixture slots = connect(1)) {
            devices.publish(TEN.subList(0, 1));
            List<Delivery> taken = slots.take(1);
            devices.publish(TEN.subList(1, 10));
            eventually("waiting", () -> slots.handoff.size() == 9);

            broker.kill();

            eventually("taken out of the hand-off", () -> slots.handoff.size() == 0);
            assertThat(taken).allMatch(Delivery::isAbandoned);
            // A writer that holds it still acknowledges it.
            SlotFixture.acknowledge(taken);
            assertThat(slots.connected()).isZero();
        }
    }

    @Test
    void reconnectsAndSubscribesAfterAnOrderlyRestartOfTheBroker() throws Exception {
        try (SlotFixture slots = connect(2)) {
            devices.publish(TEN);
            slots.take(10);
            devices.close();

            broker.stop();
            eventually("all gone", () -> slots.connected() == 0);
            broker.start();
            slots.awaitConnected();

            assertThat(SlotFixture.readings(slots.take(10))).containsExactlyInAnyOrderElementsOf(TEN);
            // Mosquitto 2.0.21 keeps the sessions over a restart, but not their shared subscriptions.
            devices = TestDevices.connected(broker.uri());
            devices.publish(List.of(Readings.meter("M2")));
            assertThat(SlotFixture.readings(slots.take(1))).containsExactly(Readings.meter("M2"));
            assertThat(slots.count("wattline.slot.connects")).isEqualTo(4);
            assertThat(slots.registry
                            .find("wattline.slot.disconnects")
                            .tag("cause", "connection_closed")
                            .counters())
                    .hasSize(2);
            assertThat(slots.count("wattline.slot.sessions.lost")).isZero();
        }
    }

    @Test
    void subscribesAgainAndCountsALostSession() throws Exception {
        try (SlotFixture slots = connect(1)) {
            broker.stop();
            broker.forget();
            broker.start();
            eventually("lost", () -> slots.count("wattline.slot.sessions.lost") == 1);
            slots.awaitConnected();

            devices = TestDevices.connected(broker.uri());
            devices.publish(TEN);

            assertThat(SlotFixture.readings(slots.take(10))).isEqualTo(TEN);
        }
    }

    /// Readings to fill the window of a slot so many times; each measured recently enough to be accepted.
    private static List<MeterReading> windows(int count) {
        return IntStream.range(0, 2 * count)
                .mapToObj(i -> Readings.meters("W" + i, MqttConfig.RECEIVE_MAXIMUM / 2))
                .flatMap(List::stream)
                .toList();
    }

    private SlotFixture connect(int slots) throws Exception {
        return SlotFixture.connected(SlotFixture.config(broker.uri(), slots));
    }
}
