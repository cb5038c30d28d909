package io.wattline.ingestor.postgres.charging;

import static io.wattline.ingestor.postgres.charging.Statements.instant;

import io.wattline.ingestor.charging.ChargeMetrics;
import io.wattline.ingestor.charging.ChargePass;
import io.wattline.ingestor.charging.Work;
import io.wattline.ingestor.postgres.TurnJob;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes again what late data have touched, then the charges of the hours that have closed since the last round. A
/// bounded number of vehicles a transaction, and bounded time a round: what is left is done in the next. A pass that
/// breaks off is begun again, and finds most of it done.
public final class ChargeJob implements TurnJob {

    /// The name of the job.
    public static final String NAME = "charges";

    private static final Logger LOG = LoggerFactory.getLogger(ChargeJob.class);
    private static final Duration AFTER_THE_HOUR = Duration.ofMinutes(10);
    private static final Duration ROUND_LIMIT = Duration.ofSeconds(40);
    /// A device that keeps sending late readings is waited for, so that a backfill is not judged half-way, but not
    /// longer
    /// than this.
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    /// Hours that closed are taken one by one, as the rules over hours may then leave out most pairs; after a long
    /// absence a week at a time.
    private static final Duration ONE_BY_ONE = Duration.ofHours(6);
    private static final Duration MOST_AT_ONCE = Duration.ofDays(7);
    private static final int VEHICLES_A_TRANSACTION = 200;
    private static final int DEVICES_AGAIN_A_TRANSACTION = 50;

    private static final String MARKS = """
            SELECT * FROM take_charge_marks(?, clock_timestamp() - ?::interval, clock_timestamp() - ?::interval)
            """;

    private final InstantSource clock;
    private final Duration settling;
    private final ChargeMetrics metrics;

    /// @param settling how long a device has to be quiet before its late readings are looked at
    public ChargeJob(InstantSource clock, Duration settling, ChargeMetrics metrics) {
        this.clock = clock;
        this.settling = settling;
        this.metrics = metrics;
    }

    /// How far hours are closed.
    private record Reached(Instant madeBefore, Instant closedBefore) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void round(Connection connection) throws SQLException {
        long end = System.nanoTime() + ROUND_LIMIT.toNanos();
        Statements statements = new Statements(connection);
        int again;
        do {
            again = inTransaction(connection, this::makeAgain);
        } while (again > 0 && System.nanoTime() < end);
        boolean isDone;
        do {
            isDone = passHours(connection);
        } while (!isDone && System.nanoTime() < end);
        metrics.open(openAlerts(statements));
    }

    /// Makes again what some marks name, and returns how many vehicles that touched.
    private int makeAgain(Statements statements) {
        Instant now = reached(statements).madeBefore();
        List<Work> works = statements.query(
                MARKS,
                row -> new Work(
                        row.getString("vehicle_id"),
                        bounded(instant(row, "since"), now),
                        instant(row, "until"),
                        true,
                        true),
                DEVICES_AGAIN_A_TRANSACTION,
                settling.toString(),
                LONGEST_WAIT.toString());
        work(statements, works, now);
        return works.size();
    }

    /// Without any history there is nothing to make.
    private static Instant bounded(Instant since, Instant now) {
        return since.equals(Instant.MIN) ? now : since;
    }

    /// Goes over the next hours that have closed; true if there are none left. A pass is not broken off for time: one
    /// that
    /// takes longer than a round would never come to its end.
    private boolean passHours(Connection connection) throws SQLException {
        Statements statements = new Statements(connection);
        Reached reached = reached(statements);
        Instant to = target(reached);
        if (!reached.madeBefore().isBefore(to)) {
            return true;
        }
        long began = System.nanoTime();
        List<Work> works = statements.query(
                "SELECT * FROM vehicles_to_check(?, ?)",
                row -> new Work(row.getString("vehicle_id"), reached.madeBefore(), to, row.getBoolean("hours"), false),
                reached.madeBefore(),
                to);
        for (int from = 0; from < works.size(); from += VEHICLES_A_TRANSACTION) {
            List<Work> some = works.subList(from, Math.min(works.size(), from + VEHICLES_A_TRANSACTION));
            inTransaction(connection, inner -> work(inner, some, to));
        }
        statements.update("UPDATE charge_state SET made_before = ? WHERE made_before = ?", to, reached.madeBefore());
        LOG.info(
                "charges made before={} vehicles={} millis={}",
                to,
                works.size(),
                Duration.ofNanos(System.nanoTime() - began).toMillis());
        return false;
    }

    private Instant target(Reached reached) {
        Duration behind = Duration.between(reached.madeBefore(), reached.closedBefore());
        Duration step = behind.compareTo(ONE_BY_ONE) <= 0 ? Duration.ofHours(1) : MOST_AT_ONCE;
        Instant to = reached.madeBefore().plus(step);
        return to.isAfter(reached.closedBefore()) ? reached.closedBefore() : to;
    }

    private Reached reached(Statements statements) {
        Instant known = clock.instant().minus(AFTER_THE_HOUR).truncatedTo(ChronoUnit.HOURS);
        return statements
                .query("SELECT c.made_before, r.summed_before FROM charge_state c, rollup_state r", row -> {
                    Instant summed = instant(row, "summed_before");
                    return new Reached(instant(row, "made_before"), summed.isAfter(known) ? known : summed);
                })
                .getFirst();
    }

    private int work(Statements statements, List<Work> works, Instant now) {
        int made = new ChargePass(new PostgresChargeStore(statements), now).run(works);
        metrics.made(made);
        return works.size();
    }

    /// Alone among those who make charges.
    private static int inTransaction(Connection connection, Function<Statements, Integer> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            Statements statements = new Statements(connection);
            statements.query("SELECT take_charge_turn()", row -> "");
            int done = work.apply(statements);
            connection.commit();
            return done;
        } catch (RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static Map<String, Integer> openAlerts(Statements statements) {
        Map<String, Integer> open = new TreeMap<>();
        statements.query(
                "SELECT kind, count(*) FROM alert WHERE state = 'open' GROUP BY kind",
                row -> open.put(row.getString(1), row.getInt(2)));
        return open;
    }
}
