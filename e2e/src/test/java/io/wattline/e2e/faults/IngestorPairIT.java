package io.wattline.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.e2e.faults.damage.TableLock;
import io.wattline.e2e.faults.harness.FaultTest;
import io.wattline.e2e.faults.harness.Fleet;
import io.wattline.e2e.faults.harness.Form;
import io.wattline.e2e.faults.harness.Load;
import io.wattline.e2e.faults.harness.LoadPlan;
import io.wattline.e2e.faults.harness.Member;
import io.wattline.e2e.faults.harness.Notes;
import io.wattline.e2e.faults.harness.Rig;
import io.wattline.e2e.faults.harness.Run;
import io.wattline.e2e.stack.ServiceProcess;
import io.wattline.servers.process.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Ingestors of which one is killed, stopped or frozen while another lives.
class IngestorPairIT {

    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(10);
    /// The JVM's own end, on a machine that is busy.
    private static final Duration EXIT_LIMIT = SHUTDOWN_TIMEOUT.plusSeconds(20);

    @FaultTest("no fault at all")
    void noFault(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2)) {
            run.fault(() -> {});
            run.finish();
            notes.add("%s readings", run.summary().get("sent"));
        }
    }

    @FaultTest("ingestor: kill -9 mid batch")
    void killMidBatch(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2)) {
            Member victim = rig.fleet().member(0);
            run.fault(List.of(victim), victim::kill);
            victim.start();
            rig.fleet().awaitAllConnected();
            run.finish();
        }
    }

    @FaultTest("ingestor: SIGTERM under load")
    void sigtermUnderLoad(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2)) {
            Member leaving = rig.fleet().member(0);
            run.fault(
                    List.of(leaving),
                    () -> assertThat(leaving.terminate(EXIT_LIMIT)).isZero());
            rig.fleet().awaitAllConnected();
            run.finish();
            // Whatever it had committed it had acknowledged, so nothing comes to the others twice.
            assertThat(run.outcome("duplicate"))
                    .as("redelivered though committed")
                    .isZero();
        }
    }

    @FaultTest(value = "ingestor: SIGTERM with the database down", nightly = true)
    void sigtermWithTheDatabaseDown(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2)) {
            Member leaving = rig.fleet().member(0);
            ServiceProcess process = leaving.process();
            run.fault(List.of(leaving), () -> {
                leaving.database().refuse();
                leaving.database().reset();
            });
            run.await("messages in its hands", () -> leaving.inFlight() > 0);
            assertThat(leaving.terminate(EXIT_LIMIT)).isZero();
            assertThat(process.process().output().linesWith("left to the broker, to be delivered again: .*=\\d+"))
                    .as("says how many it left")
                    .hasSize(1);
            rig.fleet().awaitAllConnected();
            run.finish();
        }
    }

    @FaultTest(value = "ingestor: second SIGTERM during the drain", nightly = true)
    void secondSigtermDuringTheDrain(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2);
                TableLock lock = TableLock.on(rig, "meter_live, vehicle_live")) {
            Member leaving = rig.fleet().member(0);
            lock.awaitBlocked(2);
            run.fault(List.of(leaving), () -> leaving.process().process().signal(Signal.TERM));
            run.await("stopping", () -> !leaving.process().isReady());
            leaving.process().process().signal(Signal.TERM);
            lock.release();
            assertThat(leaving.awaitExit(EXIT_LIMIT)).isZero();
            rig.fleet().awaitAllConnected();
            run.finish();
        }
    }

    @FaultTest(value = "ingestor: SIGSTOP below the keep-alive and the lease", nightly = true)
    void sigstopBelowTheLease(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2)) {
            Member sleeper = rig.fleet().member(0);
            run.fault(List.of(sleeper), sleeper::freeze);
            run.awaitOutage(Form.now().lease().dividedBy(4));
            sleeper.thaw();
            run.awaitMoreStored(500);
            assertThat(run.grown("wattline_slot_adoptions_total"))
                    .as("adoptions")
                    .isZero();
            assertThat(run.grown("wattline_slot_disconnects_total"))
                    .as("disconnects")
                    .isZero();
            run.finish();
        }
    }

    @FaultTest("ingestor: SIGSTOP above the keep-alive and the lease")
    void sigstopAboveTheLease(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2)) {
            Member sleeper = rig.fleet().member(0);
            Member adopter = rig.fleet().member(1);
            long before = takeovers(adopter);
            run.fault(List.of(sleeper), sleeper::freeze);
            rig.fleet().awaitAllConnected();
            run.awaitOutage(Form.now().freeze());
            sleeper.thaw();
            rig.fleet().awaitBalance(2);
            run.finish();
            // The resumed ingestor does not take the adopted slots back: the adopter stays connected.
            assertThat(takeovers(adopter) - before)
                    .as("takeovers suffered by the adopter")
                    .isZero();
            notes.add("%d slots adopted", run.grown("wattline_slot_adoptions_total"));
        }
    }

    // The process may have served other tests before.
    private static long takeovers(Member member) {
        return Math.round(member.metrics().sum("wattline_slot_disconnects_total", "cause=\"session_taken_over\""));
    }

    @FaultTest(value = "ingestor: rolling restart of all", nightly = true)
    void rollingRestart(Rig rig, Notes notes) throws Exception {
        int ingestors = Form.now().isLong() ? 3 : 2;
        int rounds = Form.now().isLong() ? 3 : 1;
        try (Run run = rig.begin(ingestors)) {
            run.fault(() -> {});
            for (int i = 0; i < rounds * ingestors; i++) {
                Member member = rig.fleet().member(i % ingestors);
                assertThat(member.terminate(EXIT_LIMIT)).isZero();
                member.start();
                rig.fleet().awaitReady();
                rig.fleet().awaitBalance(ingestors);
            }
            run.finish();
        }
    }

    @FaultTest(value = "ingestor: kept down at full load with two ingestors", nightly = true)
    void keptDown(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2)) {
            run.fault(rig.fleet().member(0)::kill);
            long start = System.nanoTime();
            rig.fleet().awaitAllConnected();
            notes.add("orphaned slots served again after %.1f s", (System.nanoTime() - start) / 1e9);
            run.awaitOutage(Form.now().outage());
            assertThat(run.grown("wattline_slot_adoptions_total"))
                    .as("adoptions")
                    .isEqualTo(2);
            run.finish();
        }
    }

    @FaultTest(value = "ingestor: one that cannot reach the broker", nightly = true)
    void oneThatCannotReachTheBroker(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(1)) {
            Member deaf = rig.fleet().member(1);
            deaf.broker().refuse();
            run.fault(deaf::start);
            run.awaitOutage(Form.now().lease().multipliedBy(3));
            assertThat(rig.fleet().member(0).connectedSlots())
                    .as("slots of the one that reaches it")
                    .isEqualTo(Fleet.SLOTS);
            assertThat(deaf.isReady()).isFalse();
            run.finish();
        }
    }

    @FaultTest(
            value = "ingestor: two share groups on two brokers and one database, one ingestor killed",
            nightly = true)
    void twoShareGroups(Rig rig, Notes notes) throws Exception {
        try (Rig other = rig.beside();
                Run run = rig.begin(2)) {
            other.fleet().require(2, Map.of("MQTT_SHARE_GROUP", "others"));
            // The same devices: their readings must not overlap in time.
            Load load = run.startAnother(other, LoadPlan.usual().measured(Duration.ofHours(1)));
            run.fault(rig.fleet().member(0)::kill);
            rig.fleet().awaitBalance(1);
            other.fleet().awaitBalance(2);
            run.awaitMoreStored(500);
            run.stopAnother(load);
            run.finish();
        }
    }

    @FaultTest("negative control: kept down without adoption, on the broker's default queue")
    void negativeControl(Rig shared, Notes notes) throws Exception {
        try (Rig rig = shared.withBroker("max_queued_messages 1000", "max_queued_bytes 0");
                Run run = rig.begin(
                        2, Map.of("SLOT_ADOPTION", "off"), LoadPlan.usual().atRate(2_000))) {
            run.fault(rig.fleet().member(0)::kill);
            run.await("the broker drops", () -> run.grown("wattline_broker_publishes_dropped_total") > 0);
            rig.fleet().member(0).start();
            rig.fleet().awaitAllConnected();
            List<String> violations = run.violations();
            notes.add("as it must: %s", violations);
            assertThat(violations).anyMatch(violation -> violation.startsWith("I1 no loss"));
            assertThat(violations).anyMatch(violation -> violation.startsWith("I6 nothing stuck"));
        }
    }
}
