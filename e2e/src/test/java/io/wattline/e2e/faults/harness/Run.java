package io.wattline.e2e.faults.harness;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattline.e2e.faults.oracle.Evidence;
import io.wattline.e2e.faults.oracle.LedgerTable;
import io.wattline.e2e.faults.oracle.Oracle;
import io.wattline.e2e.faults.oracle.RollupTables;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// One load with a fault in it: quiet, then the fault and its healing by the test, then a bounded drain and the
/// verdict.
///
///     try (Run run = rig.begin(2)) {
///         run.fault(() -> rig.fleet().member(0).kill());
///         rig.fleet().member(0).start();
///         run.finish();
///     }
public final class Run implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);
    /// Stored before the fault, so that everything is warm and connected.
    private static final long QUIET_READINGS = 200;

    private final Rig rig;
    private final Load load;
    private final Books books;
    private final List<Load> others = new ArrayList<>();
    private final List<Path> moreLedgers = new ArrayList<>();
    private final Instant began = Instant.now();
    private final long beganNanos;
    private long onNanos;
    private Evidence.@Nullable Fault fault;
    private Evidence.Forgiven forgiven = Evidence.Forgiven.NOTHING;
    private long deadlocksMade;
    private @Nullable JsonNode summary;

    private Run(Rig rig, LoadPlan plan) {
        this.rig = rig;
        books = new Books(rig);
        load = Load.start(rig, plan);
        beganNanos = System.nanoTime();
    }

    static Run begin(Rig rig, LoadPlan plan) {
        var run = new Run(rig, plan);
        try {
            run.awaitStored(QUIET_READINGS);
            run.onNanos = System.nanoTime();
            run.phase("load is on");
            return run;
        } catch (RuntimeException | Error e) {
            run.close();
            throw e;
        }
    }

    /// A moment before the first reading.
    public Instant began() {
        return began;
    }

    /// What a step of a test may throw.
    @FunctionalInterface
    public interface Step {
        void run() throws Exception;
    }

    /// Fires the fault while messages are in flight.
    public void fault(Step step) throws Exception {
        fault(rig.fleet().answering(), step);
    }

    /// Fires the fault while these ingestors have messages in flight.
    public void fault(List<Member> busy, Step step) throws Exception {
        long[] inFlight = {0};
        Awaitility.await("messages in flight")
                .atMost(Form.now().bound())
                .pollInterval(Duration.ofMillis(2))
                .until(() -> {
                    inFlight[0] = busy.stream().mapToLong(Member::inFlight).sum();
                    return inFlight[0] > 0;
                });
        fault = new Evidence.Fault(Instant.now(), inFlight[0]);
        phase("fault");
        step.run();
    }

    /// What a counter of the ingestors that live grew by during the run.
    public long grown(String metric, String... labels) {
        return books.grown(metric, labels);
    }

    /// Readings stored during the run by the ingestors that live.
    public long stored() {
        return outcome("accepted");
    }

    /// Items of an outcome during the run, by the ingestors that live.
    public long outcome(String outcome) {
        return grown("wattline_items_total", "outcome=\"" + outcome + '"');
    }

    /// Waits until those that live have stored so many readings more than now.
    public void awaitMoreStored(long readings) {
        awaitStored(stored() + readings);
    }

    private void awaitStored(long readings) {
        Awaitility.await(readings + " readings stored")
                .atMost(Form.now().bound())
                .pollInterval(POLL)
                .until(() -> {
                    requireLoad();
                    return stored() >= readings;
                });
    }

    /// Waits until so much time has passed, with the load on.
    public void awaitOutage(Duration outage) {
        Instant end = Instant.now().plus(outage);
        Awaitility.await("the outage")
                .atMost(outage.plus(Form.now().bound()))
                .pollInterval(POLL)
                .until(() -> {
                    requireLoad();
                    return !Instant.now().isBefore(end);
                });
    }

    /// Waits until a condition holds, checking it often.
    public void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(Form.now().bound()).pollInterval(POLL).until(condition);
    }

    private void requireLoad() {
        if (!load.isRunning()) {
            throw new AssertionError("the simulator ended early:\n" + load.newestLines());
        }
    }

    /// Readings that a test had sent itself: `kind,device_id,timestamp,outcome,kwh,voltage,soc,battery_temp` with a
    /// header. They must not overlap in time with the load's of the same device.
    public void alsoSent(Path ledger) {
        moreLedgers.add(ledger);
    }

    /// Another load at the same time, or after this one; its ledger is part of the run.
    public Load startAnother(LoadPlan plan) {
        return startAnother(rig, plan);
    }

    /// Likewise, through another broker on the same database.
    public Load startAnother(Rig rig, LoadPlan plan) {
        Load another = Load.start(rig, plan);
        others.add(another);
        return another;
    }

    /// Ends another load; its readings count from here on.
    public void stopAnother(Load another) {
        another.stop();
        moreLedgers.add(another.ledger());
    }

    /// Readings measured in [end − window, end] may be missing.
    public void forgive(Instant end, Duration window) {
        forgiven = new Evidence.Forgiven(end, window);
    }

    /// Deadlocks that the test made itself.
    public void madeDeadlocks(long count) {
        deadlocksMade += count;
    }

    public long deadlocksSeen() {
        return books.deadlocks();
    }

    /// What the simulator counted; after [#finish] or [#drain].
    public JsonNode summary() {
        if (summary == null) {
            throw new IllegalStateException("the load is still on");
        }
        return summary;
    }

    /// Ends the load, waits for the drain, and fails unless every invariant holds and no ingestor has shown a secret.
    public void finish() {
        List<String> violations = violations();
        Assertions.assertThat(violations).as("violations").isEmpty();
        Assertions.assertThat(deadlocksSeen() - deadlocksMade)
                .as("own deadlocks")
                .isZero();
        rig.fleet().requireSecretsKept();
    }

    /// Ends the load, waits for the drain and returns what the oracle found.
    public List<String> violations() {
        drain();
        Evidence.Fault fired = fault == null ? new Evidence.Fault(Instant.EPOCH, 0) : fault;
        return new Oracle(rig.sql(), books.evidence(fired, forgiven)).violations();
    }

    /// Ends the load once it has sent enough, and waits until the ingestors have taken in what the broker has for them:
    /// until nothing is missing any more, or, where something is lost for good, until nothing has come for a while.
    public void drain() {
        if (summary != null) {
            return;
        }
        awaitFloor();
        phase("load ends");
        summary = load.stop();
        var ledgers = new ArrayList<>(moreLedgers);
        ledgers.add(load.ledger());
        LedgerTable.load(rig.sql().getDataSource(), ledgers);
        new Drain(rig).await();
        phase("drained");
        refreshRollups();
    }

    private void refreshRollups() {
        try (Connection superuser = rig.connect()) {
            RollupTables.refresh(superuser);
        } catch (SQLException e) {
            throw new IllegalStateException("the rollups cannot be brought up to date", e);
        }
    }

    /// Says how far a run has come, so that a log shows where its time went.
    private void phase(String name) {
        System.out.printf("  %5.1f s %s%n", (System.nanoTime() - beganNanos) / 1e9, name);
    }

    /// Readings are due at fixed times, and some had been sent when the load was on.
    private void awaitFloor() {
        long needed = Oracle.FLOOR * 1_000_000_000L / load.plan().rate();
        Awaitility.await("enough readings")
                .atMost(Form.now().bound())
                .pollInterval(POLL)
                .until(() -> System.nanoTime() - onNanos > needed);
    }

    @Override
    public void close() {
        load.close();
        others.forEach(Load::close);
    }
}
