package io.wattline.ingestor.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.ingestor.pipeline.BatchContent;
import io.wattline.ingestor.pipeline.BatchStore.Stored;
import io.wattline.ingestor.testing.Readings;
import io.wattline.telemetry.MeterReading;
import io.wattline.telemetry.VehicleReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Several writers on the same devices at the same times: what a redelivered backlog looks like.
class ConcurrentWritersIT {

    private static final int WRITERS = 4;
    private static final int BATCHES = 20;
    private static final int ROWS = 200;
    private static final int DEVICES = 20;
    private static final int SECONDS = 60;

    @Test
    void writersOnOverlappingKeysNeitherDeadlockNorCountTwice() throws Exception {
        long seed = new Random().nextLong();
        try (var fixture = new StoreFixture();
                var threads = Executors.newFixedThreadPool(WRITERS)) {
            List<Callable<Integer>> writers = IntStream.range(0, WRITERS)
                    .<Callable<Integer>>mapToObj(writer -> () -> write(fixture, new Random(seed + writer)))
                    .toList();
            // A deadlock would come out of the store as a fault, and of the future as an exception.
            int fresh = 0;
            for (Future<Integer> writer : threads.invokeAll(writers, 60, TimeUnit.SECONDS)) {
                fresh += writer.get();
            }

            assertThat(fixture.rows("""
                    SELECT (SELECT count(*) FROM meter_history) + (SELECT count(*) FROM vehicle_history)
                    """)).as("seed %d", seed).containsExactly(String.valueOf(fresh));
            assertLiveIsNewest(fixture, "meter");
            assertLiveIsNewest(fixture, "vehicle");
        }
    }

    private static int write(StoreFixture fixture, Random random) {
        int fresh = 0;
        for (int batch = 0; batch < BATCHES; batch++) {
            Stored stored = fixture.store.store(content(random));
            fresh += stored.newMeters().cardinality() + stored.newVehicles().cardinality();
        }
        return fresh;
    }

    /// Rows in no order at all.
    private static BatchContent content(Random random) {
        var meters = new ArrayList<MeterReading>();
        var vehicles = new ArrayList<VehicleReading>();
        for (int i = 0; i < ROWS; i++) {
            String device = "D" + random.nextInt(DEVICES);
            int second = random.nextInt(SECONDS);
            if (random.nextBoolean()) {
                meters.add(Readings.meter(device, second));
            } else {
                vehicles.add(Readings.vehicle(device, second));
            }
        }
        return Readings.content(meters, vehicles, List.of());
    }

    private static void assertLiveIsNewest(StoreFixture fixture, String kind) {
        assertThat(fixture.rows("SELECT %1$s_id, ts FROM %1$s_live ORDER BY 1".formatted(kind)))
                .hasSize(DEVICES)
                .isEqualTo(fixture.rows(
                        "SELECT %1$s_id, max(ts) FROM %1$s_history GROUP BY 1 ORDER BY 1".formatted(kind)));
    }
}
