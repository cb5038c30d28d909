package io.wattline.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.e2e.faults.damage.CommitGate;
import io.wattline.e2e.faults.damage.Flood;
import io.wattline.e2e.faults.damage.TableLock;
import io.wattline.e2e.faults.harness.Backlog;
import io.wattline.e2e.faults.harness.FaultTest;
import io.wattline.e2e.faults.harness.Fleet;
import io.wattline.e2e.faults.harness.Form;
import io.wattline.e2e.faults.harness.LoadPlan;
import io.wattline.e2e.faults.harness.Member;
import io.wattline.e2e.faults.harness.Notes;
import io.wattline.e2e.faults.harness.Rig;
import io.wattline.e2e.faults.harness.Run;
import io.wattline.e2e.faults.harness.Vigil;
import io.wattline.servers.network.Direction;
import io.wattline.servers.network.TcpProxy;
import java.time.Duration;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/// A database that goes away, by every way in which it can be gone.
class DatabaseServerFaultsIT {

    /// What the slots may have un-acknowledged: the bound of what an ingestor holds.
    private static final long WINDOW = Fleet.SLOTS * 500L;
    /// Twice what an ingestor uses in quiet times and in an outage of any length; they run with -Xmx192m.
    private static final long HEAP_BYTES = 128L << 20;

    @FaultTest(value = "database: fast restart", nightly = true)
    void fastRestart(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2)) {
            run.fault(rig.postgres()::stop);
            rig.postgres().start();
            rig.fleet().awaitReady();
            run.finish();
            assertUndisturbedSessions(run);
        }
    }

    @FaultTest(value = "database: kill -9 and restart", nightly = true)
    void killAndRestart(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2)) {
            run.fault(rig.postgres()::kill);
            rig.postgres().start();
            rig.fleet().awaitReady();
            run.finish();
            assertUndisturbedSessions(run);
        }
    }

    @FaultTest(value = "database: unreachable by refusal", nightly = true)
    void unreachableByRefusal(Rig rig, Notes notes) throws Exception {
        unreachable(rig, notes, link -> {
            link.refuse();
            link.reset();
        });
    }

    @FaultTest(value = "database: unreachable by reset", nightly = true)
    void unreachableByReset(Rig rig, Notes notes) throws Exception {
        // Connections are accepted, and reset when the server's greeting should come.
        unreachable(rig, notes, link -> {
            link.blackHole();
            link.reset();
        });
    }

    @FaultTest("database: unreachable by black hole")
    void unreachableByBlackHole(Rig rig, Notes notes) throws Exception {
        unreachable(rig, notes, TcpProxy::blackHole);
    }

    private static void unreachable(Rig rig, Notes notes, Consumer<TcpProxy> breaking) throws Exception {
        try (Run run = rig.begin(2);
                Vigil vigil = Vigil.over(rig.fleet())) {
            Backlog backlog = Backlog.of(rig, run, LoadPlan.usual());
            int opened = opened(rig);
            run.fault(() -> rig.fleet().onDatabaseLinks(breaking));
            run.await("readiness down", vigil::wasUnready);
            run.awaitOutage(Form.now().outage());
            long missing = backlog.missing();
            rig.fleet().onDatabaseLinks(TcpProxy::pass);
            double times = backlog.workOff();
            rig.fleet().awaitReady();
            run.finish();

            assertUndisturbedSessions(run);
            assertThat(vigil.alwaysLive()).as("liveness up throughout").isTrue();
            assertThat(vigil.mostInFlight()).as("messages held by one ingestor").isLessThanOrEqualTo(WINDOW);
            assertThat(vigil.mostHeapBytes()).as("heap").isLessThan(HEAP_BYTES);
            if (Form.now().isLong()) {
                // After a short outage the wait before the next try, up to 5 s, is most of the time it takes.
                assertThat(times).as("backlog drained, in arrival rates").isGreaterThanOrEqualTo(2);
                assertThat(opened(rig)).as("socket time-outs fired").isGreaterThan(opened);
            }
            notes.add(
                    "%d readings behind, worked off at %.1f times the arrival rate, most heap %d MiB, most in flight %d",
                    missing, times, vigil.mostHeapBytes() >> 20, vigil.mostInFlight());
        }
    }

    @FaultTest(value = "database: unreachable, and one device sends messages of 262,000 bytes", nightly = true)
    void unreachableWithLargeMessages(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(1);
                Vigil vigil = Vigil.over(rig.fleet())) {
            run.fault(() -> rig.fleet().onDatabaseLinks(link -> {
                link.refuse();
                link.reset();
            }));
            long sent = sendLargeMessages(rig);
            run.awaitOutage(Form.now().outage());
            rig.fleet().onDatabaseLinks(TcpProxy::pass);
            run.await("all large messages rejected", () -> run.outcome("rejected") >= sent);
            rig.fleet().awaitReady();
            run.finish();

            assertThat(run.outcome("rejected")).isEqualTo(sent);
            assertThat(vigil.alwaysLive()).as("liveness up throughout").isTrue();
            assertUndisturbedSessions(run);
            notes.add("%d messages, most heap %d MiB of 192", sent, vigil.mostHeapBytes() >> 20);
        }
    }

    /// More than three times the heap of an ingestor, and more than all windows hold.
    private static long sendLargeMessages(Rig rig) throws Exception {
        Flood flood = Flood.of(rig, "meters/LARGE/telemetry", new byte[262_000], 2_000);
        try (flood) {
            Awaitility.await("large messages sent")
                    .atMost(Form.now().bound())
                    .until(() -> flood.sent() >= Fleet.SLOTS * 550L);
        }
        return flood.sent();
    }

    @FaultTest(value = "database: 100 ms slower", nightly = true)
    void slower(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2)) {
            run.fault(
                    () -> rig.fleet().onDatabaseLinks(link -> link.delay(Direction.TO_CLIENT, Duration.ofMillis(100))));
            run.awaitMoreStored(500);
            rig.fleet().onDatabaseLinks(TcpProxy::pass);
            run.finish();
            assertUndisturbedSessions(run);
        }
    }

    @FaultTest(value = "database: too many connections", nightly = true)
    void tooManyConnections(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2);
                Vigil vigil = Vigil.over(rig.fleet())) {
            run.fault(() -> {
                rig.sql().execute("ALTER ROLE wattline_ingest CONNECTION LIMIT 0");
                rig.sql()
                        .execute(
                                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'wattline_ingest'");
            });
            run.await("readiness down", vigil::wasUnready);
            rig.sql().execute("ALTER ROLE wattline_ingest CONNECTION LIMIT 60");
            rig.fleet().awaitReady();
            run.finish();
            assertThat(vigil.alwaysLive()).isTrue();
            assertUndisturbedSessions(run);
        } finally {
            rig.sql().execute("ALTER ROLE wattline_ingest CONNECTION LIMIT 60");
        }
    }

    @FaultTest(value = "database: read-only after fail-over", nightly = true)
    void readOnlyAfterFailOver(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2)) {
            run.fault(() -> readOnly(rig, "ALTER SYSTEM SET default_transaction_read_only = on"));
            run.await("unready", () -> rig.fleet().answering().stream().noneMatch(Member::isReady));
            readOnly(rig, "ALTER SYSTEM RESET default_transaction_read_only");
            rig.fleet().awaitReady();
            run.finish();
            assertUndisturbedSessions(run);
        } finally {
            readOnly(rig, "ALTER SYSTEM RESET default_transaction_read_only");
        }
    }

    private static void readOnly(Rig rig, String change) {
        rig.sql().execute(change);
        rig.sql().execute("SELECT pg_reload_conf()");
    }

    @FaultTest(value = "database: outcome of COMMIT unknown", nightly = true)
    void outcomeOfCommitUnknown(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2);
                CommitGate gate = CommitGate.shut(rig)) {
            run.fault(() -> {
                gate.awaitCommitting(2);
                rig.fleet().onDatabaseLinks(TcpProxy::reset);
            });
            // The server carries out the COMMIT; no client is there any more to receive the answer.
            gate.open();
            run.awaitMoreStored(300);
            // Every ingestor lives, so I3 compares what they counted with the rows: a wrong guess would show.
            run.finish();
            notes.add("%d readings came twice", run.outcome("duplicate"));
        }
    }

    @FaultTest("database: kill -9 in the middle of COMMIT")
    void killInTheMiddleOfCommit(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2);
                // Any other commit would write the log of these transactions to disk with its own.
                TableLock leases = TableLock.on(rig, "ingestor, consumer_slot");
                CommitGate gate = CommitGate.shut(rig)) {
            run.fault(() -> {
                gate.awaitCommitting(1);
                rig.postgres().kill();
            });
            leases.forget();
            // Nothing of these transactions reached the disk, so the server gives their ids to the next ones.
            // A query for the id alone says that it was committed.
            rig.postgres().start();
            for (int i = 0; i < 50; i++) {
                rig.sql().execute("SELECT pg_current_xact_id()");
            }
            rig.fleet().awaitReady();
            run.finish();
        }
    }

    private static int opened(Rig rig) {
        return rig.fleet().alive().stream()
                .mapToInt(member -> member.database().opened())
                .sum();
    }

    /// The database's trouble is none of the broker's: no connection to it is given up, and so none is made anew.
    private static void assertUndisturbedSessions(Run run) {
        assertThat(run.grown("wattline_slot_disconnects_total"))
                .as("MQTT disconnects")
                .isZero();
    }
}
