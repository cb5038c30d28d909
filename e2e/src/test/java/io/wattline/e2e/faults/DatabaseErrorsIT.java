package io.wattline.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.e2e.faults.damage.Disk;
import io.wattline.e2e.faults.damage.TableLock;
import io.wattline.e2e.faults.harness.FaultTest;
import io.wattline.e2e.faults.harness.Form;
import io.wattline.e2e.faults.harness.LoadPlan;
import io.wattline.e2e.faults.harness.Member;
import io.wattline.e2e.faults.harness.Notes;
import io.wattline.e2e.faults.harness.Rig;
import io.wattline.e2e.faults.harness.Run;
import io.wattline.e2e.faults.harness.Vigil;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A database that is there and says no.
class DatabaseErrorsIT {

    @FaultTest("database: disk full")
    void diskFull(Rig rig, Notes notes) throws Exception {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        // Tomorrow's too: midnight may pass meanwhile.
        List<String> tables = Stream.of(today, today.plusDays(1))
                .map(DateTimeFormatter.ofPattern("'meter_history_'uuuu_MM_dd")::format)
                .toList();
        try (Run run = rig.begin(2);
                Disk disk = Disk.under(rig, tables)) {
            int before =
                    rig.postgres().log().linesWith("No space left on device").size();
            run.fault(disk::fill);
            run.await("readiness down", () -> rig.fleet().answering().stream().noneMatch(Member::isReady));
            disk.free();
            rig.fleet().awaitReady();
            run.finish();
            assertThat(rig.postgres().log().linesWith("No space left on device"))
                    .hasSizeGreaterThan(before);
        }
    }

    @FaultTest(value = "database: statement timeout", nightly = true)
    void statementTimeout(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2);
                TableLock lock = TableLock.on(rig, "meter_live, vehicle_live")) {
            // SQLSTATE 57014, which is also what the server's own statement_timeout ends a statement with.
            run.fault(() -> {
                for (int i = 0; i < 5; i++) {
                    lock.awaitBlocked(2);
                    rig.sql()
                            .execute("SELECT pg_cancel_backend(pid) FROM pg_stat_activity"
                                    + " WHERE application_name = 'wattline-ingestor' AND wait_event_type = 'Lock'");
                }
            });
            lock.release();
            run.finish();
        }
    }

    @FaultTest(value = "database: lock wait", nightly = true)
    void lockWait(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2);
                TableLock lock = TableLock.on(rig, "meter_history")) {
            // Longer than the five seconds that an ingestor waits for a lock.
            run.fault(() -> lock.awaitBlocked(2));
            run.await("gave up waiting once", () -> lock.blocked() == 0);
            run.awaitOutage(Form.now().outage().minus(Form.now().lease()));
            lock.release();
            run.finish();
        }
    }

    @FaultTest(value = "database: deadlock made from outside", nightly = true)
    void deadlockFromOutside(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2);
                TableLock lock = TableLock.on(rig, "vehicle_live")) {
            run.fault(() -> {
                // We are patient, so the server finds the circle while it looks after an ingestor, and ends that.
                lock.execute("SET deadlock_timeout = '60s'");
                lock.awaitBlocked(2);
                lock.execute("LOCK TABLE meter_live IN ACCESS EXCLUSIVE MODE");
                lock.release();
            });
            run.await("deadlock counted", () -> run.deadlocksSeen() > 0);
            run.madeDeadlocks(run.deadlocksSeen());
            run.finish();
            assertThat(rig.postgres().log().linesWith("ERROR:  deadlock detected"))
                    .isNotEmpty();
        }
    }

    @FaultTest(value = "database: pool exhausted", nightly = true)
    void poolExhausted(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(1, Map.of("DB_POOL_SIZE", "2"), LoadPlan.usual());
                Vigil vigil = Vigil.over(rig.fleet());
                TableLock lock = TableLock.on(rig, "meter_live, vehicle_live")) {
            run.fault(() -> lock.awaitBlocked(2));
            run.await("readiness down", vigil::wasUnready);
            lock.release();
            rig.fleet().awaitReady();
            run.finish();
            assertThat(vigil.alwaysLive()).isTrue();
        }
    }

    @FaultTest(value = "database: column dropped", nightly = true)
    void columnDropped(Rig rig, Notes notes) throws Exception {
        misconfigured(
                rig,
                "ALTER TABLE vehicle_live RENAME COLUMN soc TO gone",
                "ALTER TABLE vehicle_live RENAME COLUMN gone TO soc");
    }

    @FaultTest(value = "database: privilege revoked", nightly = true)
    void privilegeRevoked(Rig rig, Notes notes) throws Exception {
        misconfigured(
                rig,
                "REVOKE INSERT ON meter_history FROM wattline_ingest",
                "GRANT INSERT ON meter_history TO wattline_ingest");
    }

    private static void misconfigured(Rig rig, String breaking, String mending) throws Exception {
        try (Run run = rig.begin(2)) {
            run.fault(() -> rig.sql().execute(breaking));
            try {
                run.await(
                        "readiness down", () -> rig.fleet().answering().stream().noneMatch(Member::isReady));
                long stored = run.stored();
                long rejected = run.outcome("rejected");
                // The window fills up: nothing is acknowledged, nothing is blamed on the readings.
                run.await(
                        "messages pile up",
                        () -> rig.fleet().answering().stream()
                                        .mapToLong(Member::inFlight)
                                        .sum()
                                > 500);
                assertThat(run.stored()).isEqualTo(stored);
                assertThat(run.outcome("rejected")).isEqualTo(rejected);
            } finally {
                rig.sql().execute(mending);
            }
            rig.fleet().awaitReady();
            run.finish();
        }
    }
}
