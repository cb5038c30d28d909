package io.wattline.e2e.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import io.wattline.e2e.faults.damage.LostMarks;
import io.wattline.e2e.faults.harness.Besides;
import io.wattline.e2e.faults.harness.FaultTest;
import io.wattline.e2e.faults.harness.Load;
import io.wattline.e2e.faults.harness.LoadPlan;
import io.wattline.e2e.faults.harness.Notes;
import io.wattline.e2e.faults.harness.Rig;
import io.wattline.e2e.faults.harness.Run;
import io.wattline.e2e.faults.oracle.RollupTables;
import io.wattline.e2e.stack.TestDevice;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/// Devices whose clocks, orders and messages are not what they should be.
class DeviceFaultsIT {

    /// Not of all days: the ingestors make those of a new day when midnight passes.
    private static final String PARTITIONS =
            "SELECT count(*) FROM pg_inherits WHERE inhrelid::regclass::text ~ '_(1970|2099)_'";

    @FaultTest(value = "devices: out of order and 29 days late", nightly = true)
    void outOfOrderAndLate(Rig rig, Notes notes) throws Exception {
        var besides = new Besides();
        Instant newest = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try (Run run = rig.begin(2);
                TestDevice device = TestDevice.connect(rig.broker())) {
            Load[] late = {null};
            run.fault(() -> late[0] = run.startAnother(LoadPlan.usual().measured(Duration.ofDays(29))));
            for (int i = 0; i < 50; i++) {
                // Backwards, in two strands.
                Instant measuredAt = newest.minusSeconds(i % 2 == 0 ? i : 100 - i);
                device.publish(
                        besides.topicName(), besides.good(measuredAt, "0.25").getBytes(UTF_8));
            }
            run.await("late ones stored", () -> lateSince(rig, run.began(), 28) > 300);
            run.stopAnother(late[0]);
            run.alsoSent(besides.ledger(rig));
            run.finish();
            notes.add("%d hours of meters summed again", lateHours(rig));
            assertThat(lateHours(rig)).as("late readings in closed hours").isPositive();
        }
    }

    @FaultTest("negative control: the marks of late readings are lost")
    void marksLost(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2);
                LostMarks lost = LostMarks.of(rig)) {
            Load[] late = {null};
            // Not the hours of another test, whose rows may be there already.
            run.fault(() -> late[0] = run.startAnother(LoadPlan.usual().measured(Duration.ofDays(27))));
            run.await("late ones stored", () -> lateSince(rig, run.began(), 26) > 300);
            run.stopAnother(late[0]);
            List<String> violations = run.violations();
            notes.add("as it must: %s", violations);
            assertThat(violations).singleElement().asString().startsWith("I9 rollups agree");

            lost.mend();
            try (Connection superuser = rig.connect()) {
                RollupTables.resum(superuser, Instant.now().minus(Duration.ofDays(28)));
            }
            assertThat(run.violations()).as("once summed again").isEmpty();
        }
    }

    private static long lateHours(Rig rig) {
        Long hours = rig.sql()
                .queryForObject(
                        "SELECT count(*) FROM meter_hourly WHERE hour < now() - interval '28 days'", Long.class);
        return hours == null ? 0 : hours;
    }

    private static long lateSince(Rig rig, Instant began, int days) {
        Long late = rig.sql()
                .queryForObject(
                        "SELECT count(*) FROM meter_history WHERE ts < ?::timestamptz AND received_at >= ?::timestamptz",
                        Long.class,
                        began.minus(Duration.ofDays(days)).toString(),
                        began.toString());
        return late == null ? 0 : late;
    }

    @FaultTest(value = "devices: clocks of +6 min, +1 d, 2099 and 1970", nightly = true)
    void wrongClocks(Rig rig, Notes notes) throws Exception {
        var besides = new Besides();
        try (Run run = rig.begin(2);
                TestDevice device = TestDevice.connect(rig.broker())) {
            Instant now = Instant.now();
            List<String> wrong = List.of(
                    now.plusSeconds(360).toString(),
                    now.plusSeconds(86_400).toString(),
                    "2099-12-31T23:59:59Z",
                    "1970-01-01T00:00:00Z");
            run.fault(() -> wrong.forEach(timestamp -> device.publish(
                    besides.topicName(), besides.payload(timestamp, "0.25").getBytes(UTF_8))));
            run.await("rejected", () -> run.outcome("rejected") == wrong.size());
            run.finish();
            assertThat(rig.sql()
                            .queryForList(
                                    "SELECT reason FROM rejected_message WHERE topic = ? ORDER BY reason",
                                    String.class,
                                    besides.topicName()))
                    .containsExactly("ts_future", "ts_future", "ts_future", "ts_past");
            assertThat(rig.sql().queryForObject(PARTITIONS, Long.class)).isZero();
        }
    }

    @FaultTest(value = "devices: retained and Will messages", nightly = true)
    void retainedAndWill(Rig rig, Notes notes) throws Exception {
        var retained = new Besides();
        var will = new Besides();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        String retainedPayload = retained.good(now, "0.25");
        String payload = will.good(now, "0.25");
        try (Run run = rig.begin(2)) {
            run.fault(() -> {
                Mqtt5BlockingClient first = client(rig);
                first.connect();
                first.publishWith()
                        .topic(retained.topicName())
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .retain(true)
                        .payload(retainedPayload.getBytes(UTF_8))
                        .send();
                first.disconnect();
                Mqtt5BlockingClient second = client(rig);
                second.connectWith()
                        .willPublish()
                        .topic(will.topicName())
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .retain(true)
                        .payload(payload.getBytes(UTF_8))
                        .applyWillPublish()
                        .send();
                second.disconnectWith()
                        .reasonCode(Mqtt5DisconnectReasonCode.DISCONNECT_WITH_WILL_MESSAGE)
                        .send();
            });
            run.alsoSent(retained.ledger(rig));
            run.alsoSent(will.ledger(rig));
            run.finish();
        }
    }

    private static Mqtt5BlockingClient client(Rig rig) {
        return MqttClient.builder()
                .useMqttVersion5()
                .identifier("device-" + UUID.randomUUID())
                .serverHost("127.0.0.1")
                .serverPort(rig.broker().port())
                .buildBlocking();
    }
}
