package io.wattline.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.servers.MosquittoServer;
import io.wattline.sim.faults.FaultSettings;
import io.wattline.sim.faults.FaultyWorkload;
import io.wattline.sim.fleet.FleetSettings;
import io.wattline.sim.mqtt.BrokerSettings;
import io.wattline.sim.mqtt.ConnectFault;
import io.wattline.sim.mqtt.Credentials;
import io.wattline.sim.mqtt.SettingsFault;
import io.wattline.sim.report.Summary;
import io.wattline.sim.workload.BackfillSettings;
import io.wattline.sim.workload.BackfillWorkload;
import io.wattline.sim.workload.Fault;
import io.wattline.sim.workload.LiveWorkload;
import io.wattline.sim.workload.Pace;
import io.wattline.sim.workload.RunSettings;
import io.wattline.sim.workload.Workload;
import io.wattline.tls.TlsFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FleetSimulatorIT {

    private static final Instant START = Instant.parse("2026-11-20T15:00:00Z");
    private static final FleetSettings FLEET = new FleetSettings(5, 1);

    @TempDir
    private Path folder;

    private MosquittoServer broker;

    @AfterEach
    void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void everyReadingArrivesOnceAndIsAcknowledged() throws Exception {
        broker = MosquittoServer.create();
        try (Subscriber subscriber = new Subscriber(broker, "fleet/+/+/telemetry")) {
            Summary summary = run(at(broker).withConnections(3), load(500, 250), folder.resolve("ledger.csv"));
            assertThat(summary.counts()).isEqualTo(new Summary.Counts(250, 250, 0, 0, 0));
            Awaitility.await().until(() -> subscriber.messages().size() == 250);
            assertThat(subscriber.messages())
                    .doesNotHaveDuplicates()
                    .allMatch(line -> line.matches("fleet/(meters/METER|vehicles/VEHICLE)_000[1-5]/telemetry \\{.*}"));
            assertThat(Files.readAllLines(folder.resolve("ledger.csv")))
                    .hasSize(251)
                    .filteredOn(line -> line.contains(",OK,"))
                    .hasSize(250);
        }
    }

    @Test
    void aRunThatIsRepeatedSendsTheSameBytes() throws Exception {
        broker = MosquittoServer.create();
        try (Subscriber subscriber = new Subscriber(broker, "fleet/#")) {
            run(at(broker).withConnections(1), load(1000, 100), null);
            run(at(broker).withConnections(1), load(1000, 100), null);
            Awaitility.await().until(() -> subscriber.messages().size() == 200);
            List<String> lines = subscriber.messages();
            assertThat(lines.subList(0, 100)).isEqualTo(lines.subList(100, 200));
        }
    }

    @Test
    void backfillCountsReadingsNotArrays() throws Exception {
        broker = MosquittoServer.create();
        try (Subscriber subscriber = new Subscriber(broker, "fleet/#")) {
            var settings = new BackfillSettings(
                    FLEET, Duration.ofHours(24), new Pace.Heartbeat(Duration.ofSeconds(60)), START);
            Summary summary = run(at(broker), new BackfillWorkload(settings), null);
            assertThat(summary.counts().acknowledged()).isEqualTo(10 * 1440);
            Awaitility.await().until(() -> subscriber.messages().size() == 30);
        }
    }

    @Test
    void reportsMissingSubscribersAndDoesNotCountThemAsSuccess() throws Exception {
        broker = MosquittoServer.create();
        Summary summary = run(at(broker), load(1000, 20), folder.resolve("ledger.csv"));
        assertThat(summary.counts()).isEqualTo(new Summary.Counts(20, 0, 0, 20, 0));
        assertThat(summary.allAcknowledged()).isFalse();
        assertThat(Files.readString(folder.resolve("ledger.csv"))).contains(",NO_SUBSCRIBER,");
    }

    @Test
    void countsARefusalWithTheBrokersReason() throws Exception {
        Path acl = Files.writeString(folder.resolve("acl"), "topic write fleet/meters/#\ntopic read fleet/#\n");
        broker = MosquittoServer.createReading("acl_file " + acl);
        try (Subscriber _ = new Subscriber(broker, "fleet/#")) {
            Summary summary = run(at(broker), load(1000, 20), null);
            assertThat(summary.counts()).isEqualTo(new Summary.Counts(20, 10, 10, 0, 0));
            assertThat(summary.refusals()).containsOnlyKeys("NOT_AUTHORIZED");
        }
    }

    @Test
    void losesNothingWhenTheBrokerRestarts() throws Exception {
        broker = MosquittoServer.create();
        var settings = new RunSettings(FLEET, new Pace.Rate(200), Duration.ofSeconds(4), 0, START);
        try (var simulator = new FleetSimulator(
                at(broker).withConnections(2),
                new LiveWorkload(settings),
                RunLimits.DEFAULT,
                folder.resolve("ledger.csv"),
                InstantSource.system())) {
            CompletableFuture<Summary> running = running(simulator);
            Awaitility.await().until(() -> simulator.progress().counts().sent() > 100);
            broker.stop();
            Awaitility.await().until(() -> simulator.progress().counts().sent() > 300);
            broker.start();
            Summary summary = running.get(30, TimeUnit.SECONDS);
            assertThat(summary.counts().sent()).isEqualTo(800);
            assertThat(summary.counts().unacknowledged()).isZero();
            assertThat(summary.reconnects()).isEqualTo(2);
            assertThat(Files.readAllLines(folder.resolve("ledger.csv"))).hasSize(801);
        }
    }

    @Test
    void readingsThatALostBrokerNeverAcknowledgedAreUnknown() throws Exception {
        broker = MosquittoServer.create();
        var settings = new RunSettings(FLEET, new Pace.Rate(200), Duration.ofSeconds(2), 0, START);
        var limits = new RunLimits(Duration.ofSeconds(5), Duration.ofMillis(500));
        try (var simulator =
                new FleetSimulator(at(broker), new LiveWorkload(settings), limits, null, InstantSource.system())) {
            CompletableFuture<Summary> running = running(simulator);
            Awaitility.await().until(() -> simulator.progress().counts().sent() > 100);
            broker.stop();
            Summary.Counts counts = running.get(30, TimeUnit.SECONDS).counts();
            assertThat(counts.sent()).isEqualTo(400);
            assertThat(counts.unacknowledged()).isPositive();
            assertThat(counts.noSubscriber() + counts.unacknowledged()).isEqualTo(400);
        }
    }

    @Test
    void closeAlsoEndsConnecting() throws Exception {
        var limits = new RunLimits(Duration.ofMinutes(5), Duration.ofSeconds(1));
        var simulator = new FleetSimulator(
                BrokerSettings.at(URI.create("mqtt://127.0.0.1:1")), load(1, 1), limits, null, InstantSource.system());
        CompletableFuture<Summary> running = running(simulator);
        Awaitility.await().pollDelay(Duration.ZERO).until(() -> !running.isDone());
        simulator.close();
        assertThatThrownBy(() -> running.get(10, TimeUnit.SECONDS)).hasMessageContaining("stopped while connecting");
    }

    @Test
    void sendsAndRecordsAllFaultsAtOnce() throws Exception {
        broker = MosquittoServer.create();
        var sound = new LiveWorkload(new RunSettings(FLEET, new Pace.Rate(2000), Duration.ZERO, 4000, null));
        var workload = new FaultyWorkload(sound, new FaultSettings(0.2, 0.1, 0.1, 0.1, 0.1), 1);
        try (Subscriber _ = new Subscriber(broker, "fleet/#")) {
            Summary summary = run(at(broker).withConnections(2), workload, folder.resolve("ledger.csv"));
            assertThat(summary.allAcknowledged()).isTrue();
            assertThat(summary.faults())
                    .containsKeys(Fault.OFFLINE, Fault.DUPLICATE, Fault.OUT_OF_ORDER, Fault.MALFORMED);
            long duplicates = summary.faults().get(Fault.DUPLICATE);
            assertThat(summary.counts().sent()).isEqualTo(4000 + duplicates);
            assertThat(Files.readAllLines(folder.resolve("ledger.csv")))
                    .hasSize((int) (1 + 4000 + duplicates))
                    .filteredOn(line -> line.endsWith(",malformed,empty_payload"))
                    .isNotEmpty();
        }
    }

    @Test
    void closeEndsARunWithASummary() throws Exception {
        broker = MosquittoServer.create();
        var settings = new RunSettings(FLEET, new Pace.Rate(100), Duration.ZERO, 0, null);
        var simulator = FleetSimulator.of(at(broker), new LiveWorkload(settings));
        CompletableFuture<Summary> running = running(simulator);
        Awaitility.await().until(() -> simulator.progress().counts().sent() > 10);
        simulator.close();
        Summary.Counts counts = running.get(1, TimeUnit.SECONDS).counts();
        assertThat(counts.sent()).isEqualTo(counts.noSubscriber());
    }

    @Test
    void explainsWhatToDoWithoutABroker() {
        var limits = new RunLimits(Duration.ofSeconds(1), Duration.ofSeconds(1));
        var simulator = new FleetSimulator(
                BrokerSettings.at(URI.create("mqtt://127.0.0.1:1")), load(1, 1), limits, null, InstantSource.system());
        assertThatThrownBy(simulator::run)
                .isInstanceOf(ConnectFault.class)
                .hasMessage("cannot connect to mqtt://127.0.0.1:1: connection refused; is a broker listening there?");
    }

    @Test
    void doesNotRetryARefusedLogin() throws IOException {
        Path passwords = Files.writeString(folder.resolve("passwords"), "");
        broker = MosquittoServer.createReading("allow_anonymous false", "password_file " + passwords);
        var stranger = new Credentials.Shared(new Credentials.Login("stranger", "s3cret"));
        var settings = new BrokerSettings(broker.uri(), "", stranger, TlsFiles.NONE, 1, 10);
        long begin = System.nanoTime();
        assertThatThrownBy(FleetSimulator.of(settings, load(1, 1))::run)
                .isInstanceOf(ConnectFault.class)
                .hasMessageContaining("NOT_AUTHORIZED")
                .hasMessageNotContaining("s3cret");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void reportsHowManyConnectionsWereMadeInTime() throws Exception {
        broker = MosquittoServer.createReading("max_connections 3");
        var limits = new RunLimits(Duration.ofSeconds(2), Duration.ofSeconds(1));
        var simulator = new FleetSimulator(at(broker), load(1, 1), limits, null, InstantSource.system());
        assertThatThrownBy(simulator::run)
                .isInstanceOf(ConnectFault.class)
                .hasMessageContaining("only 3 of 10 connections were made in time");
    }

    @Test
    void detectsTooFewLoginsBeforeConnecting() throws IOException {
        Path file = Files.writeString(folder.resolve("logins"), "METER_0001:a\nVEHICLE_0001:b\n");
        var settings = new BrokerSettings(
                URI.create("mqtt://127.0.0.1:1"), "", Credentials.perConnection(file), TlsFiles.NONE, 0, 10);
        assertThatThrownBy(FleetSimulator.of(settings, load(1, 1))::run)
                .isInstanceOf(SettingsFault.class)
                .hasMessageContaining("2 lines for 10 connections");
    }

    private static BrokerSettings at(MosquittoServer broker) {
        return new BrokerSettings(broker.uri(), "fleet/", Credentials.NONE, TlsFiles.NONE, 0, 20);
    }

    private static LiveWorkload load(int rate, long count) {
        return new LiveWorkload(new RunSettings(FLEET, new Pace.Rate(rate), Duration.ZERO, count, START));
    }

    private static Summary run(BrokerSettings settings, Workload workload, Path ledger) throws InterruptedException {
        try (var simulator =
                new FleetSimulator(settings, workload, RunLimits.DEFAULT, ledger, InstantSource.system())) {
            return simulator.run();
        }
    }

    private static CompletableFuture<Summary> running(FleetSimulator simulator) {
        CompletableFuture<Summary> future = new CompletableFuture<>();
        Thread.ofPlatform().name("simulator").daemon().start(() -> {
            try {
                future.complete(simulator.run());
            } catch (InterruptedException | RuntimeException e) {
                future.completeExceptionally(e);
            }
        });
        return future;
    }
}
