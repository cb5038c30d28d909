package io.wattline.sim.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void growsToTenSecondsWithJitterOverTheWholeRange() {
        for (int attempts = 0; attempts < 100; attempts++) {
            int attempt = attempts;
            long ceiling = Math.min(10_000, 200L << Math.min(attempts, 16));
            long[] delays = IntStream.range(0, 2000)
                    .mapToLong(_ -> Backoff.millis(attempt))
                    .sorted()
                    .toArray();
            assertThat(delays[0]).isBetween(50L, 50 + ceiling / 10);
            assertThat(delays[1999]).isBetween(ceiling * 9 / 10, ceiling);
        }
    }
}
