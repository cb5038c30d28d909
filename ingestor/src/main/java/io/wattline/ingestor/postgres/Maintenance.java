package io.wattline.ingestor.postgres;

import io.wattline.db.DataSources;
import io.wattline.db.DatabaseConfig;
import io.wattline.db.DayPartitionedTable;
import io.wattline.db.DayPartitions;
import io.wattline.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The jobs that one ingestor at a time does for all: partitions ahead of time, retention, rollups.
///
/// The ingestor that has the turn does them. The turn is a row that the database gives for two minutes at most. The
/// others try again at the next round. A failed round is logged once a state change and repeated at the next.
public final class Maintenance implements AutoCloseable {

    /// How long data is kept.
    ///
    /// @param history readings, at least 31 days
    /// @param quarantine rejected messages, at least one day
    /// @param maxDrops how many days of a table may be dropped within 24 hours, 1 to 1,000
    public record Retention(Duration history, Duration quarantine, int maxDrops) {

        /// As many as a clock that is set or a shorter retention may cost before an operator has to confirm.
        public static final int DEFAULT_MAX_DROPS = 3;

        public Retention {
            if (history.compareTo(Duration.ofDays(31)) < 0 || quarantine.compareTo(Duration.ofDays(1)) < 0) {
                throw new IllegalArgumentException(
                        "history is kept for at least P31D, the quarantine for at least P1D");
            }
        }

        /// Reads `HISTORY_RETENTION`, `QUARANTINE_RETENTION` and `RETENTION_MAX_DROPS`.
        public static Retention read(Settings settings) {
            return new Retention(
                    settings.duration(
                            "HISTORY_RETENTION", Duration.ofDays(400), Duration.ofDays(31), Duration.ofDays(36_500)),
                    settings.duration(
                            "QUARANTINE_RETENTION", Duration.ofDays(30), Duration.ofDays(1), Duration.ofDays(3_650)),
                    settings.integer("RETENTION_MAX_DROPS", DEFAULT_MAX_DROPS, 1, 1_000));
        }
    }

    /// The names of the jobs, as [Watch#succeeded] is told them.
    public static final List<String> JOBS = List.of(
            "partitions",
            "expire_meter_history",
            "expire_vehicle_history",
            "expire_rejected_message",
            "ingestors",
            "rollups",
            "turn");

    /// Told which jobs succeed.
    @FunctionalInterface
    public interface Watch {
        /// The job, one of [#JOBS], has just succeeded.
        void succeeded(String job);
    }

    /// How many days ahead partitions are there.
    public static final int DAYS_AHEAD = 7;

    private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final DatabaseConfig database;
    private final PartitionMaker partitions;
    private final Retention retention;
    private final InstantSource clock;
    private final Watch watch;
    private final RollupRefresher rollups;
    private final List<TurnJob> jobs;
    private final UUID holder = UUID.randomUUID();
    private final Thread thread =
            Thread.ofPlatform().name("maintenance").daemon().unstarted(this::rounds);
    private boolean complained;

    /// Without further jobs.
    ///
    /// @param watch told which jobs succeed
    public Maintenance(
            DatabaseConfig database, PartitionMaker partitions, Retention retention, InstantSource clock, Watch watch) {
        this(database, partitions, retention, clock, watch, List.of());
    }

    /// @param watch told which jobs succeed, under [#JOBS] and the names of `jobs`
    /// @param jobs what is done after the rollups, in this order
    public Maintenance(
            DatabaseConfig database,
            PartitionMaker partitions,
            Retention retention,
            InstantSource clock,
            Watch watch,
            List<TurnJob> jobs) {
        this.database = database;
        this.partitions = partitions;
        this.retention = retention;
        this.clock = clock;
        this.watch = watch;
        this.rollups = new RollupRefresher(clock);
        this.jobs = List.copyOf(jobs);
    }

    /// Starts the rounds, the first one now.
    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void rounds() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                guardedRound();
                Thread.sleep(PERIOD);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// One round, whatever comes of it.
    void guardedRound() {
        try {
            round();
            complained = false;
        } catch (SQLException | RuntimeException e) {
            if (!complained) {
                LOG.warn(
                        "maintenance failed, trying again everySeconds={}: {}",
                        PERIOD.toSeconds(),
                        SqlFaults.classify(e).getMessage());
                complained = true;
            }
        }
    }

    /// One round; false if another ingestor is at it.
    boolean round() throws SQLException {
        try (Connection connection = DataSources.connect(database)) {
            if (!takesTurn(connection)) {
                return false;
            }
            List<Job> all = new ArrayList<>(List.of(
                    new Job("partitions", () -> partitions.makeAhead(DAYS_AHEAD)),
                    expiry(connection, DayPartitionedTable.METER_HISTORY, retention.history()),
                    expiry(connection, DayPartitionedTable.VEHICLE_HISTORY, retention.history()),
                    expiry(connection, DayPartitionedTable.REJECTED_MESSAGE, retention.quarantine()),
                    new Job("ingestors", () -> forgetDeadIngestors(connection)),
                    new Job("rollups", () -> rollups.round(connection))));
            jobs.forEach(job -> all.add(new Job(job.name(), () -> doInTurn(job, connection))));
            all.add(new Job("turn", () -> leaveTurn(connection)));
            each(all);
            return true;
        }
    }

    private interface Work {
        void run() throws SQLException;
    }

    private record Job(String name, Work work) {}

    /// One that fails keeps none of the others from being done: a full disk lets no partition be made, but may let one
    /// be dropped.
    private void each(List<Job> all) throws SQLException {
        Exception first = null;
        for (Job job : all) {
            try {
                job.work().run();
                watch.succeeded(job.name());
            } catch (SQLException | RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        switch (first) {
            case null -> {}
            case SQLException e -> throw e;
            case RuntimeException e -> throw e;
            default -> throw new IllegalStateException(first);
        }
    }

    /// The turn is taken again: what came before may have used it up.
    private void doInTurn(TurnJob job, Connection connection) throws SQLException {
        if (takesTurn(connection)) {
            job.round(connection);
        }
    }

    /// Whether the turn is ours now.
    private boolean takesTurn(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT take_maintenance_turn(?)")) {
            statement.setObject(1, holder);
            try (var result = statement.executeQuery()) {
                result.next();
                return result.getBoolean(1);
            }
        }
    }

    private void leaveTurn(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT leave_maintenance_turn(?)")) {
            statement.setObject(1, holder);
            statement.execute();
        }
    }

    /// Every container has a host name of its own, and leaves a row behind.
    private static void forgetDeadIngestors(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT forget_dead_ingestors()")) {
            statement.execute();
        }
    }

    private Job expiry(Connection connection, DayPartitionedTable table, Duration kept) {
        return new Job("expire_" + table.name().toLowerCase(Locale.ROOT), () -> drop(connection, table, kept));
    }

    /// At most one day a round, so that a mistake is seen in the log before it has cost much.
    private void drop(Connection connection, DayPartitionedTable table, Duration kept) throws SQLException {
        DayPartitions.dropOldestExpired(
                        connection, table, new DayPartitions.Limits(kept, clock.instant(), retention.maxDrops()))
                .ifPresent(dropped -> LOG.info("dropped expired partition={}", dropped));
    }
}
