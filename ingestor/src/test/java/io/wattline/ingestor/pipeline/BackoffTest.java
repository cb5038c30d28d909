package io.wattline.ingestor.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final List<Integer> STEPS = List.of(100, 200, 400, 800, 1_000, 1_000, 1_000);

    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), new Random(42));

    @Test
    void doublesUpToTheMaximumWithJitterOfUpToHalf() {
        for (int millis : STEPS) {
            assertThat(backoff.next()).isBetween(Duration.ofMillis(millis / 2), Duration.ofMillis(millis));
        }
    }

    @Test
    void startsOverAfterASuccess() {
        Stream.generate(backoff::next).limit(5).forEach(wait -> {});

        backoff.reset();

        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void retriesAtDifferentTimesAfterACommonFailure() {
        var other = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), new Random(43));

        assertThat(backoff.next()).isNotEqualTo(other.next());
    }
}
