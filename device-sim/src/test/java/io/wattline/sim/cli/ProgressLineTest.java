package io.wattline.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.sim.report.Summary.Counts;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    @Test
    void showsSentAndInFlightCounts() {
        assertThat(ProgressLine.line(new Counts(12_000, 11_000, 100, 200, 300), 10, 1200))
                .isEqualTo("10 s: 12,000 sent (1,200 a second), 11,000 acknowledged, 100 refused, "
                        + "200 without subscriber, 400 in flight");
    }

    @Test
    void showsThatNothingIsSentYet() {
        assertThat(ProgressLine.line(new Counts(0, 0, 0, 0, 0), 10, 0))
                .isEqualTo("10 s: connecting, or waiting for the first heartbeat");
    }
}
