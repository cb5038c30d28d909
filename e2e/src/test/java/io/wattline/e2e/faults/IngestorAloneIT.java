package io.wattline.e2e.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.e2e.faults.damage.BrokenClass;
import io.wattline.e2e.faults.damage.TableLock;
import io.wattline.e2e.faults.harness.FaultTest;
import io.wattline.e2e.faults.harness.Form;
import io.wattline.e2e.faults.harness.LoadPlan;
import io.wattline.e2e.faults.harness.Member;
import io.wattline.e2e.faults.harness.Notes;
import io.wattline.e2e.faults.harness.Rig;
import io.wattline.e2e.faults.harness.Run;
import io.wattline.e2e.stack.ServiceProcess;
import io.wattline.e2e.stack.TestDevice;
import io.wattline.servers.network.Direction;
import java.time.Duration;

/// An ingestor that has no other to take over from it.
class IngestorAloneIT {

    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(10);
    /// The JVM's own end, on a machine that is busy.
    private static final Duration EXIT_LIMIT = SHUTDOWN_TIMEOUT.plusSeconds(20);

    @FaultTest(value = "ingestor: kill -9 before COMMIT", nightly = true)
    void killBeforeCommit(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(1);
                TableLock lock = TableLock.on(rig, "meter_live, vehicle_live")) {
            Member victim = rig.fleet().member(0);
            lock.awaitBlocked(2);
            run.fault(victim::kill);
            lock.release();
            victim.start();
            rig.fleet().awaitAllConnected();
            run.finish();
        }
    }

    @FaultTest("ingestor: kill -9 between COMMIT and ack")
    void killBetweenCommitAndAck(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(1)) {
            Member victim = rig.fleet().member(0);
            victim.broker().blackHole(Direction.TO_SERVER);
            // Committed, but no PUBACK leaves; of what comes beyond the window nothing is sent any more.
            run.awaitMoreStored(300);
            run.fault(victim::kill);
            victim.broker().reset();
            victim.broker().pass();
            victim.start();
            run.await("redelivered and recognised", () -> run.outcome("duplicate") > 0);
            run.finish();
            notes.add("%d readings came twice and were stored once", run.outcome("duplicate"));
        }
    }

    @FaultTest("ack after COMMIT: no PUBACK leaves while the COMMIT cannot")
    void noPubackWhileTheCommitCannot(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(1);
                TableLock lock = TableLock.on(rig, "meter_live, vehicle_live")) {
            Member only = rig.fleet().member(0);
            lock.awaitBlocked(2);
            run.await("a window full of messages", () -> only.inFlight() > 100);
            long accepted = run.stored();
            long sent = only.broker().bytes(Direction.TO_SERVER);
            run.fault(() -> run.await("more messages", () -> only.inFlight() > 600));
            long more = only.broker().bytes(Direction.TO_SERVER) - sent;
            assertThat(run.stored()).isEqualTo(accepted);
            // A PUBACK takes four bytes, a PINGREQ two; each of the four sessions may have sent a few of the latter.
            assertThat(more).as("bytes to the broker").isLessThan(4 * 2 * 10);
            notes.add("%d messages held, %d bytes sent to the broker meanwhile", only.inFlight(), more);
            lock.release();
            run.finish();
        }
    }

    @FaultTest(value = "ingestor: two with the same id", nightly = true)
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

    @FaultTest(value = "ingestor: restart after kill -9 with the same id", nightly = true)
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

    @FaultTest("ingestor: scale 1 to 4 to 1")
    void scaleOutAndIn(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(1)) {
            double[] seconds = {0, 0};
            run.fault(() -> {
                for (int i = 1; i < 4; i++) {
                    rig.fleet().member(i).start();
                }
                seconds[0] = secondsUntilBalanced(rig, 4);
            });
            run.awaitMoreStored(300);
            for (int i = 3; i > 0; i--) {
                assertThat(rig.fleet().member(i).terminate(EXIT_LIMIT)).isZero();
            }
            seconds[1] = secondsUntilBalanced(rig, 1);
            notes.add(
                    "balanced over 4 %.1f s after the last start, back on 1 %.1f s after the last stop",
                    seconds[0], seconds[1]);
            if (Form.now().isLong()) {
                assertThat(seconds[0]).as("balanced over 4").isLessThan(20);
                assertThat(seconds[1]).as("back on 1").isLessThan(20);
            }
            run.finish();
        }
    }

    private static double secondsUntilBalanced(Rig rig, int ingestors) {
        long start = System.nanoTime();
        rig.fleet().awaitBalance(ingestors);
        return (System.nanoTime() - start) / 1e9;
    }

    @FaultTest(value = "ingestor: a writer thread that throws", nightly = true)
    void writerThreadThatThrows(Rig rig, Notes notes) throws Exception {
        // Needed first when something is to be quarantined.
        try (BrokenClass broken = BrokenClass.of("io.wattline.ingestor.pipeline.QuarantineRow");
                Run run = rig.begin(1, broken.environment(), LoadPlan.usual());
                TestDevice device = TestDevice.connect(rig.broker())) {
            Member victim = rig.fleet().member(0);
            run.fault(() -> device.publish("meters/M1/telemetry", "no JSON".getBytes(UTF_8)));
            // It ends the process rather than going on with one writer fewer; the supervisor, here the test, restarts
            // it.
            assertThat(victim.awaitExit(EXIT_LIMIT)).isEqualTo(1);
            broken.mend();
            victim.start();
            rig.fleet().awaitAllConnected();
            run.await("quarantined", () -> run.outcome("rejected") == 1);
            run.finish();
        }
    }
}
