package io.wattline.ingestor.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LastMinuteTest {

    private long seconds;
    private final LastMinute lastMinute = new LastMinute(() -> TimeUnit.SECONDS.toNanos(seconds), 100);

    private long grownTo(long atSecond, long total) {
        seconds = atSecond;
        return lastMinute.grownTo(total);
    }

    @Test
    void countsFromTheFirstSampleDuringTheFirstMinute() {
        assertThat(grownTo(10, 150)).isEqualTo(50);
        assertThat(grownTo(60, 160)).isEqualTo(60);
    }

    @Test
    void countsOneMinuteOfASteadyStream() {
        LongStream grown = IntStream.rangeClosed(1, 30).mapToLong(i -> grownTo(i * 10L, 100 + i * 70L));
        assertThat(grown.skip(5)).containsOnly(420L);
    }

    @Test
    void forgetsSamplesOlderThanAMinute() {
        grownTo(10, 5_000);
        assertThat(grownTo(65, 5_000)).isEqualTo(4_900);
        assertThat(grownTo(75, 5_001)).isEqualTo(1);
    }

    @Test
    void countsSinceTheNewestOldSampleAfterAPause() {
        grownTo(10, 200);
        assertThat(grownTo(1_000, 1_200)).isEqualTo(1_000);
        assertThat(grownTo(1_010, 1_200)).isEqualTo(1_000);
        assertThat(grownTo(1_060, 1_200)).isZero();
    }
}
