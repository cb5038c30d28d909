package io.wattline.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.e2e.faults.damage.Debugger;
import io.wattline.e2e.faults.damage.TableLock;
import io.wattline.e2e.faults.harness.FaultTest;
import io.wattline.e2e.faults.harness.Form;
import io.wattline.e2e.faults.harness.LoadPlan;
import io.wattline.e2e.faults.harness.Member;
import io.wattline.e2e.faults.harness.Notes;
import io.wattline.e2e.faults.harness.Rig;
import io.wattline.e2e.faults.harness.Run;
import io.wattline.e2e.servers.process.Signal;
import io.wattline.e2e.stack.ServiceProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Ingestors that are stopped, in order and otherwise, restarted and replaced.
class IngestorLifecycleIT {

    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(10);
    /// The JVM's own end, on a machine that is busy.
    private static final Duration EXIT_LIMIT = SHUTDOWN_TIMEOUT.plusSeconds(20);

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

    @FaultTest("ingestor: SIGTERM with the database down")
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

    @FaultTest("ingestor: second SIGTERM during the drain")
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

    @FaultTest("ingestor: SIGSTOP below the keep-alive and the lease")
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
            run.fault(List.of(sleeper), sleeper::freeze);
            rig.fleet().awaitAllConnected();
            run.awaitOutage(Form.now().freeze());
            sleeper.thaw();
            rig.fleet().awaitBalance(2);
            run.finish();
            // The woken one does not take back by force what was adopted: nobody throws the adopter out.
            long fights = rig.fleet().member(1).metrics().samples().stream()
                    .filter(sample -> sample.labels().contains("session_taken_over"))
                    .mapToLong(sample -> Math.round(sample.value()))
                    .sum();
            assertThat(fights).as("takeovers suffered by the adopter").isZero();
            notes.add("%d slots adopted", run.grown("wattline_slot_adoptions_total"));
        }
    }

    @FaultTest("ingestor: two with the same id")
    void twoWithTheSameId(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(1)) {
            Member first = rig.fleet().member(0);
            run.fault(() -> {
                ServiceProcess second = rig.stack().launchIngestor(first.environment());
                assertThat(second.process().exitCode(Form.now().bound())).isEqualTo(3);
            });
            assertThat(first.isReady()).isTrue();
            assertThat(run.grown("wattline_slot_disconnects_total"))
                    .as("disconnects")
                    .isZero();
            run.finish();
        }
    }

    @FaultTest("ingestor: restart after kill -9 with the same id")
    void restartAfterKillWithTheSameId(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(1)) {
            Member only = rig.fleet().member(0);
            run.fault(only::kill);
            long start = System.nanoTime();
            only.start();
            rig.fleet().awaitAllConnected();
            notes.add("serving again after %.1f s", (System.nanoTime() - start) / 1e9);
            run.finish();
        }
    }

    @FaultTest("ingestor: rolling restart of all")
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

    @FaultTest("ingestor: kept down at full load with two ingestors")
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

    @FaultTest("ingestor: scale 1 to 4 to 1")
    void scaleOutAndIn(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(1)) {
            run.fault(() -> {
                long start = System.nanoTime();
                for (int i = 1; i < 4; i++) {
                    rig.fleet().member(i).start();
                }
                rig.fleet().awaitBalance(4);
                notes.add("balanced over 4 after %.1f s, JVM starts included", (System.nanoTime() - start) / 1e9);
            });
            run.awaitMoreStored(300);
            long start = System.nanoTime();
            for (int i = 3; i > 0; i--) {
                assertThat(rig.fleet().member(i).terminate(EXIT_LIMIT)).isZero();
            }
            rig.fleet().awaitBalance(1);
            notes.add("back on 1 after %.1f s", (System.nanoTime() - start) / 1e9);
            run.finish();
        }
    }

    @FaultTest("ingestor: a writer thread that throws")
    void writerThreadThatThrows(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(1, Debugger.ENVIRONMENT, LoadPlan.usual())) {
            Member victim = rig.fleet().member(0);
            run.fault(() -> Debugger.throwIn(victim.process(), "io.wattline.ingestor.pipeline.Writer", "write"));
            // It ends the process rather than going on with one writer fewer; the supervisor, here the test, restarts
            // it.
            assertThat(victim.awaitExit(EXIT_LIMIT)).isEqualTo(1);
            victim.start();
            rig.fleet().awaitAllConnected();
            run.finish();
        }
    }

    @FaultTest("negative control: kept down without adoption, on the broker's default queue")
    void negativeControl(Rig shared, Notes notes) throws Exception {
        try (Rig rig = shared.withBroker("max_queued_messages 1000", "max_queued_bytes 0");
                Run run = rig.begin(
                        2, Map.of("SLOT_ADOPTION", "off"), LoadPlan.usual().atRate(2_000))) {
            run.fault(rig.fleet().member(0)::kill);
            run.await("the broker drops", () -> run.grown("wattline_broker_publishes_dropped") > 0);
            rig.fleet().member(0).start();
            rig.fleet().awaitAllConnected();
            List<String> violations = run.violations();
            notes.add("as it must: %s", violations);
            assertThat(violations).anyMatch(violation -> violation.startsWith("I1 no loss"));
            assertThat(violations).anyMatch(violation -> violation.startsWith("I6 nothing stuck"));
        }
    }
}
