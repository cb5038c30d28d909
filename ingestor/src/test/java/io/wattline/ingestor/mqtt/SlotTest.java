package io.wattline.ingestor.mqtt;

import static io.wattline.ingestor.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.ingestor.testing.Readings;
import io.wattline.settings.Secret;
import io.wattline.telemetry.PayloadEncoder;
import io.wattline.tls.TlsFiles;
import java.net.URI;
import org.junit.jupiter.api.Test;

class SlotTest {

    @Test
    void logsAnUnreachableBrokerOnceWithoutThePassword() throws Exception {
        try (var log = SlotLog.attached();
                var slots = slots("ingestor")) {
            eventually("complained", () -> !log.warnings().isEmpty());

            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .contains("slot=0")
                    .doesNotContain("canary");
            assertThat(slots.connected()).isZero();
        }
    }

    @Test
    void retriesWhenAClientCannotBeCreated() throws Exception {
        // The client refuses to send such a name.
        try (var log = SlotLog.attached();
                var slots = slots("a\0b")) {
            eventually("complained", () -> !log.warnings().isEmpty());

            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .contains("slot=0")
                    .doesNotContain("canary");
            assertThat(slots.connected()).isZero();
        }
    }

    @Test
    void isNotConnectedWhenTheBrokerGrantsLessThanItNeeds() throws Exception {
        try (var broker = new ScriptedBroker();
                var log = SlotLog.attached();
                var slots = new SlotFixture(SlotFixture.config(broker.url(), 1))) {
            broker.expect(ScriptedBroker.CONNECT);
            broker.connAck();
            // QoS 1 for the one kind of device, QoS 0 for the other.
            broker.subAck(broker.expect(ScriptedBroker.SUBSCRIBE), 1, 0);

            broker.expect(ScriptedBroker.DISCONNECT);
            assertThat(slots.connected()).isZero();
            assertThat(log.warnings()).singleElement().asString().contains("SUBSCRIBE", "GRANTED_QOS_0");
        }
    }

    @Test
    void isNotConnectedBeforeItHasJoinedTheShareGroup() throws Exception {
        try (var broker = new ScriptedBroker();
                var slots = new SlotFixture(SlotFixture.config(broker.url(), 1))) {
            broker.expect(ScriptedBroker.CONNECT);
            broker.connAck();
            ScriptedBroker.Packet subscribe = broker.expect(ScriptedBroker.SUBSCRIBE);
            assertThat(slots.connected()).isZero();
            assertThat(slots.pool.allConnected()).isFalse();

            broker.subAck(subscribe, 1, 1);
            slots.awaitConnected();
        }
    }

    @Test
    void endsASessionOnlyAfterAnEmptyRoundTripInTheQuiet() throws Exception {
        try (var broker = new ScriptedBroker();
                var slots = new SlotFixture(SlotFixture.config(broker.url(), 1))) {
            broker.welcome();
            slots.pool.retire(0);
            broker.unsubAck(broker.expect(ScriptedBroker.UNSUBSCRIBE), 0, 0);
            ScriptedBroker.Packet first = broker.expect(ScriptedBroker.UNSUBSCRIBE);
            broker.publish("meters/M1/telemetry", 1, PayloadEncoder.encode(Readings.meter("M1")));
            broker.unsubAck(first, 0x11, 0x11);
            SlotFixture.acknowledge(slots.take(1));

            int roundTrips = 0;
            ScriptedBroker.Packet next = broker.next();
            while (next.type() != ScriptedBroker.DISCONNECT) {
                if (next.type() == ScriptedBroker.UNSUBSCRIBE) {
                    broker.unsubAck(next, 0x11, 0x11);
                    roundTrips++;
                }
                next = broker.next();
            }
            assertThat(roundTrips).isGreaterThanOrEqualTo(2);
            eventually("retired", () -> slots.pool.retired().contains(0));
        }
    }

    @Test
    void keepsMessagesOutsideItsFiltersAndReportsThem() throws Exception {
        try (var broker = new ScriptedBroker();
                var slots = new SlotFixture(SlotFixture.config(broker.url(), 1))) {
            broker.welcome();
            slots.awaitConnected();
            assertThat(slots.pool.complaint()).isNull();
            broker.publish("devices/meters/M1/telemetry", 1, PayloadEncoder.encode(Readings.meter("M1")));

            eventually("said so", () -> slots.pool.complaint() != null);
            assertThat(slots.pool.complaint()).contains("MQTT_TOPIC_PREFIX", "slots [0]");
            assertThat(slots.pool.presence().served()).isEmpty();
            assertThat(slots.handoff.size()).isZero();
            assertThat(broker.hasReceived(ScriptedBroker.PUBACK)).isFalse();
        }
    }

    @Test
    void receivesNothingWhenReleasedWhileConnecting() throws Exception {
        try (var broker = new ScriptedBroker();
                var slots = new SlotFixture(SlotFixture.config(broker.url(), 1))) {
            broker.expect(ScriptedBroker.CONNECT);
            slots.pool.letGoOfAll();
            broker.connAckAndPublish("meters/M1/telemetry", PayloadEncoder.encode(Readings.meter("M1")));

            broker.expect(ScriptedBroker.DISCONNECT);
            assertThat(slots.handoff.size()).isZero();
        }
    }

    /// Port 1 of the loopback address, where nobody listens.
    private static SlotFixture slots(String username) {
        var endpoint = new MqttEndpoint(URI.create("mqtt://127.0.0.1:1"), username, Secret.of("canary"), TlsFiles.NONE);
        return new SlotFixture(SlotFixture.config(endpoint, 1));
    }
}
