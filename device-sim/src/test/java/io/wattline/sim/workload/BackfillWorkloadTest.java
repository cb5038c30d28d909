package io.wattline.sim.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.sim.fleet.FleetSettings;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.WireFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackfillWorkloadTest {

    private static final Instant END = Instant.parse("2026-11-20T15:00:00Z");
    private static final FleetSettings FLEET = new FleetSettings(4, 1);

    @Test
    void sendsADayOfEveryDeviceInArraysWithinTheLimits() {
        List<Message> messages = all(Duration.ofHours(24), Duration.ofSeconds(60));
        int[] readings = new int[8];
        for (Message message : messages) {
            readings[message.device()] += message.entries().size();
            assertThat(message.entries()).hasSizeLessThanOrEqualTo(WireFormat.MAX_ARRAY_READINGS);
            assertThat(message.payload()).hasSizeLessThanOrEqualTo(WireFormat.MAX_PAYLOAD_BYTES);
            assertThat(message.isPaced()).isFalse();
        }
        assertThat(readings).containsOnly(1440);
        assertThat(messages).hasSize(8 * 3);
    }

    @Test
    void coversTheSpanOnceExcludingItsStartAndIncludingItsEnd() {
        List<Reading> readings = all(Duration.ofHours(2), Duration.ofSeconds(7)).stream()
                .flatMap(message -> message.entries().stream())
                .map(Entry::reading)
                .toList();
        assertThat(readings)
                .allSatisfy(reading -> assertThat(reading.measuredAt())
                        .isAfter(END.minus(Duration.ofHours(2)))
                        .isBeforeOrEqualTo(END));
        Set<String> keys = new HashSet<>();
        readings.forEach(reading -> keys.add(reading.deviceId() + reading.measuredAt()));
        assertThat(keys).hasSize(readings.size());
        assertThat(readings.getFirst().measuredAt()).isEqualTo(Instant.parse("2026-11-20T13:00:03Z"));
    }

    @Test
    void liveRunContinuesWhereTheBackfillEnds() {
        List<Message> past = all(Duration.ofHours(1), Duration.ofSeconds(60));
        RunSettings live = new RunSettings(FLEET, new Pace.Heartbeat(Duration.ofSeconds(60)), Duration.ZERO, 8, END);
        MessageSource source = new LiveWorkload(live).begin(END);
        for (int i = 0; i < 8; i++) {
            Message next = source.next();
            Instant last = past.stream()
                    .filter(message -> message.device() == next.device())
                    .map(message -> message.entries().getLast().reading().measuredAt())
                    .max(Instant::compareTo)
                    .orElseThrow();
            Instant at = next.entries().getFirst().reading().measuredAt();
            assertThat(Duration.between(last, at)).isIn(Duration.ofSeconds(60), Duration.ZERO);
        }
    }

    private static List<Message> all(Duration span, Duration heartbeat) {
        MessageSource source =
                new BackfillWorkload(new BackfillSettings(FLEET, span, new Pace.Heartbeat(heartbeat), null)).begin(END);
        List<Message> messages = new ArrayList<>();
        for (Message message = source.next(); message != null; message = source.next()) {
            messages.add(message);
        }
        return messages;
    }
}
