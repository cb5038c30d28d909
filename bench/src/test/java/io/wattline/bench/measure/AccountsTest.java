package io.wattline.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AccountsTest {

    @Test
    void sumsWhatWasAcceptedFromAllSources() {
        Stream<String> metrics = Stream.of(
                "# HELP wattline_items_total Items",
                "wattline_items_total{outcome=\"accepted\",source=\"mqtt\"} 1500000.0",
                "wattline_items_total{outcome=\"duplicate\",source=\"mqtt\"} 7.0",
                "wattline_items_total{outcome=\"accepted\",source=\"http\"} 5.0",
                "wattline_items_received_total{source=\"mqtt\"} 9.0");
        assertThat(IngestorCounts.accepted(metrics)).isEqualTo(1_500_005);
    }

    @Test
    void scalesProcessorTimeToAMillion() {
        CpuSplit used = new CpuSplit(12, 40, 30).since(new CpuSplit(2, 0, 10));
        assertThat(used).isEqualTo(new CpuSplit(10, 40, 20));
        assertThat(used.perMillion(2_000_000)).isEqualTo(new CpuSplit(5, 20, 10));
    }

    @Test
    void reportsTheMeanFlush() {
        Commits.Flushes before = new Commits.Flushes(100, 50);
        assertThat(new Commits.Flushes(300, 150).meanMicrosSince(before)).isEqualTo(500);
        assertThat(before.meanMicrosSince(before)).isZero();
    }

    @Test
    void countsTableAndIndexBytesPerReading() {
        DiskUse use = new DiskUse(1_000, 72_500, 68_000);
        assertThat(use.bytesPerReading()).isCloseTo(140.5, within(1e-9));
        assertThat(use.split()).isEqualTo("table 72, index 68");
    }
}
