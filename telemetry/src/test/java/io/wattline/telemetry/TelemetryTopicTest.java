package io.wattline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryTopicTest {

    private final TelemetryTopic behindPrefix = new TelemetryTopic("devices/");

    @Test
    void putsThePrefixBeforeNamesAndFilters() {
        assertThat(behindPrefix.name(DeviceKind.METER, "M1")).isEqualTo("devices/meters/M1/telemetry");
        assertThat(behindPrefix.filter(DeviceKind.VEHICLE)).isEqualTo("devices/vehicles/+/telemetry");
        assertThat(new TelemetryTopic("").name(DeviceKind.VEHICLE, "V1")).isEqualTo("vehicles/V1/telemetry");
    }

    @Test
    void aNameParsesBackToItsDevice() {
        for (DeviceKind kind : DeviceKind.values()) {
            assertThat(behindPrefix.parse(behindPrefix.name(kind, "a.b:c_d-e*f")))
                    .isEqualTo(new TelemetryTopic.Address(kind, "a.b:c_d-e*f"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "meters/M1/telemetry",
                "devices/meters//telemetry",
                "devices/meters/telemetry",
                "devices/meters/M1",
                "devices/meters/M1/telemetry/",
                "devices/meters/M1/x/telemetry",
                "devices/Meters/M1/telemetry",
                "devices/meters/-M1/telemetry",
                "devices/meters/M 1/telemetry",
                "devices/metersXM1/telemetry",
                "devices/meters/M1/telemetrY",
                "/devices/meters/M1/telemetry"
            })
    void anythingElseIsNoDevice(String topicName) {
        assertThat(behindPrefix.parse(topicName)).isNull();
    }

    @Test
    void refusesPrefixesThatWouldMatchOtherTopics() {
        assertThatThrownBy(() -> new TelemetryTopic("+/")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TelemetryTopic("#")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void acceptsEveryTopicBelowAPrefixOfWholeLevels() {
        TelemetryTopic behindPrefix = new TelemetryTopic("devices/");

        assertThat(behindPrefix.filters()).containsExactly("devices/#");
        assertThat(behindPrefix.isUnderFilter("devices/meters/M1/telemetry")).isTrue();
        assertThat(behindPrefix.isUnderFilter("devices//meters/M1/Telemetry")).isTrue();
        assertThat(behindPrefix.isUnderFilter("meters/M1/telemetry")).isFalse();
        assertThat(behindPrefix.parse("devices//meters/M1/telemetry")).isNull();
    }

    @Test
    void receivesOnlyReadingsOnASharedBroker() {
        for (String prefix : List.of("", "fleet-", "/")) {
            TelemetryTopic topic = new TelemetryTopic(prefix);

            assertThat(topic.filters()).containsExactly(prefix + "meters/+/telemetry", prefix + "vehicles/+/telemetry");
            assertThat(topic.isUnderFilter(prefix + "meters/M1/telemetry")).isTrue();
            assertThat(topic.isUnderFilter(prefix + "meters/M1/Telemetry")).isFalse();
        }
    }
}
