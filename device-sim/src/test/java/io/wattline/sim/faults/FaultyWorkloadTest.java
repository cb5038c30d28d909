package io.wattline.sim.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.sim.fleet.FleetSettings;
import io.wattline.sim.workload.Entry;
import io.wattline.sim.workload.Fault;
import io.wattline.sim.workload.LiveWorkload;
import io.wattline.sim.workload.Message;
import io.wattline.sim.workload.MessageSource;
import io.wattline.sim.workload.Pace;
import io.wattline.sim.workload.RunSettings;
import io.wattline.sim.workload.Workload;
import io.wattline.telemetry.AcceptedWindow;
import io.wattline.telemetry.Decoded;
import io.wattline.telemetry.PayloadDecoder;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.TelemetryTopic;
import io.wattline.telemetry.TelemetryTopic.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultyWorkloadTest {

    private static final Instant START = Instant.parse("2026-11-20T15:00:00Z");
    private static final FaultSettings ALL = new FaultSettings(0.2, 0.05, 0.03, 0.04, 0.05);
    private static final int BEATS = 20_000;

    private final Workload sound = new LiveWorkload(
            new RunSettings(new FleetSettings(20, 1), new Pace.Rate(100), Duration.ZERO, BEATS, START));

    @Test
    void decoderAgreesWithTheExpectationOfEachEntry() {
        assertDecoderAgrees(sound);
    }

    @Test
    void delayedMessagesKeepTheirExpectedOutcome() {
        // At a heartbeat a minute, an outage lasts longer than a clock is wrong.
        assertDecoderAgrees(new LiveWorkload(new RunSettings(
                new FleetSettings(20, 1), new Pace.Heartbeat(Duration.ofMinutes(1)), Duration.ZERO, BEATS, START)));
    }

    private static void assertDecoderAgrees(Workload sound) {
        TelemetryTopic topic = new TelemetryTopic("");
        PayloadDecoder decoder = new PayloadDecoder(topic, AcceptedWindow.DEFAULT);
        List<Address> devices = sound.devices();
        Set<String> stored = new HashSet<>();
        for (Message message : all(sound, ALL)) {
            Address device = devices.get(message.device());
            Instant receivedAt = START.plusNanos(message.dueNanos());
            Decoded decoded =
                    decoder.decode(topic.name(device.kind(), device.deviceId()), message.payload(), receivedAt);
            List<String> outcomes = new ArrayList<>();
            for (Reading reading : decoded.readings()) {
                outcomes.add(stored.add(reading.deviceId() + reading.measuredAt()) ? "accepted" : "duplicate");
            }
            decoded.rejections()
                    .forEach(rejection -> outcomes.add(rejection.reason().code()));
            assertThat(outcomes)
                    .as(() -> "message of " + message.entries())
                    .containsExactlyInAnyOrderElementsOf(
                            message.entries().stream().map(Entry::expected).toList());
        }
    }

    @Test
    void sendsEveryReadingOfTheWrappedWorkload() {
        Map<String, Integer> expected = new HashMap<>();
        entries(all(FaultSettings.NONE)).forEach(entry -> expected.merge(key(entry), 1, Integer::sum));
        FaultSettings noClocks = new FaultSettings(0, 0.05, 0.03, 0.04, 0.05);
        Map<String, Integer> sent = new HashMap<>();
        entries(all(noClocks)).stream()
                .filter(entry -> !entry.faults().contains(Fault.DUPLICATE))
                .forEach(entry -> sent.merge(key(entry), 1, Integer::sum));
        assertThat(sent).isEqualTo(expected);
        assertThat(expected).hasSize(BEATS);
    }

    @Test
    void eachFaultOccursAtAboutItsShare() {
        List<Entry> entries = entries(all(ALL));
        assertShare(entries, Fault.SKEWED, 0.05, 0.4);
        assertShare(entries, Fault.OFFLINE, 0.03, 0.07);
        assertShare(entries, Fault.DUPLICATE, 0.02, 0.04);
        // Of those that are not rejected anyway, which are about three quarters here.
        assertShare(entries, Fault.OUT_OF_ORDER, 0.02, 0.04);
        assertShare(entries, Fault.MALFORMED, 0.04, 0.06);
        assertThat(entries(all(FaultSettings.NONE)))
                .allSatisfy(entry -> assertThat(entry.faults()).isEmpty());
    }

    @Test
    void repeatsByteForByte() {
        List<byte[]> one = all(ALL).stream().map(Message::payload).toList();
        List<byte[]> two = all(ALL).stream().map(Message::payload).toList();
        assertThat(one).hasSameSizeAs(two);
        for (int i = 0; i < one.size(); i++) {
            assertThat(Arrays.equals(one.get(i), two.get(i))).isTrue();
        }
    }

    @Test
    void storesWhileOfflineAndForwardsInOneArrayOldestFirst() {
        List<Message> messages = all(new FaultSettings(0, 0.05, 0, 0, 0));
        List<Message> arrays = messages.stream()
                .filter(message -> message.entries().size() > 1)
                .toList();
        assertThat(arrays).isNotEmpty();
        assertThat(arrays)
                .allSatisfy(array -> assertThat(array.entries())
                        .hasSizeLessThanOrEqualTo(11)
                        .extracting(entry -> entry.reading().measuredAt())
                        .isSorted());
        assertThat(messages).extracting(Message::dueNanos).isSorted();
    }

    @Test
    void anOvertakenMessageFollowsANewerOneOfItsDevice() {
        Map<Integer, Instant> newest = new HashMap<>();
        int overtaken = 0;
        for (Message message : all(new FaultSettings(0, 0, 0, 0.1, 0))) {
            Entry entry = message.entries().getFirst();
            Instant at = entry.reading().measuredAt();
            Instant before = newest.getOrDefault(message.device(), Instant.MIN);
            assertThat(at.isBefore(before)).isEqualTo(entry.faults().contains(Fault.OUT_OF_ORDER));
            overtaken += at.isBefore(before) ? 1 : 0;
            newest.merge(message.device(), at, (a, b) -> a.isAfter(b) ? a : b);
        }
        assertThat(overtaken).isGreaterThan(BEATS / 20);
    }

    @Test
    void refusesInvalidSettings() {
        assertThatThrownBy(() -> new FaultSettings(0, 0, 1.5, 0, 0)).hasMessageContaining("100 %");
        assertThatThrownBy(() -> new FaultSettings(0, 0, 0, Double.NaN, 0)).hasMessageContaining("100 %");
        assertThatThrownBy(() -> new FaultSettings(0, 0.99, 0, 0, 0)).hasMessageContaining("nineteen");
    }

    private static void assertShare(List<Entry> entries, Fault fault, double low, double high) {
        double share = (double) entries.stream()
                        .filter(entry -> entry.faults().contains(fault))
                        .count()
                / entries.size();
        assertThat(share).as(fault.code()).isBetween(low, high);
    }

    private static String key(Entry entry) {
        return entry.reading().deviceId() + " " + entry.reading().measuredAt();
    }

    private static List<Entry> entries(List<Message> messages) {
        return messages.stream().flatMap(message -> message.entries().stream()).toList();
    }

    private List<Message> all(FaultSettings faults) {
        return all(sound, faults);
    }

    private static List<Message> all(Workload sound, FaultSettings faults) {
        MessageSource source = new FaultyWorkload(sound, faults, 42).begin(START);
        List<Message> messages = new ArrayList<>();
        for (Message message = source.next(); message != null; message = source.next()) {
            messages.add(message);
        }
        return messages;
    }
}
