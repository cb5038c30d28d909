package io.wattline.sim.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.sim.fleet.FleetSettings;
import io.wattline.telemetry.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiveWorkloadTest {

    private static final Instant START = Instant.parse("2026-11-20T15:00:00.000000500Z");
    private static final FleetSettings FLEET = new FleetSettings(3, 7);
    private static final Pace HEARTBEAT = new Pace.Heartbeat(Duration.ofSeconds(60));

    @Test
    void nthMessageOfARateCarriesStartPlusNOverRate() {
        List<Message> messages = all(new RunSettings(FLEET, new Pace.Rate(3), Duration.ZERO, 7, START));
        assertThat(messages)
                .extracting(message ->
                        message.entries().getFirst().reading().measuredAt().toString())
                .containsExactly(
                        "2026-11-20T15:00:00Z",
                        "2026-11-20T15:00:00.333333Z",
                        "2026-11-20T15:00:00.666666Z",
                        "2026-11-20T15:00:01Z",
                        "2026-11-20T15:00:01.333333Z",
                        "2026-11-20T15:00:01.666666Z",
                        "2026-11-20T15:00:02Z");
        assertThat(messages).extracting(Message::device).containsExactly(0, 1, 2, 3, 4, 5, 0);
        assertThat(messages.get(1).dueNanos()).isEqualTo(333_333_333);
        assertThat(messages.get(6).dueNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(2));
    }

    @Test
    void millionPerSecondStaysExactAfterAYear() {
        RateSchedule schedule = new RateSchedule(2, 1_000_000, Duration.ZERO, 0);
        assertThat(schedule.next().atMicros()).isZero();
        RateSchedule odd = new RateSchedule(2, 7, Duration.ZERO, 0);
        Schedule.Beat last = odd.next();
        for (int n = 1; n <= 70_000; n++) {
            Schedule.Beat next = odd.next();
            assertThat(next.atMicros()).isGreaterThan(last.atMicros());
            last = next;
        }
        assertThat(last.atMicros()).isEqualTo(10_000_000_000L);
        assertThat(last.dueNanos()).isEqualTo(10_000_000_000_000L);
    }

    @Test
    void theSameSeedAndStartGiveTheSameBytes() {
        for (Pace pace : List.of(HEARTBEAT, new Pace.Rate(50))) {
            RunSettings settings = new RunSettings(FLEET, pace, Duration.ofHours(1), 2000, START);
            assertThat(bytes(all(settings, Instant.EPOCH))).isEqualTo(bytes(all(settings, START.plusSeconds(1))));
        }
    }

    @Test
    void heartbeatsLieOnAGridThatDoesNotDependOnTheStart() {
        List<Message> early = all(new RunSettings(FLEET, HEARTBEAT, Duration.ofMinutes(10), 0, START));
        List<Message> late = all(new RunSettings(FLEET, HEARTBEAT, Duration.ofMinutes(10), 0, START.plusSeconds(77)));
        assertThat(bytes(early)).containsAll(bytes(late).subList(0, 50));
        assertThat(early).hasSize(60);
    }

    @Test
    void everyDeviceSendsOncePerHeartbeatAndPairsLieCloseTogether() {
        List<Message> messages = all(new RunSettings(FLEET, HEARTBEAT, Duration.ofSeconds(60), 0, START));
        assertThat(messages).extracting(Message::device).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
        for (int pair = 0; pair < 3; pair++) {
            Duration gap = Duration.between(at(messages, 2 * pair), at(messages, 2 * pair + 1));
            assertThat(gap.abs().toMillis() % 60_000).isIn(2000L, 58_000L);
        }
    }

    @Test
    void messagesAreDueInOrderAndTheDurationIsExclusive() {
        List<Message> messages = all(new RunSettings(FLEET, HEARTBEAT, Duration.ofMinutes(5), 0, START));
        assertThat(messages).extracting(Message::dueNanos).isSorted();
        assertThat(messages.getLast().dueNanos()).isLessThan(TimeUnit.MINUTES.toNanos(5));
    }

    @Test
    void rampedRateGrowsEvenlyAndKeepsTimestampsEqualToDueTimes() {
        Duration ramp = Duration.ofSeconds(10);
        List<Message> messages =
                all(new RunSettings(FLEET, new Pace.Rate(100, ramp), Duration.ofSeconds(20), 0, START));
        assertThat(messages).extracting(Message::dueNanos).isSorted();
        long inRamp =
                messages.stream().filter(m -> m.dueNanos() < ramp.toNanos()).count();
        long inFirstHalf =
                messages.stream().filter(m -> m.dueNanos() < ramp.toNanos() / 2).count();
        assertThat(inRamp).isEqualTo(500);
        assertThat(inFirstHalf).isEqualTo(125);
        assertThat(messages).hasSize(1500);
        for (Message message : messages) {
            Duration sinceStart = Duration.between(
                    START.truncatedTo(ChronoUnit.MICROS),
                    message.entries().getFirst().reading().measuredAt());
            assertThat(sinceStart.toNanos()).isEqualTo(message.dueNanos() / 1000 * 1000);
        }
    }

    @Test
    void rampedFleetJoinsDeviceByDevice() {
        Pace pace = new Pace.Heartbeat(Duration.ofSeconds(1), false, Duration.ofSeconds(60));
        List<Message> messages = all(new RunSettings(FLEET, pace, Duration.ofSeconds(120), 0, START));
        for (int device = 0; device < 6; device++) {
            int joining = device;
            long first = messages.stream()
                    .filter(message -> message.device() == joining)
                    .mapToLong(Message::dueNanos)
                    .min()
                    .orElseThrow();
            assertThat(TimeUnit.NANOSECONDS.toSeconds(first)).isBetween(10L * device, 10L * device + 1);
        }
    }

    @Test
    void burstSendsTheWholeFleetOnTheMinute() {
        Pace pace = new Pace.Heartbeat(Duration.ofSeconds(60), true, Duration.ZERO);
        List<Message> messages = all(new RunSettings(FLEET, pace, Duration.ofSeconds(60), 0, START.plusSeconds(1)));
        assertThat(messages)
                .hasSize(6)
                .allSatisfy(message -> assertThat(
                                message.entries().getFirst().reading().measuredAt())
                        .isEqualTo("2026-11-20T15:01:00Z"));
    }

    @Test
    void refusesInvalidSettings() {
        assertThatThrownBy(() -> new Pace.Rate(1_000_001)).hasMessageContaining("1000000");
        assertThatThrownBy(() -> new Pace.Rate(0)).hasMessageContaining("1 to");
        assertThatThrownBy(() -> new Pace.Heartbeat(Duration.ZERO)).hasMessageContaining("PT0.001S");
        assertThatThrownBy(() -> new RunSettings(FLEET, HEARTBEAT, Duration.ofSeconds(-1), 0, null))
                .hasMessageContaining("duration");
        assertThatThrownBy(() -> new FleetSettings(0, 1)).hasMessageContaining("pairs");
    }

    private static Instant at(List<Message> messages, int device) {
        return messages.stream()
                .filter(message -> message.device() == device)
                .map(message -> message.entries().getFirst().reading())
                .map(Reading::measuredAt)
                .findFirst()
                .orElseThrow();
    }

    private static List<Message> all(RunSettings settings) {
        return all(settings, Instant.EPOCH);
    }

    private static List<Message> all(RunSettings settings, Instant now) {
        MessageSource source = new LiveWorkload(settings).begin(now);
        List<Message> messages = new ArrayList<>();
        for (Message message = source.next(); message != null; message = source.next()) {
            messages.add(message);
        }
        return messages;
    }

    private static List<String> bytes(List<Message> messages) {
        return messages.stream()
                .map(message -> new String(message.payload(), StandardCharsets.UTF_8))
                .toList();
    }
}
