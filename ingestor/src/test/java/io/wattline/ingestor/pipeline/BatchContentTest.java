package io.wattline.ingestor.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.ingestor.testing.Readings;
import io.wattline.telemetry.MeterReading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BatchContentTest {

    private static final QuarantineRow REJECTED =
            new QuarantineRow(Readings.NOON, Source.MQTT, "meters/M1/telemetry", FakeDelivery.rejection(null), 0);

    @Test
    void sortsRowsByDeviceAndTime() {
        BatchContent content = Readings.content(
                List.of(Readings.meter("M2", 0), Readings.meter("M1", 9), Readings.meter("M1", 3)),
                List.of(Readings.vehicle("b", 0), Readings.vehicle("B", 0), Readings.vehicle("a", 0)),
                List.of());

        assertThat(content.meters())
                .extracting(row -> row.reading())
                .containsExactly(Readings.meter("M1", 3), Readings.meter("M1", 9), Readings.meter("M2", 0));
        // As the database sorts text of collation C, so that all writers lock in the same order.
        assertThat(content.vehicles())
                .extracting(row -> row.reading().deviceId())
                .containsExactly("B", "a", "b");
    }

    @Test
    void keepsEqualKeysInTheOrderTheyArrived() {
        BatchContent content = Readings.meterContent(
                Readings.meter("M2"),
                Readings.meter("M1", Readings.NOON, "0.3"),
                Readings.meter("M1", Readings.NOON, "0.1"),
                Readings.meter("M1", Readings.NOON, "0.2"));

        assertThat(content.meters()).extracting(Row::delivery).containsExactly(1, 2, 3, 0);
    }

    @Test
    void halvesTogetherAreTheWholeInOrder() {
        for (int meters = 0; meters < 4; meters++) {
            for (int vehicles = 0; vehicles < 4; vehicles++) {
                for (int quarantine = 0; quarantine < 4; quarantine++) {
                    assertHalves(content(meters, vehicles, quarantine));
                }
            }
        }
    }

    @Test
    void oneRowHasNoHalves() {
        assertThatThrownBy(() -> Readings.meterContent(Readings.meter("M1")).halves())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void newestPerDeviceAgreesWithASimpleModel() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<MeterReading> readings = readings(random);
            List<Row<MeterReading>> sorted =
                    Readings.meterContent(readings.toArray(MeterReading[]::new)).meters();

            assertThat(BatchContent.newestPerDevice(sorted))
                    .extracting(row -> row.reading())
                    .as("seed %d, round %d", seed, round)
                    .containsExactlyElementsOf(newest(readings));
        }
    }

    /// Few devices, few times and ever new values, so that equal keys are common and tell which one was taken.
    private static List<MeterReading> readings(Random random) {
        return IntStream.range(0, random.nextInt(30))
                .mapToObj(i -> Readings.meter(
                        "M" + random.nextInt(5), Readings.NOON.plusSeconds(random.nextInt(4)), String.valueOf(i)))
                .toList();
    }

    private static List<MeterReading> newest(List<MeterReading> readings) {
        Map<String, MeterReading> newest = new TreeMap<>();
        for (MeterReading reading : readings) {
            newest.merge(
                    reading.deviceId(),
                    reading,
                    (held, offered) -> offered.measuredAt().isAfter(held.measuredAt()) ? offered : held);
        }
        return List.copyOf(newest.values());
    }

    private static void assertHalves(BatchContent whole) {
        if (whole.rows() < 2) {
            return;
        }
        List<BatchContent> halves = whole.halves();
        assertThat(halves).hasSize(2);
        assertThat(halves.get(1).rows() - halves.get(0).rows()).isBetween(0, 1);
        assertThat(halves.stream().flatMap(BatchContentTest::inWritingOrder))
                .containsExactlyElementsOf(inWritingOrder(whole).toList());
    }

    private static Stream<Object> inWritingOrder(BatchContent content) {
        var all = new ArrayList<Object>(content.meters());
        all.addAll(content.vehicles());
        all.addAll(content.quarantine());
        return all.stream();
    }

    private static BatchContent content(int meters, int vehicles, int quarantine) {
        return Readings.content(
                Readings.meters("M1", meters),
                IntStream.range(0, vehicles)
                        .mapToObj(i -> Readings.vehicle("V1", i))
                        .toList(),
                Collections.nCopies(quarantine, REJECTED));
    }
}
