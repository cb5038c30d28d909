package io.wattline.e2e.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import io.wattline.e2e.stack.ServiceProcess;
import io.wattline.e2e.stack.Stack;
import io.wattline.servers.PostgresServer;
import io.wattline.servers.process.ChildProcess;
import io.wattline.servers.process.Launch;
import io.wattline.telemetry.MeterReading;
import io.wattline.telemetry.PayloadEncoder;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A real ingestor behind the shipped broker, and devices with valid credentials that want more than is theirs.
class FleetAgainstThievesIT {

    private static final int READINGS = 1_000;
    private static final Duration SOON = Duration.ofSeconds(30);

    private static PostgresServer postgres;
    private static SecuredFleet fleet;
    private static Stack stack;
    private static ServiceProcess ingestor;
    private static int runs;

    @BeforeAll
    static void start() {
        postgres = PostgresServer.create();
        fleet = SecuredFleet.create();
        fleet.provision("thief");
        fleet.provisionGateway("gateway-1");
        stack = Stack.on(postgres, fleet.broker());
        ingestor = Stack.awaitReady(stack.launchIngestor(fleet.ingestorEnvironment()));
    }

    @AfterAll
    static void end() {
        stack.close();
        fleet.close();
        postgres.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$share/ingestors/#",
                "$share/ingestors/meters/+/telemetry",
                "$share/ingestors/devices/meters/+/telemetry",
                "#",
                "+/#",
                "meters/+/telemetry",
                "devices/#",
                "$SYS/#",
                "$SYS/broker/#"
            })
    void subscriptionTakesNoReading(String filter) {
        try (Peer thief = fleet.connect("thief")) {
            thief.subscribe(filter);
            publishAndExpectAll();
            assertThat(thief.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ingestors",
                "ingestors-0",
                "ingestors.0",
                "ingestors_0",
                "ingestors*0",
                "ingestors0",
                "INGESTORS-0",
                "0"
            })
    void nameLikeASlotTakesNoReading(String name) {
        fleet.provision(name);
        try (Peer thief = fleet.connect(name)) {
            thief.subscribe("$share/ingestors/#");
            publishAndExpectAll();
            assertThat(thief.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingestors/0", "ingestors/1", "ingestors/2", "ingestors/3"})
    void slotCannotBeTakenOverByItsClientId(String clientId) {
        double connects = connects();
        assertThat(connects).as("one for each slot").isGreaterThanOrEqualTo(4);
        try (Peer thief = fleet.connect(fleet.login("thief").as(clientId))) {
            assertThat(thief.connAck().isSessionPresent()).isFalse();
            publishAndExpectAll();
            assertThat(thief.isConnected()).isTrue();
        }
        assertThat(connects()).isEqualTo(connects);
    }

    @Test
    void idOfAnotherDeviceInThePayloadIsQuarantined() {
        fleet.provision("liar");
        long before = rejected("id_mismatch");
        try (Peer liar = fleet.connect("liar")) {
            String payload = """
                    {"meterId": "victim", "kwhConsumedAc": 1, "voltage": 230, "timestamp": "%s"}""".formatted(Instant.now());
            assertThat(liar.publish("meters/liar/telemetry", payload.getBytes(UTF_8)))
                    .isEqualTo(Mqtt5PubAckReasonCode.SUCCESS);
        }
        await().atMost(SOON).until(() -> rejected("id_mismatch") == before + 1);
        assertThat(stored("victim")).isZero();
    }

    @Test
    void quarantinesASlightlyOversizedPayloadAndTheBrokerRefusesALargerOne() {
        fleet.provision("loud");
        long before = rejected("payload_too_large");
        try (Peer loud = fleet.connect("loud")) {
            loud.publish("meters/loud/telemetry", new byte[200_000]);
            await().atMost(SOON).until(() -> rejected("payload_too_large") == before + 1);
            assertThatThrownBy(() -> loud.publish("meters/loud/telemetry", new byte[300_000]))
                    .hasStackTraceContaining("exceeded maximum packet size");
        }
        publishAndExpectAll();
    }

    @Test
    void twoThousandIdleConnectionsDoNotBlockDevices() throws IOException {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 2_000; i++) {
                idle.add(new Socket(InetAddress.getLoopbackAddress(), fleet.devicePort()));
            }
            publishAndExpectAll();
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void deviceAtAHundredTimesItsRateDoesNotDelayOthers() throws InterruptedException {
        fleet.provision("flood");
        Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        try (Peer flood = fleet.connect("flood")) {
            Thread sending = Thread.ofVirtual()
                    .start(() -> flood.publishAll(
                            "meters/flood/telemetry", 20_000, i -> reading("flood", start.minusMillis(i))));
            long before = System.nanoTime();
            publishAndExpectAll();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
            sending.join();
        }
        await().atMost(SOON).until(() -> stored("flood") == 20_000);
    }

    @Test
    void simulatorOfComposeDeliversItsReadings(@TempDir Path folder) {
        long before = count("SELECT count(*) FROM vehicle_history WHERE vehicle_id <> ?", "");
        Launch simulator = Launch.jar("device-sim", folder)
                .arguments("run", "--mqtt-url=mqtts://localhost:" + fleet.devicePort())
                .arguments("--ca-file=" + fleet.secret("simulator", "ca.crt"))
                .arguments("--credentials-file=" + fleet.secret("simulator", "credentials"))
                .arguments("--connections=4", "--devices=10", "--rate=200", "--count=400");
        ChildProcess.run(simulator, Duration.ofSeconds(60));
        await().atMost(SOON)
                .until(() -> count("SELECT count(*) FROM vehicle_history WHERE vehicle_id <> ?", "") == before + 200);
    }

    /// Publishes through the gateway for a meter of its own and waits until the ingestor stored every reading.
    private static void publishAndExpectAll() {
        String meter = "M" + ++runs;
        Instant start = Instant.now().minus(Duration.ofHours(2));
        try (Peer gateway = fleet.connect("gateway-1")) {
            assertThat(gateway.publishAll(
                            "meters/" + meter + "/telemetry", READINGS, i -> reading(meter, start.plusSeconds(i))))
                    .containsOnly(Mqtt5PubAckReasonCode.SUCCESS);
        }
        await().atMost(SOON).until(() -> stored(meter) == READINGS);
    }

    private static double connects() {
        return ingestor.metrics().sum("wattline_slot_connects_total");
    }

    private static byte[] reading(String meter, Instant measuredAt) {
        Instant micros = measuredAt.truncatedTo(ChronoUnit.MICROS);
        return PayloadEncoder.encode(new MeterReading(meter, micros, new BigDecimal("0.250000"), 230));
    }

    private static long stored(String meter) {
        return count("SELECT count(*) FROM meter_history WHERE meter_id = ?", meter);
    }

    private static long rejected(String reason) {
        return count("SELECT count(*) FROM rejected_message WHERE reason = ?", reason);
    }

    private static long count(String sql, String argument) {
        Long count = stack.database().sql().queryForObject(sql, Long.class, argument);
        return count == null ? 0 : count;
    }
}
