package io.wattline.sim.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.sim.fleet.Fleet;
import io.wattline.sim.fleet.FleetSettings;
import io.wattline.telemetry.AcceptedWindow;
import io.wattline.telemetry.Decoded;
import io.wattline.telemetry.PayloadDecoder;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.RejectReason;
import io.wattline.telemetry.TelemetryTopic;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MalformationTest {

    private static final Instant NOW = Instant.parse("2026-11-20T15:00:00Z");
    private static final TelemetryTopic TOPIC = new TelemetryTopic("");

    private final Fleet fleet = new Fleet(new FleetSettings(20, 1));
    private final PayloadDecoder decoder = new PayloadDecoder(TOPIC, AcceptedWindow.DEFAULT);

    @ParameterizedTest
    @EnumSource(Malformation.class)
    void decoderRejectsTheWholeMessageForTheStatedReason(Malformation malformation) {
        for (int device = 0; device < fleet.deviceCount(); device++) {
            long at = NOW.toEpochMilli() * 1000 + device;
            Reading reading = fleet.reading(device, at - 3_600_000_000L, at);
            Decoded decoded =
                    decoder.decode(TOPIC.name(reading.kind(), reading.deviceId()), malformation.payload(reading), NOW);
            assertThat(decoded.readings()).isEmpty();
            assertThat(decoded.rejections())
                    .singleElement()
                    .satisfies(rejection -> assertThat(rejection.reason()).isEqualTo(malformation.reason()));
        }
    }

    @Test
    void coversEveryReasonThatADeviceCanCauseOnItsOwnTopic() {
        EnumSet<RejectReason> reasons = Arrays.stream(Malformation.values())
                .map(Malformation::reason)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(RejectReason.class)));
        assertThat(reasons).isEqualTo(EnumSet.complementOf(EnumSet.of(RejectReason.BAD_TOPIC, RejectReason.CONFLICT)));
    }
}
