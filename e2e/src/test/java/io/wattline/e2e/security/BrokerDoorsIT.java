package io.wattline.e2e.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5WillPublish;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `mosquitto.conf`: who gets in, and what a device may do there.
class BrokerDoorsIT {

    private static final byte[] PAYLOAD = "{}".getBytes(UTF_8);

    private static SecuredFleet fleet;

    @BeforeAll
    static void start() {
        fleet = SecuredFleet.create();
        fleet.provision("M1", "M2", "V1");
        fleet.provisionGateway("gateway-1");
    }

    @AfterAll
    static void end() {
        fleet.close();
    }

    @Test
    void refusesAMissingOrWrongPassword() {
        assertThatThrownBy(() -> fleet.connect(Login.anonymous("M1"))).hasMessageContaining("NOT_AUTHORIZED");
        assertThatThrownBy(() -> fleet.connect(Login.password("M1", "wrong"))).hasMessageContaining("NOT_AUTHORIZED");
        assertThatThrownBy(() -> fleet.connect(Login.password("nobody", "x"))).hasMessageContaining("NOT_AUTHORIZED");
        String password = fleet.login("M2").password();
        assertThatThrownBy(() -> fleet.connect(Login.password("M1", password))).hasMessageContaining("NOT_AUTHORIZED");
    }

    @ParameterizedTest
    @ValueSource(ints = {8883, 8884})
    void doesNotAnswerPlainText(int shippedPort) throws IOException {
        // CONNECT of MQTT 5 with the client id "a", clean start, keep-alive 60.
        byte[] connect = {0x10, 14, 0, 4, 'M', 'Q', 'T', 'T', 5, 2, 0, 60, 0, 0, 1, 'a'};
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), fleet.broker().port(shippedPort))) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(connect);
            // A TLS alert at most; a CONNACK would begin with 0x20.
            assertThat(socket.getInputStream().read()).isIn(-1, 0x15);
        } catch (SocketException e) {
            assertThat(e).hasMessage("Connection reset");
        }
    }

    @Test
    void letsADeviceWriteItsOwnTopicsOnly() {
        try (Peer device = fleet.connect("M1")) {
            // 0x10: allowed, and there is no subscriber.
            assertThat(device.publish("meters/M1/telemetry", PAYLOAD))
                    .isEqualTo(Mqtt5PubAckReasonCode.NO_MATCHING_SUBSCRIBERS);
            for (String topic : new String[] {
                "meters/M2/telemetry",
                "vehicles/V1/telemetry",
                "meters/M2/telemetry/M1",
                "meters/M2/M1",
                "M1/M2/telemetry",
                "elsewhere",
                "$SYS/broker/clients/total"
            }) {
                assertThat(device.publish(topic, PAYLOAD)).as(topic).isEqualTo(Mqtt5PubAckReasonCode.NOT_AUTHORIZED);
            }
        }
    }

    @Test
    void refusesADeviceThatWritesForOthersWhateverItsName() {
        fleet.provision("telemetry", "meters", "devices");
        for (String name : List.of("telemetry", "meters", "devices")) {
            try (Peer device = fleet.connect(name)) {
                for (String topic : List.of("meters/M1/telemetry", "vehicles/M1/telemetry")) {
                    assertThat(device.publish(topic, PAYLOAD))
                            .as(name + " to " + topic)
                            .isEqualTo(Mqtt5PubAckReasonCode.NOT_AUTHORIZED);
                }
            }
        }
    }

    @Test
    void letsAGatewayWriteForEveryDeviceAndReadForNone() {
        try (Peer gateway = fleet.connect("gateway-1");
                Peer device = fleet.connect("M1")) {
            gateway.subscribe("meters/+/telemetry");
            assertThat(gateway.publish("meters/M2/telemetry", PAYLOAD))
                    .isNotEqualTo(Mqtt5PubAckReasonCode.NOT_AUTHORIZED);
            assertThat(gateway.publish("vehicles/V9/telemetry", PAYLOAD))
                    .isNotEqualTo(Mqtt5PubAckReasonCode.NOT_AUTHORIZED);
            assertThat(gateway.publish("elsewhere", PAYLOAD)).isEqualTo(Mqtt5PubAckReasonCode.NOT_AUTHORIZED);
            device.publish("meters/M1/telemetry", PAYLOAD);
            assertThat(gateway.received()).isEmpty();
        }
    }

    @Test
    void deliversNoWillToAnotherDevicesTopic() {
        var will = Mqtt5WillPublish.builder().topic("meters/M2/telemetry").qos(MqttQos.AT_LEAST_ONCE);
        Mqtt5Connect connect = Mqtt5Connect.builder()
                .willPublish(will.payload(PAYLOAD).build())
                .build();
        try (Peer reader = fleet.connectInternally(fleet.ingestorLogin())) {
            reader.subscribe("devices/meters/+/telemetry");
            try (Peer device = Peer.connect(fleet.devicePort(), fleet.ca(), fleet.login("M1"), connect);
                    Peer sameDevice = fleet.connect("M1")) {
                // Thrown out by its own second connection, without a DISCONNECT of its own: the will is due.
                await().until(() -> !device.isConnected());
                sameDevice.publish("meters/M1/telemetry", PAYLOAD);
                await().until(() -> !reader.received().isEmpty());
            }
            assertThat(reader.received())
                    .extracting(message -> message.getTopic().toString())
                    .containsOnly("devices/meters/M1/telemetry");
        }
    }

    @Test
    void showsARetainedMessageToNoDevice() {
        try (Peer device = fleet.connect("M2");
                Peer other = fleet.connect("V1")) {
            other.retain("vehicles/V1/telemetry", PAYLOAD);
            for (Peer reader : List.of(device, other)) {
                reader.subscribe("vehicles/V1/telemetry");
                reader.subscribe("#");
                // Answered after whatever the subscriptions would have brought.
                reader.publish("elsewhere", PAYLOAD);
                assertThat(reader.received()).isEmpty();
            }
        }
    }

    @Test
    void statesItsLimitsInTheConnAck() {
        try (Peer device = fleet.connect("V1")) {
            assertThat(device.connAck().getRestrictions().getMaximumPacketSize())
                    .isEqualTo(262_144);
            assertThat(device.connAck().getRestrictions().getReceiveMaximum()).isEqualTo(1_000);
        }
        Mqtt5Connect lazy = Mqtt5Connect.builder().keepAlive(65_535).build();
        try (Peer device = Peer.connect(fleet.devicePort(), fleet.ca(), fleet.login("V1"), lazy)) {
            assertThat(device.connAck().getServerKeepAlive()).isEmpty();
        }
    }

    @Test
    void refusesDevicesOnTheInternalListener() {
        Login device = fleet.login("M1");
        assertThatThrownBy(() -> fleet.connectInternally(device)).hasMessageContaining("certificate");
        assertThatThrownBy(() -> fleet.connectInternally(fleet.certificateOf("M1")))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> fleet.connectInternally(device.with(fleet.secret("authorities", "server"))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void requiresTheIngestorsPasswordBesidesTheirCertificate() {
        Login ingestor = fleet.ingestorLogin();
        assertThatThrownBy(() -> fleet.connectInternally(Login.certificate(fleet.secret("ingestor", "mqtt-client"))))
                .hasMessageContaining("NOT_AUTHORIZED");
        assertThatThrownBy(() -> fleet.connectInternally(Login.password("_ingestor", ingestor.password())))
                .hasMessageContaining("certificate");
        try (Peer peer = fleet.connectInternally(ingestor)) {
            assertThat(peer.publish("devices/meters/M1/telemetry", PAYLOAD))
                    .as("an ingestor writes nothing")
                    .isEqualTo(Mqtt5PubAckReasonCode.NOT_AUTHORIZED);
        }
    }

    @Test
    void disconnectsOnlyTheRevokedDevice() {
        fleet.provision("stolen");
        try (Peer stolen = fleet.connect("stolen");
                Peer other = fleet.connect("M2")) {
            fleet.revoke("stolen");
            await().until(() -> !stolen.isConnected());
            assertThatThrownBy(() -> fleet.connect("stolen")).hasMessageContaining("NOT_AUTHORIZED");
            assertThat(other.isConnected()).isTrue();
        }
    }
}
