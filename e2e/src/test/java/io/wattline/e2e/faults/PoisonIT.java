package io.wattline.e2e.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.e2e.faults.damage.Flood;
import io.wattline.e2e.faults.damage.TableLock;
import io.wattline.e2e.faults.harness.Besides;
import io.wattline.e2e.faults.harness.FaultTest;
import io.wattline.e2e.faults.harness.Form;
import io.wattline.e2e.faults.harness.LoadPlan;
import io.wattline.e2e.faults.harness.Member;
import io.wattline.e2e.faults.harness.Notes;
import io.wattline.e2e.faults.harness.Rig;
import io.wattline.e2e.faults.harness.Run;
import io.wattline.e2e.stack.TestDevice;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Messages that cannot be stored, among those that must be. The whole corpus of them is in `CorpusIT`.
class PoisonIT {

    /// So much of an absent second's refusals may be stored at once, and so much a second after that; the defaults.
    private static final long BURST = 1_000;

    private static final long CAP_PER_SECOND = 100;
    /// No measure of speed: a hundred times and more what it takes where nothing else runs.
    private static final double BOUND_MILLIS = 10_000;

    @FaultTest("poison: 1 bad among 999 good in one batch")
    void oneBadAmongGood(Rig rig, Notes notes) throws Exception {
        var besides = new Besides();
        try (Run run = rig.begin(1, Map.of("WRITERS", "1"), LoadPlan.usual());
                TestDevice device = TestDevice.connect(rig.broker());
                TableLock lock = TableLock.on(rig, "meter_live, vehicle_live")) {
            lock.awaitBlocked(1);
            List<String> elements = goodOnes(besides, 999);
            elements.add(700, besides.payload(Instant.now().toString(), "-1"));
            run.fault(() -> {
                device.publish(besides.topicName(), array(elements.subList(0, 500)));
                device.publish(besides.topicName(), array(elements.subList(500, 1_000)));
                run.await("both have come", () -> rig.fleet().member(0).inFlight() > 300);
            });
            lock.release();
            run.alsoSent(besides.ledger(rig));
            run.finish();
            assertThat(run.outcome("rejected")).isEqualTo(1);
            assertThat(rig.fleet().member(0).metrics().sum("wattline_batch_rows_max"))
                    .as("rows of the largest batch")
                    .isGreaterThanOrEqualTo(1_000);
        }
    }

    @FaultTest(value = "poison: a row only SQL refuses", nightly = true)
    void aRowOnlySqlRefuses(Rig rig, Notes notes) throws Exception {
        var besides = new Besides();
        try (Run run = rig.begin(2);
                TestDevice device = TestDevice.connect(rig.broker())) {
            rig.sql().execute("ALTER TABLE meter_history ADD CONSTRAINT only_sql CHECK (kwh <> 424.242424) NOT VALID");
            List<String> elements = goodOnes(besides, 499);
            elements.add(250, besides.payload(Instant.now().toString(), "424.242424"));
            run.fault(() -> device.publish(besides.topicName(), array(elements)));
            run.await("quarantined", () -> run.outcome("rejected") == 1);
            run.alsoSent(besides.ledger(rig));
            run.finish();
            assertThat(rig.sql()
                            .queryForMap(
                                    "SELECT reason, item_index FROM rejected_message WHERE topic = ?",
                                    besides.topicName()))
                    .containsEntry("reason", "out_of_range")
                    .containsEntry("item_index", 250);
        } finally {
            rig.sql().execute("ALTER TABLE meter_history DROP CONSTRAINT IF EXISTS only_sql");
        }
    }

    @FaultTest(value = "poison: nothing but garbage at full rate", nightly = true)
    void garbageAtFullRate(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2)) {
            long logged = logLines(rig);
            Instant start = Instant.now();
            double quiet = latencyMillis(rig, run.began());
            long[] sent = {0};
            run.fault(() -> {
                byte[] garbage = "no JSON {\n\u0000".getBytes(UTF_8);
                try (Flood flood = Flood.of(
                        rig,
                        "meters/GARBAGE/telemetry",
                        garbage,
                        10 * Form.now().rate())) {
                    run.awaitOutage(Form.now().outage());
                    sent[0] = flood.sent();
                }
            });
            double flooded = latencyMillis(rig, start);
            run.finish();
            long seconds = Duration.between(start, Instant.now()).toSeconds() + 1;
            assertThat(run.outcome("rejected")).isGreaterThanOrEqualTo(sent[0]).isGreaterThan(BURST);
            assertThat(run.outcome("rejected") - run.grown("wattline_quarantine_suppressed_items_total"))
                    .as("stored in quarantine, by two ingestors")
                    .isLessThanOrEqualTo(2 * (BURST + CAP_PER_SECOND * seconds));
            assertThat(flooded).as("good ones received, ms at p99").isLessThan(BOUND_MILLIS);
            assertThat(logLines(rig) - logged).as("log lines").isLessThan(20);
            notes.add(
                    "%d garbage messages beside %d good ones a second; good ones received after %.0f ms at p99, %.0f before",
                    sent[0], Form.now().rate(), flooded, quiet);
        }
    }

    private static List<String> goodOnes(Besides besides, int count) {
        Instant newest = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var elements = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            elements.add(besides.good(newest.minusMillis(i), "0.25"));
        }
        return elements;
    }

    private static byte[] array(List<String> elements) {
        return ("[" + String.join(",", elements) + "]").getBytes(UTF_8);
    }

    private static double latencyMillis(Rig rig, Instant since) {
        Double millis = rig.sql().queryForObject("""
                SELECT percentile_cont(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM received_at - ts)) * 1000
                FROM meter_history WHERE ts >= ?::timestamptz AND meter_id LIKE 'METER_%'
                """, Double.class, since.toString());
        return millis == null ? Double.NaN : millis;
    }

    private static long logLines(Rig rig) {
        return rig.fleet().alive().stream()
                .map(Member::process)
                .mapToLong(process -> process.process().output().text().lines().count())
                .sum();
    }
}
