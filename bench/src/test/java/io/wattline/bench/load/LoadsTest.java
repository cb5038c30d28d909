package io.wattline.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.sim.workload.Message;
import io.wattline.sim.workload.MessageSource;
import io.wattline.sim.workload.Workload;
import io.wattline.telemetry.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadsTest {

    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

    private static List<Message> all(Workload workload) {
        MessageSource source = workload.begin(START);
        List<Message> messages = new ArrayList<>();
        for (Message message = source.next(); message != null; message = source.next()) {
            messages.add(message);
        }
        return messages;
    }

    private static List<Reading> readings(List<Message> messages) {
        return messages.stream()
                .map(message -> message.entries().getFirst().reading())
                .toList();
    }

    @Test
    void backlogIsSpreadOverItsSpanAndSentWithoutPauses() {
        List<Message> messages = all(Fleets.backlog(60_000, Duration.ofMinutes(1)));
        assertThat(messages).hasSize(60_000).noneMatch(Message::isPaced);
        List<Reading> readings = readings(messages);
        assertThat(readings.getFirst().measuredAt()).isEqualTo(START);
        assertThat(readings.getLast().measuredAt()).isEqualTo(START.plusMillis(59_999));
        assertThat(new HashSet<>(readings.stream().map(Reading::deviceId).toList()))
                .hasSize(20_000);
    }

    @Test
    void liveLoadStatesWhenEachReadingIsDue() {
        List<Message> messages = all(Fleets.live(1_000, Duration.ofSeconds(2)));
        assertThat(messages).hasSize(2_000).allMatch(Message::isPaced);
        assertThat(messages)
                .allSatisfy(message -> assertThat(
                                message.entries().getFirst().reading().measuredAt())
                        .isEqualTo(START.plusNanos(message.dueNanos())));
    }

    @Test
    void historyReportsItsSize() {
        Duration minute = Duration.ofMinutes(1);
        assertThat(new HistoryLoad(200, minute, START, START.plus(Duration.ofDays(1))).readings())
                .isEqualTo(2 * 200 * 1_440);
        assertThat(new HistoryLoad(1, Duration.ofMinutes(10), START, START.plusSeconds(601)).readings())
                .isEqualTo(2 * 2);
    }
}
