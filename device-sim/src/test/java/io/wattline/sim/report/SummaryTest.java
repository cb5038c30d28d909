package io.wattline.sim.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.sim.report.Bottleneck.Load;
import io.wattline.sim.workload.Fault;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private final Summary summary = new Summary(
            new Summary.Counts(1500, 1000, 300, 150, 50),
            new Timing(
                    Duration.ofMillis(2500),
                    700,
                    650.5,
                    new Percentiles(1.25, 20, 31.5),
                    new Percentiles(0, 0.5, 2),
                    Bottleneck.BROKER),
            Map.of("NOT_AUTHORIZED", 300L),
            3,
            Map.of(Fault.OUT_OF_ORDER, 12L),
            new Resources(1.5, 40, 130));

    @Test
    void jsonIsOneObjectOnOneLine() {
        assertThat(SummaryJson.of(summary))
                .isEqualTo("{\"sent\":1500,\"acknowledged\":1000,\"refused\":300,\"noSubscriber\":150,"
                        + "\"unacknowledged\":50,\"durationSeconds\":2.500,\"intendedPerSecond\":700.000,"
                        + "\"achievedPerSecond\":650.500,"
                        + "\"pubackMillis\":{\"p50\":1.250,\"p99\":20.000,\"max\":31.500},"
                        + "\"lateMillis\":{\"p50\":0.000,\"p99\":0.500,\"max\":2.000},"
                        + "\"bottleneck\":\"broker\",\"ratePerSecond\":600.000,"
                        + "\"reconnects\":3,\"refusals\":{\"NOT_AUTHORIZED\":300},\"faults\":{\"out_of_order\":12},"
                        + "\"cpuSeconds\":1.500,\"peakHeapMiB\":40,\"peakResidentMiB\":130}");
    }

    @Test
    void plainTextExplainsWhatToDoAboutFailures() {
        assertThat(SummaryText.of(summary))
                .contains("1,500 readings in 2.5 s (600.0 a second)")
                .contains("The broker refused 300: NOT_AUTHORIZED")
                .contains("is the ingestor running")
                .contains("12 out_of_order")
                .contains("650.5 a second achieved, 700.0 intended")
                .contains("The broker was the bottleneck")
                .contains("Connections lost and made again: 3");
    }

    @Test
    void aRunWithoutDurationHasNoRate() {
        Summary empty = new Tally().summary(Duration.ZERO);
        assertThat(empty.ratePerSecond()).isZero();
        assertThat(empty.allAcknowledged()).isTrue();
        assertThat(SummaryJson.of(empty)).contains("\"ratePerSecond\":0.000", "\"bottleneck\":\"none\"");
    }

    @Test
    void latenciesAreWithinOnePercent() {
        Tally tally = new Tally();
        for (int micros = 1; micros <= 1000; micros++) {
            tally.acknowledgedAfter(micros * 1000L);
        }
        Percentiles puback = tally.summary(Duration.ofSeconds(1)).timing().pubackMillis();
        assertThat(puback.p50()).isBetween(0.495, 0.505);
        assertThat(puback.p99()).isBetween(0.98, 1.0);
        assertThat(puback.max()).isBetween(0.99, 1.01);
    }

    @Test
    void namesTheBrokerAsBottleneckOnlyForWaiting() {
        Load idle = new Load(0, 0, 0.1);
        assertThat(Bottleneck.judge(1, 3, idle)).isEqualTo(Bottleneck.NONE);
        assertThat(Bottleneck.judge(0.5, 3000, idle)).isEqualTo(Bottleneck.SIMULATOR);
        assertThat(Bottleneck.judge(0.5, 3000, new Load(0.4, 0, 0.1))).isEqualTo(Bottleneck.BROKER);
        assertThat(Bottleneck.judge(0.5, 3000, new Load(0, 2900, 0.1))).isEqualTo(Bottleneck.BROKER);
        assertThat(Bottleneck.judge(0.5, 3000, new Load(0.4, 2900, 0.95))).isEqualTo(Bottleneck.SIMULATOR);
        assertThat(Bottleneck.judge(1, 3000, new Load(0, 2900, 0.1))).isEqualTo(Bottleneck.BROKER);
    }

    @Test
    void measuresResourceUse() {
        Resources used = Resources.used();
        assertThat(used.cpuSeconds()).isPositive();
        assertThat(used.peakHeapMiB()).isPositive();
        assertThat(used.peakResidentMiB()).isGreaterThanOrEqualTo(0);
    }

    @Test
    void computesRatesBetweenTheFirstAndTheLastMoment() {
        SendRate rate = new SendRate();
        assertThat(rate.perSecond()).isZero();
        for (int n = 0; n < 11; n++) {
            rate.add(n * 100_000_000L, 1);
        }
        assertThat(rate.perSecond()).isEqualTo(10);
    }
}
