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
    private final long newestQuarantined;
    private final long deadlocksBefore;

    /// Opened now.
    Books(Rig rig) {
        this.rig = rig;
        rig.fleet().alive().forEach(member -> before.put(member.process(), member.metrics()));
        endedBefore = rig.fleet().ended();
        newestQuarantined = newestQuarantined();
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
        return new Evidence(accounts, complete, quarantine(), fault, forgiven);
    }

    private Evidence.Quarantine quarantine() {
        return rig.sql()
                .queryForObject(
                        """
                        SELECT coalesce(sum(copies), 0), coalesce(sum(copies - 1), 0) FROM (
                          SELECT count(*) AS copies FROM rejected_message WHERE id > ?
                          GROUP BY received_at, source, topic, reason, detail, item_index, payload) AS rows
                        """,
                        (row, number) -> new Evidence.Quarantine(row.getLong(1), row.getLong(2)),
                        newestQuarantined);
    }

    private long newestQuarantined() {
        Long newest = rig.sql().queryForObject("SELECT coalesce(max(id), 0) FROM rejected_message", Long.class);
        return newest == null ? 0 : newest;
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
