package io.wattline.ingestor.mqtt;

import static io.wattline.ingestor.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.runtime.config.Secret;
import java.net.URI;
import org.junit.jupiter.api.Test;

class SlotTest {

    @Test
    void saysSoOnceWhereTheBrokerCannotBeReachedAndWithoutThePassword() throws Exception {
        try (var log = SlotLog.attached();
                var slots = slots("ingestor")) {
            eventually("complained", () -> !log.warnings().isEmpty());

            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .contains("slot=0")
                    .doesNotContain("canary");
            assertThat(slots.pool.connected()).isZero();
        }
    }

    @Test
    void goesOnTryingWhenItCannotEvenTry() throws Exception {
        // The client refuses to send such a name.
        try (var log = SlotLog.attached();
                var slots = slots("a\0b")) {
            eventually("complained", () -> !log.warnings().isEmpty());

            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .contains("slot=0")
                    .doesNotContain("canary");
            assertThat(slots.pool.connected()).isZero();
        }
    }

    /// Port 1 of the loopback address, where nobody listens.
    private static SlotFixture slots(String username) {
        var endpoint = new MqttEndpoint(
                URI.create("mqtt://127.0.0.1:1"), username, Secret.of("canary"), MqttEndpoint.Tls.NONE);
        return new SlotFixture(SlotFixture.config(endpoint, 1));
    }
}
