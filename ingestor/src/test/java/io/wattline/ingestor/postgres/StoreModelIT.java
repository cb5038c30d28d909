package io.wattline.ingestor.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.ingestor.pipeline.BatchStore.Stored;
import io.wattline.ingestor.testing.Readings;
import io.wattline.telemetry.MeterReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The store against two maps that do the same one reading at a time.
class StoreModelIT {

    private final Map<String, String> history = new TreeMap<>();
    private final Map<String, String> live = new TreeMap<>();

    @Test
    void agreesWithStoringReadingsOneByOne() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        try (var fixture = new StoreFixture()) {
            for (int round = 0; round < 40; round++) {
                List<MeterReading> batch = batch(random);
                int fresh = batch.stream().mapToInt(this::store).sum();
                Stored stored = fixture.store.store(Readings.meterContent(batch.toArray(MeterReading[]::new)));
                assertThat(stored.newMeters().cardinality())
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(fresh);
            }
            assertThat(fixture.rows(
                            "SELECT meter_id, extract(epoch FROM ts)::bigint, kwh FROM meter_history ORDER BY 1, 2"))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(lines(history));
            assertThat(fixture.rows("SELECT meter_id, extract(epoch FROM ts)::bigint, kwh FROM meter_live ORDER BY 1"))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(lines(live));
        }
    }

    /// Whether the reading was new: 1 or 0.
    private int store(MeterReading reading) {
        String key = reading.meterId() + " " + reading.measuredAt().getEpochSecond();
        if (history.putIfAbsent(key, reading.kwh().toPlainString()) != null) {
            return 0;
        }
        String newest = history.keySet().stream()
                .filter(held -> held.startsWith(reading.meterId() + " "))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        live.keySet().removeIf(held -> held.startsWith(reading.meterId() + " "));
        live.put(newest, history.get(newest));
        return 1;
    }

    private static List<MeterReading> batch(Random random) {
        return IntStream.rangeClosed(0, random.nextInt(30))
                .mapToObj(i -> Readings.meter(
                        "M" + random.nextInt(4),
                        Readings.NOON.plusSeconds(random.nextInt(40)),
                        String.valueOf(random.nextInt(1_000))))
                .toList();
    }

    private static List<String> lines(Map<String, String> rows) {
        var lines = new ArrayList<String>();
        rows.forEach((key, kwh) -> lines.add(key + " " + kwh));
        return lines;
    }
}
