package io.wattline.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.e2e.faults.damage.TableLock;
import io.wattline.e2e.faults.harness.FaultTest;
import io.wattline.e2e.faults.harness.Fleet;
import io.wattline.e2e.faults.harness.Form;
import io.wattline.e2e.faults.harness.LoadPlan;
import io.wattline.e2e.faults.harness.Member;
import io.wattline.e2e.faults.harness.Notes;
import io.wattline.e2e.faults.harness.Rig;
import io.wattline.e2e.faults.harness.Run;
import io.wattline.servers.network.Direction;
import io.wattline.servers.network.TcpProxy;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A broker that restarts or crashes, and a network between it, the ingestors and the devices that does what networks
/// do.
class BrokerFaultsIT {

    @FaultTest("broker: SIGTERM and start with persistence")
    void orderlyRestart(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2)) {
            run.fault(rig.broker()::stop);
            rig.broker().start();
            rig.fleet().awaitAllConnected();
            run.awaitMoreStored(300);
            run.finish();
            assertThat(run.grown("wattline_slot_sessions_lost_total"))
                    .as("sessions lost")
                    .isZero();
            notes.add("%s readings had no subscriber (0x10)", run.summary().get("noSubscriber"));
        }
    }

    @FaultTest(value = "broker: kill -9", nightly = true)
    void crash(Rig shared, Notes notes) throws Exception {
        Duration autosave = Duration.ofSeconds(2);
        // A broker that is busy takes its snapshot a little late.
        Duration late = Duration.ofSeconds(2);
        try (Rig rig = shared.withBroker("autosave_interval " + autosave.toSeconds());
                Run run = rig.begin(2);
                TableLock lock = TableLock.on(rig, "meter_live, vehicle_live")) {
            lock.awaitBlocked(2);
            // Something is in the broker's queues that only its snapshots keep.
            run.await(
                    "full windows",
                    () -> rig.fleet().alive().stream()
                                    .mapToLong(Member::inFlight)
                                    .sum()
                            > 1_500);
            run.fault(rig.broker()::kill);
            run.forgive(Instant.now(), autosave.plus(late));
            rig.broker().start();
            lock.release();
            rig.fleet().awaitAllConnected();
            run.finish();
            Long lost = rig.sql().queryForObject("""
                    SELECT count(*) FROM ledger l LEFT JOIN stored s USING (kind, device_id, ts)
                    WHERE l.outcome = 'OK' AND s.ts IS NULL
                    """, Long.class);
            notes.add(
                    "%d acknowledged readings lost, all of the %d s before the crash; %d redelivered ones recognised",
                    lost, autosave.plus(late).toSeconds(), run.outcome("duplicate"));
        }
    }

    @FaultTest("broker: session lost")
    void sessionLost(Rig shared, Notes notes) throws Exception {
        try (Rig rig = shared.withBroker();
                Run run = rig.begin(2)) {
            // Nothing comes in while the broker is emptied: what must not be lost here is the readings after it.
            run.fault(rig.devices()::blackHole);
            run.await(
                    "all acknowledged",
                    () -> rig.fleet().alive().stream()
                                    .mapToLong(Member::inFlight)
                                    .sum()
                            == 0);
            rig.broker().stop();
            Files.delete(rig.broker().path("/mosquitto/data/mosquitto.db"));
            rig.broker().start();
            rig.fleet().awaitAllConnected();
            run.await("counted", () -> run.grown("wattline_slot_sessions_lost_total") == Fleet.SLOTS);
            // What the devices' link held is for a connection that is gone; they send it again.
            rig.devices().reset();
            rig.devices().pass();
            run.awaitMoreStored(500);
            run.finish();
        }
    }

    @FaultTest(value = "network: cut both ways", nightly = true)
    void cutBothWays(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2)) {
            run.fault(() -> rig.fleet().onBrokerLinks(TcpProxy::blackHole));
            run.awaitOutage(Form.now().outage());
            rig.fleet().onBrokerLinks(TcpProxy::pass);
            rig.fleet().awaitAllConnected();
            run.finish();
        }
    }

    @FaultTest(value = "network: cut one way", nightly = true)
    void cutOneWay(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2)) {
            run.fault(() -> {
                rig.fleet().member(0).broker().blackHole(Direction.TO_CLIENT);
                rig.fleet().member(1).broker().blackHole(Direction.TO_SERVER);
            });
            run.awaitOutage(Form.now().outage());
            rig.fleet().onBrokerLinks(TcpProxy::pass);
            rig.fleet().awaitAllConnected();
            run.finish();
        }
    }

    @FaultTest(value = "network: cut 20 times a minute while the database is down", nightly = true)
    void cutAgainAndAgainWithoutDatabase(Rig rig, Notes notes) throws Exception {
        Duration period = Form.now().isLong() ? Duration.ofSeconds(3) : Duration.ofSeconds(1);
        try (Run run = rig.begin(2)) {
            run.fault(() -> rig.fleet().onDatabaseLinks(link -> {
                link.refuse();
                link.reset();
            }));
            for (long cut = 0; cut < Form.now().outage().dividedBy(period); cut++) {
                rig.fleet().onBrokerLinks(TcpProxy::reset);
                run.awaitOutage(period);
            }
            rig.fleet().onDatabaseLinks(TcpProxy::pass);
            rig.fleet().awaitAllConnected();
            run.finish();
        }
    }

    @FaultTest(value = "network: slow and fragmenting link", nightly = true)
    void slowAndFragmenting(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2)) {
            run.fault(() -> rig.fleet().onBrokerLinks(link -> {
                link.throttle(Direction.TO_CLIENT, 10_000, 61);
                link.throttle(Direction.TO_SERVER, 0, 3);
            }));
            run.awaitOutage(Form.now().outage());
            rig.fleet().onBrokerLinks(TcpProxy::pass);
            run.finish();
        }
    }

    @FaultTest(value = "network: reconnect stampede of the whole fleet", nightly = true)
    void stampede(Rig rig, Notes notes) throws Exception {
        int pairs = Form.now().isLong() ? 1_000 : 100;
        try (Run run = rig.begin(2, Map.of(), LoadPlan.usual().withDevices(pairs, 0))) {
            run.fault(rig.devices()::reset);
            run.await("all back", () -> rig.devices().open() >= 2 * pairs);
            run.finish();
            notes.add("%s connections made again", run.summary().get("reconnects"));
        }
    }

    @FaultTest(value = "network: publisher's DUP", nightly = true)
    void publishersDup(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2)) {
            // The broker has the messages, the devices do not know; so they send them again.
            run.fault(() -> rig.devices().blackHole(Direction.TO_CLIENT));
            run.awaitMoreStored(50);
            rig.devices().reset();
            rig.devices().pass();
            run.await("sent twice", () -> run.outcome("duplicate") > 0);
            run.finish();
            notes.add("%d readings came twice", run.outcome("duplicate"));
        }
    }

    @FaultTest(value = "network: one ingestor cut off from the broker", nightly = true)
    void oneCutOff(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2)) {
            Member cutOff = rig.fleet().member(0);
            run.fault(List.of(cutOff), () -> {
                cutOff.broker().refuse();
                cutOff.broker().reset();
            });
            run.await("readiness down", () -> !cutOff.isReady());
            run.await("the other serves its slots", () -> rig.fleet().member(1).connectedSlots() == Fleet.SLOTS);
            run.awaitOutage(Form.now().outage());
            cutOff.broker().pass();
            rig.fleet().awaitReady();
            rig.fleet().awaitBalance(2);
            run.finish();
        }
    }
}
