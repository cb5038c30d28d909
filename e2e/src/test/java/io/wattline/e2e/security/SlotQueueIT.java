package io.wattline.e2e.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The shipped broker keeps what is acknowledged for a slot whose ingestor is away.
///
/// With `per_listener_settings true`, or with the certificate alone for a login, it does not: the tests are the reason
/// why neither is in the configuration.
class SlotQueueIT {

    private static final Mqtt5Connect RESUME = Mqtt5Connect.builder()
            .cleanStart(false)
            .sessionExpiryInterval(3_600)
            .build();
    private static final String FILTER = "$share/ingestors/devices/meters/+/telemetry";
    private static final String TOPIC = "meters/M1/telemetry";

    private SecuredFleet fleet;

    private void start(boolean certificates) {
        fleet = certificates ? SecuredFleet.createWithCertificates() : SecuredFleet.create();
        try (Peer slot = slot()) {
            slot.subscribe(FILTER);
        }
    }

    @AfterEach
    void end() {
        fleet.close();
    }

    @ParameterizedTest(name = "devices with certificates: {0}")
    @ValueSource(booleans = {false, true})
    void queuesWhileTheIngestorIsAwayEvenAfterABrokerReload(boolean certificates) {
        start(certificates);
        Login device = device(certificates);
        publish(device, "before the reload");
        fleet.broker().reload();
        publish(device, "after the reload");
        assertThat(resumed()).containsExactly("before the reload", "after the reload");
    }

    @ParameterizedTest(name = "devices with certificates: {0}")
    @ValueSource(booleans = {false, true})
    void keepsTheQueueOverARestartAndDeliversAfterResubscribing(boolean certificates) {
        start(certificates);
        Login device = device(certificates);
        publish(device, "before the restart");
        fleet.broker().stop();
        fleet.broker().start();
        fleet.broker().reload();
        assertThat(resumed()).containsExactly("before the restart");
        publish(device, "after the restart");
        fleet.broker().reload();
        publish(device, "after the restart and the reload");
        assertThat(resumed()).containsExactly("after the restart", "after the restart and the reload");
    }

    private Login device(boolean certificates) {
        if (certificates) {
            return fleet.certificateOf("M1");
        }
        fleet.provision("M1");
        return fleet.login("M1");
    }

    private void publish(Login device, String payload) {
        try (Peer peer = fleet.connect(device)) {
            assertThat(peer.publish(TOPIC, payload.getBytes(UTF_8))).isEqualTo(Mqtt5PubAckReasonCode.SUCCESS);
        }
    }

    /// What the slot gets on coming back; it subscribes again, as the ingestor does, and leaves again.
    private List<String> resumed() {
        try (Peer slot = slot()) {
            assertThat(slot.connAck().isSessionPresent()).isTrue();
            slot.subscribe(FILTER);
            await().until(() -> !slot.received().isEmpty());
            return slot.received().stream()
                    .map(message -> new String(message.getPayloadAsBytes(), UTF_8))
                    .toList();
        }
    }

    private Peer slot() {
        Login login = fleet.ingestorLogin().as("ingestors/0");
        return Peer.connect(fleet.internalPort(), fleet.ca(), login, RESUME);
    }
}
