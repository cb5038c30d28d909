package io.wattline.e2e.faults.harness;

import io.wattline.e2e.faults.oracle.Accounts;
import io.wattline.e2e.faults.oracle.Evidence;
import io.wattline.e2e.stack.Scrape;
import io.wattline.e2e.stack.ServiceProcess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What was counted before a run, so that the run's own part of every counter can be told.
final class Books {

    private static final Scrape NOTHING = new Scrape(List.of());

    private final Rig rig;
    private final Map<ServiceProcess, Scrape> before = new HashMap<>();
    private final int endedBefore;
    private final long quarantinedBefore;
    private final long deadlocksBefore;

    /// Opened now.
    Books(Rig rig) {
        this.rig = rig;
        rig.fleet().alive().forEach(member -> before.put(member.process(), member.metrics()));
        endedBefore = rig.fleet().ended();
        quarantinedBefore = rig.database().count("rejected_message");
        deadlocksBefore = allDeadlocks();
    }

    /// What a counter of the ingestors that answer has grown by.
    long grown(String metric, String... labels) {
        double sum = 0;
        for (Member member : rig.fleet().answering()) {
            sum += member.metrics().sum(metric, labels) - before(member).sum(metric, labels);
        }
        return Math.round(sum);
    }

    /// What the oracle is to judge.
    Evidence evidence(Evidence.Fault fault, Evidence.Forgiven forgiven) {
        List<Accounts> accounts = rig.fleet().answering().stream()
                .map(member -> Accounts.between(member.id(), before(member), member.metrics()))
                .toList();
        boolean complete = rig.fleet().ended() == endedBefore;
        long quarantined = rig.database().count("rejected_message") - quarantinedBefore;
        return new Evidence(accounts, complete, quarantined, fault, forgiven);
    }

    /// How many deadlocks the database has broken.
    long deadlocks() {
        return allDeadlocks() - deadlocksBefore;
    }

    private long allDeadlocks() {
        Long count = rig.sql()
                .queryForObject(
                        "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()", Long.class);
        return count == null ? 0 : count;
    }

    private Scrape before(Member member) {
        return before.getOrDefault(member.process(), NOTHING);
    }
}
