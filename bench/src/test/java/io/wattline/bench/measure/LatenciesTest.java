package io.wattline.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void reportsPercentiles() {
        Latencies latencies = new Latencies();
        for (int millis = 1; millis <= 100; millis++) {
            latencies.recordMicros(millis * 1_000L);
        }
        assertThat(latencies.count()).isEqualTo(100);
        assertThat(latencies.millisAt(50)).isCloseTo(50, within(0.1));
        assertThat(latencies.millisAt(99)).isCloseTo(99, within(0.1));
        assertThat(latencies.maxMillis()).isCloseTo(100, within(0.1));
    }

    @Test
    void countsValuesOutOfBoundsAtTheBound() {
        Latencies latencies = new Latencies();
        latencies.recordMicros(-5);
        latencies.recordMicros(Long.MAX_VALUE);
        assertThat(latencies.count()).isEqualTo(2);
        assertThat(latencies.millisAt(50)).isZero();
        assertThat(latencies.maxMillis()).isCloseTo(600_000, within(600.0));
    }

    @Test
    void addsOthers() {
        Latencies one = new Latencies();
        Latencies other = new Latencies();
        one.recordMicros(1_000);
        other.recordMicros(9_000);
        one.add(other);
        assertThat(one.count()).isEqualTo(2);
        assertThat(one.maxMillis()).isCloseTo(9, within(0.1));
    }
}
