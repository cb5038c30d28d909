package io.wattline.ingestor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.ingestor.pipeline.Accounts;
import io.wattline.ingestor.pipeline.PipelineMetrics;
import io.wattline.ingestor.pipeline.Source;
import io.wattline.runtime.observe.Metrics;
import io.wattline.telemetry.DeviceKind;
import io.wattline.telemetry.RejectReason;
import java.time.Duration;
import java.util.EnumSet;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The names are what dashboards, alarms and the fault suite ask for.
class MicrometerPipelineMetricsTest {

    private final Metrics registry = new Metrics();
    private final PipelineMetrics metrics = new MicrometerPipelineMetrics(registry.registry());

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void showsEveryOutcomeOfEverySourceFromTheStart() {
        String scrape = registry.scrape();

        for (String source : new String[] {"mqtt", "http"}) {
            assertThat(scrape).contains("wattline_items_received_total{source=\"" + source + "\"} 0.0");
            for (String outcome : new String[] {"accepted", "duplicate"}) {
                assertThat(scrape)
                        .contains(items("meter", outcome, source) + "0.0")
                        .contains(items("vehicle", outcome, source) + "0.0");
            }
            for (String outcome : new String[] {"conflict", "rejected", "kept", "dropped"}) {
                assertThat(scrape).contains(items("any", outcome, source) + "0.0");
            }
        }
        for (RejectReason reason : EnumSet.complementOf(EnumSet.of(RejectReason.CONFLICT))) {
            assertThat(scrape).contains("wattline_items_rejected_total{reason=\"" + reason.code() + "\"} 0.0");
        }
        assertThat(scrape)
                .contains("wattline_quarantine_suppressed_items_total 0.0")
                .contains("wattline_items_in_flight 0.0");
    }

    @Test
    void countsEachSourceAndBalances() {
        metrics.received(Source.MQTT);
        metrics.decoded(Source.MQTT, 10);
        metrics.received(Source.HTTP);
        metrics.decoded(Source.HTTP, 5);
        for (int i = 0; i < 4; i++) {
            metrics.accepted(Source.MQTT, DeviceKind.METER, Duration.ofSeconds(2));
        }
        metrics.duplicate(Source.MQTT, DeviceKind.VEHICLE);
        metrics.rejected(Source.HTTP, RejectReason.TS_PAST);
        metrics.kept(Source.MQTT, 2);

        assertThat(registry.scrape())
                .contains("wattline_items_received_total{source=\"mqtt\"} 10.0")
                .contains(items("meter", "accepted", "mqtt") + "4.0")
                .contains(items("vehicle", "duplicate", "mqtt") + "1.0")
                .contains(items("meter", "accepted", "http") + "0.0")
                .contains(items("any", "rejected", "http") + "1.0")
                .contains("wattline_items_rejected_total{reason=\"ts_past\"} 1.0");
        Accounts accounts = Accounts.of(registry.registry());
        assertThat(accounts).isEqualTo(new Accounts(15, 4, 1, 0, 1, 2, 0, 7));
        assertThat(accounts.balanced()).isTrue();
    }

    @Test
    void countsAMessageAsOneItemUntilItIsDecoded() {
        metrics.received(Source.MQTT);
        metrics.received(Source.MQTT);

        assertThat(Accounts.of(registry.registry())).isEqualTo(new Accounts(2, 0, 0, 0, 0, 0, 0, 2));

        metrics.decoded(Source.MQTT, 500);
        metrics.kept(Source.MQTT, 1);

        assertThat(Accounts.of(registry.registry())).isEqualTo(new Accounts(501, 0, 0, 0, 0, 1, 0, 500));
    }

    @Test
    void showsBatchesAndCommitTimesAsHistograms() {
        metrics.committed(250, Duration.ofMillis(7));

        assertThat(registry.scrape())
                .contains("wattline_batch_rows_bucket{le=\"100.0\"} 0")
                .contains("wattline_batch_rows_bucket{le=\"300.0\"} 1")
                .contains("wattline_commit_seconds_bucket{le=\"0.005\"} 0")
                .contains("wattline_commit_seconds_bucket{le=\"0.01\"} 1");
    }

    @Test
    void showsHowOldAcceptedReadingsWere() {
        metrics.accepted(Source.MQTT, DeviceKind.VEHICLE, Duration.ofSeconds(20));
        metrics.accepted(Source.HTTP, DeviceKind.VEHICLE, Duration.ofSeconds(-3));

        assertThat(registry.scrape())
                .contains("wattline_reading_age_seconds_bucket{kind=\"vehicle\",le=\"1.0\"} 1")
                .contains("wattline_reading_age_seconds_bucket{kind=\"vehicle\",le=\"60.0\"} 2")
                .contains("wattline_reading_age_seconds_count{kind=\"meter\"} 0");
    }

    @Test
    void showsWhenATransactionWasLastCommitted() {
        assertThat(registry.scrape()).contains("wattline_last_commit_timestamp_seconds NaN");
        long before = registry.registry().config().clock().wallTime();

        metrics.committed(1, Duration.ofMillis(1));

        assertThat(registry.registry()
                        .get("wattline.last.commit.timestamp.seconds")
                        .gauge()
                        .value())
                .isGreaterThanOrEqualTo(before / 1e3);
    }

    private static String items(String kind, String outcome, String source) {
        return "wattline_items_total{kind=\"" + kind + "\",outcome=\"" + outcome + "\",source=\"" + source + "\"} ";
    }

    @Test
    void showsWaitingMessages() {
        IntSupplier waiting = () -> 1;
        metrics.watch(() -> Duration.ofMillis(1_500), waiting);

        assertThat(registry.scrape())
                .contains("wattline_oldest_unacknowledged_age_seconds 1.5")
                .contains("wattline_handoff_messages 1.0");
    }
}
