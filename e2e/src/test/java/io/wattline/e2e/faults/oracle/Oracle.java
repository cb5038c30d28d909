package io.wattline.e2e.faults.oracle;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/// The verdict on one run, an invariant a method. Each returns what violates it, the first offending keys by name; an
/// empty list means that it holds. [LedgerTable#load] comes first.
public final class Oracle {

    /// How many readings a run must have at least, or it says nothing.
    public static final int FLOOR = 1_000;

    private static final int NAMED = 5;

    private final JdbcTemplate sql;
    private final Evidence evidence;

    public Oracle(JdbcTemplate superuser, Evidence evidence) {
        this.sql = superuser;
        this.evidence = evidence;
    }

    /// All violations of all invariants.
    public List<String> violations() {
        return Stream.of(
                        noLoss(),
                        noInvention(),
                        noDuplicates(),
                        liveIsNewest(),
                        accountsBalance(),
                        nothingStuck(),
                        acknowledgedAfterCommit(),
                        floor(),
                        rollupsAgree())
                .flatMap(List::stream)
                .toList();
    }

    /// I1: every reading with PUBACK 0x00 is in history.
    public List<String> noLoss() {
        return named(
                "I1 no loss: acknowledged and not in history",
                """
                SELECT l.device_id || '@' || l.ts FROM ledger l
                LEFT JOIN stored s USING (kind, device_id, ts)
                WHERE l.outcome = 'OK' AND s.ts IS NULL AND NOT l.ts BETWEEN ? AND ?
                ORDER BY l.ts
                """,
                evidence.forgiven().from().atOffset(ZoneOffset.UTC),
                evidence.forgiven().end().atOffset(ZoneOffset.UTC));
    }

    /// I2: every row of history is one that was sent and not refused, with the values that were sent. A PUBACK of 0x10
    /// says that the last copy found no subscriber; an earlier one, sent over a connection that broke, may have.
    public List<String> noInvention() {
        return named("I2 no invention: in history, but not sent like that", """
                SELECT s.device_id || '@' || s.ts FROM stored s
                LEFT JOIN ledger l USING (kind, device_id, ts)
                WHERE l.ts IS NULL OR l.outcome = 'REFUSED'
                   OR (s.kwh, s.voltage, s.soc, s.battery_temp) IS DISTINCT FROM (l.kwh, l.voltage, l.soc, l.battery_temp)
                ORDER BY s.ts
                """);
    }

    /// I3: each key once, as many rows as were counted as accepted, and the energy that was sent, to the last digit.
    public List<String> noDuplicates() {
        var violations = new ArrayList<>(named("I3 no duplicates: more than once in history", """
                SELECT device_id || '@' || ts || ' × ' || count(*) FROM stored GROUP BY kind, device_id, ts
                HAVING count(*) > 1 ORDER BY 1
                """));
        long rows = count("SELECT count(*) FROM stored");
        long accepted = evidence.sum(accounts -> accounts.counted().accepted());
        if (evidence.complete() ? accepted != rows : accepted > rows) {
            violations.add("I3 no duplicates: " + rows + " rows of history, but accepted=" + accepted);
        }
        BigDecimal stored = energy("SELECT sum(kwh) FROM stored");
        BigDecimal sent = energy("SELECT sum(l.kwh) FROM ledger l JOIN stored s USING (kind, device_id, ts)");
        if (stored.compareTo(sent) != 0) {
            violations.add("I3 no duplicates: " + stored + " kWh in history, " + sent + " kWh in the ledger");
        }
        return violations;
    }

    /// I4: the live row of each device is its newest row of history.
    public List<String> liveIsNewest() {
        return named("I4 live is newest: another row of history is newer, or differs", """
                SELECT d.device_id FROM (SELECT DISTINCT kind, device_id FROM stored) d
                LEFT JOIN LATERAL (
                  SELECT ts, kwh, voltage, NULL::real AS soc, NULL::real AS temp, received_at FROM meter_history
                  WHERE d.kind = 'meter' AND meter_id = d.device_id
                  UNION ALL
                  SELECT ts, kwh, NULL, soc, battery_temp, received_at FROM vehicle_history
                  WHERE d.kind = 'vehicle' AND vehicle_id = d.device_id
                  ORDER BY ts DESC LIMIT 1) h ON true
                LEFT JOIN LATERAL (
                  SELECT ts, kwh, voltage, NULL::real AS soc, NULL::real AS temp, received_at FROM meter_live
                  WHERE d.kind = 'meter' AND meter_id = d.device_id
                  UNION ALL
                  SELECT ts, kwh, NULL, soc, battery_temp, received_at FROM vehicle_live
                  WHERE d.kind = 'vehicle' AND vehicle_id = d.device_id) v ON true
                WHERE h IS DISTINCT FROM v ORDER BY 1
                """);
    }

    /// I5: received = accepted + duplicate + conflict + rejected + deferred + kept + in flight for each ingestor that
    /// lived, and a row in quarantine for each rejected item below the cap.
    public List<String> accountsBalance() {
        var violations = new ArrayList<String>();
        for (Accounts accounts : evidence.accounts()) {
            Accounts.Counted counted = accounts.counted();
            long known = counted.accepted()
                    + counted.duplicate()
                    + counted.conflict()
                    + counted.rejected()
                    + counted.deferred()
                    + counted.kept();
            if (counted.received() != known + accounts.stuck().inFlight()) {
                violations.add("I5 accounts balance: " + accounts);
            }
        }
        violations.addAll(quarantineAgrees());
        return violations;
    }

    /// As many rows as were counted. After a lost answer to COMMIT the batch is written again, and a row may be there
    /// twice:
    /// then there may be as many more as have a copy, and where no answer was lost, none.
    private List<String> quarantineAgrees() {
        Evidence.Quarantine quarantine = evidence.quarantine();
        long counted = evidence.sum(accounts -> accounts.counted().rejected()
                + accounts.counted().conflict()
                - accounts.counted().suppressed());
        boolean answered = evidence.sum(accounts -> accounts.counted().commitsUnanswered()) == 0;
        long most = answered ? counted : counted + quarantine.copies();
        boolean tooMany = evidence.complete() && quarantine.rows() > most;
        if (tooMany || quarantine.rows() < counted) {
            return List.of("I5 accounts balance: " + quarantine + " in quarantine, counted " + counted
                    + (answered ? "" : ", some answers to COMMIT lost"));
        }
        return List.of();
    }

    /// I6: nothing is in flight, nothing waits or is deferred, and the broker dropped nothing.
    public List<String> nothingStuck() {
        var violations = new ArrayList<String>();
        evidence.accounts().stream()
                .filter(accounts -> !accounts.stuck().equals(new Accounts.Stuck(0, 0, 0, 0)))
                .forEach(accounts ->
                        violations.add("I6 nothing stuck: " + accounts.ingestor() + " " + accounts.stuck()));
        long deferred = count("SELECT count(*) FROM deferred_reading");
        if (deferred > 0) {
            violations.add("I6 nothing stuck: " + deferred + " readings are still deferred");
        }
        return violations;
    }

    /// I7: no item was acknowledged without its COMMIT. That no PUBACK overtakes its COMMIT is shown by the tests that
    /// hold the COMMIT up, or kill the ingestor before it.
    public List<String> acknowledgedAfterCommit() {
        return evidence.accounts().stream()
                .filter(accounts -> accounts.counted().dropped() != 0)
                .map(accounts -> "I7 ack after commit: " + accounts)
                .toList();
    }

    /// I8: enough readings, before and after the fault, and messages in flight when it fired.
    public List<String> floor() {
        var violations = new ArrayList<String>();
        long readings = count("SELECT count(*) FROM ledger");
        if (readings < FLOOR) {
            violations.add("I8 floor: only " + readings + " readings");
        }
        if (evidence.fault().inFlight() <= 0) {
            violations.add("I8 floor: nothing was in flight when the fault fired");
        }
        return violations;
    }

    /// I9: the hourly rows of the run's devices, where they count, are the sums over history;
    /// [RollupTables#refresh] comes before.
    public List<String> rollupsAgree() {
        return named("I9 rollups agree: not the sum over history", RollupTables.DISAGREEING);
    }

    private List<String> named(String violation, String query, OffsetDateTime... arguments) {
        List<String> keys = sql.queryForList(query.strip() + " LIMIT " + NAMED, String.class, (Object[]) arguments);
        if (keys.isEmpty()) {
            return List.of();
        }
        long all = count("SELECT count(*) FROM (" + query + ") AS offending", (Object[]) arguments);
        return List.of(violation + ": " + all + ", the first being " + keys);
    }

    private long count(String query, Object... arguments) {
        Long count = sql.queryForObject(query, Long.class, arguments);
        return count == null ? 0 : count;
    }

    private BigDecimal energy(String query) {
        BigDecimal sum = sql.queryForObject(query, BigDecimal.class);
        return sum == null ? BigDecimal.ZERO : sum;
    }
}
