package io.wattline.sim.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTextTest {

    private final Summary summary = new Summary(
            new Summary.Counts(1500, 1000, 300, 150, 50),
            Duration.ofMillis(2500),
            new Percentiles(1.25, 20, 31.5),
            new Percentiles(0, 0.5, 2),
            3,
            Map.of("NOT_AUTHORIZED", 300L));

    @Test
    void jsonIsOneObjectOnOneLine() {
        assertThat(SummaryText.json(summary))
                .isEqualTo("{\"sent\":1500,\"acknowledged\":1000,\"refused\":300,\"noSubscriber\":150,"
                        + "\"unacknowledged\":50,\"durationSeconds\":2.500,\"ratePerSecond\":600.000,"
                        + "\"pubackMillis\":{\"p50\":1.250,\"p99\":20.000,\"max\":31.500},"
                        + "\"lateMillis\":{\"p50\":0.000,\"p99\":0.500,\"max\":2.000},"
                        + "\"reconnects\":3,\"refusals\":{\"NOT_AUTHORIZED\":300}}");
    }

    @Test
    void plainTextSaysWhatToDoAboutWhatWentWrong() {
        assertThat(SummaryText.plain(summary))
                .contains("1,500 readings in 2.5 s (600.0 a second)")
                .contains("refused 300 readings: NOT_AUTHORIZED")
                .contains("is the ingestor running")
                .contains("connections lost and made again: 3");
    }

    @Test
    void aRunWithoutDurationHasNoRate() {
        Summary empty = new Tally().summary(Duration.ZERO);
        assertThat(empty.ratePerSecond()).isZero();
        assertThat(empty.allAcknowledged()).isTrue();
        assertThat(SummaryText.json(empty)).contains("\"ratePerSecond\":0.000");
    }

    @Test
    void latenciesAreWithinOnePercent() {
        Tally tally = new Tally();
        for (int micros = 1; micros <= 1000; micros++) {
            tally.acknowledgedAfter(micros * 1000L);
        }
        Percentiles puback = tally.summary(Duration.ofSeconds(1)).pubackMillis();
        assertThat(puback.p50()).isBetween(0.495, 0.505);
        assertThat(puback.p99()).isBetween(0.98, 1.0);
        assertThat(puback.max()).isBetween(0.99, 1.01);
    }
}
