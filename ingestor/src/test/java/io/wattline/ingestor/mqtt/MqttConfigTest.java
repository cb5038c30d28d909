package io.wattline.ingestor.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.telemetry.DeviceId;
import io.wattline.telemetry.TelemetryTopic;
import io.wattline.tls.TlsFiles;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MqttConfigTest {

    private static final Duration WEEK = Duration.ofDays(7);

    @Test
    void ourClientIdentifiersAreOutsideTheDeviceGrammar() {
        String identifier = config("ingestors", 4, WEEK).clientIdentifier(3);

        assertThat(identifier).isEqualTo("ingestors/3");
        assertThat(DeviceId.isValid(identifier)).isFalse();
    }

    @Test
    void handoffHoldsTheWindowsOfAllSlots() {
        assertThat(MqttConfig.MOST_IN_HAND).isEqualTo(64 * (MqttConfig.RECEIVE_MAXIMUM + MqttConfig.QOS_0_MAXIMUM));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a+", "#", "with blank", "größe"})
    void refusesAnInvalidShareName(String group) {
        assertThatThrownBy(() -> config(group, 1, WEEK)).hasMessageContaining("share group");
    }

    @Test
    void passesItsBoundsToSlotsAndSessions() {
        assertThatCode(() -> config("a".repeat(64), 64, Duration.ofMinutes(1))).doesNotThrowAnyException();
        assertThatThrownBy(() -> config("a".repeat(65), 1, WEEK)).hasMessageContaining("share group");
        assertThatThrownBy(() -> config("a", 0, WEEK)).hasMessageContaining("1 to 64 slots");
        assertThatThrownBy(() -> config("a", 65, WEEK)).hasMessageContaining("1 to 64 slots");
        assertThatThrownBy(() -> config("a", 1, Duration.ofSeconds(59))).hasMessageContaining("session expiry");
        // 2^32 - 1 would mean for ever.
        assertThatThrownBy(() -> config("a", 1, Duration.ofSeconds(0xFFFF_FFFFL)))
                .hasMessageContaining("session expiry");
    }

    private static MqttConfig config(String group, int slots, Duration sessionExpiry) {
        var endpoint = new MqttEndpoint(URI.create("mqtt://127.0.0.1"), null, null, TlsFiles.NONE);
        return new MqttConfig(endpoint, group, slots, sessionExpiry, new TelemetryTopic(""));
    }
}
