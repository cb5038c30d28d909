package io.wattline.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.db.matching.HourMatching;
import io.wattline.db.matching.MatchSettings;
import io.wattline.db.matching.MatchedTruth;
import io.wattline.db.testing.MigratedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Late writers, an operator who voids readings, one who changes mappings, two refreshers and readers, all at the
/// edge of what is closed, as fast as they can.
///
/// Longer in the long form of the tests; `-Drollups.races.seconds=600` runs it as long as one likes,
/// `-Drollups.races.seed=…` draws the same again (the interleaving is the machine's).
class RollupRacesIT {

    private static final Duration LASTS = Duration.ofSeconds(
            Integer.getInteger("rollups.races.seconds", "long".equals(System.getProperty("tests.form")) ? 60 : 4));
    private static final long SEED = Long.getLong("rollups.races.seed", System.nanoTime());
    private static final int DAYS = 30;
    private static final int DEVICES = 3;
    private static final HourMatching MATCHING = new HourMatching(MatchSettings.DEFAULT, 2);

    private final Instant start = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(DAYS - 1));
    /// Where the hours are being closed, in hours from the start: everybody works around it.
    private final AtomicInteger edge = new AtomicInteger();

    private final AtomicLong committed = new AtomicLong();
    private final AtomicLong late = new AtomicLong();
    private final AtomicLong handled = new AtomicLong();
    private final AtomicLong voided = new AtomicLong();
    private final AtomicLong compared = new AtomicLong();
    private final AtomicLong steps = new AtomicLong();
    private final AtomicLong matchedHours = new AtomicLong();
    private final AtomicLong matchedSpans = new AtomicLong();

    private MigratedDatabase database;
    private Connection owner;
    private volatile long end;

    @BeforeEach
    void open() throws SQLException {
        database = MigratedDatabase.create();
        owner = DataSources.connect(database.configFor(DatabaseRole.OWNER));
        try (Connection ingest = DataSources.connect(database.configFor(DatabaseRole.INGEST))) {
            LocalDate first = LocalDate.ofInstant(start, ZoneOffset.UTC);
            for (int day = -1; day <= DAYS; day++) {
                DayPartitions.ensure(ingest, DayPartitionedTable.METER_HISTORY, first.plusDays(day));
                DayPartitions.ensure(ingest, DayPartitionedTable.VEHICLE_HISTORY, first.plusDays(day));
            }
        }
        Sql.execute(
                owner, "UPDATE rollup_state SET (closed_before, summed_before) = ('%1$s', '%1$s')".formatted(start));
        end = System.nanoTime() + LASTS.toNanos();
    }

    @AfterEach
    void close() throws SQLException {
        owner.close();
        database.close();
    }

    @Test
    void refreshMissesNoLateReading() throws Exception {
        System.out.println("rollup races: seed " + SEED);
        var work = List.<Work>of(
                this::write,
                this::write,
                this::write,
                this::refresh,
                this::refresh,
                this::compare,
                this::compare,
                this::voidOne,
                this::changeMapping,
                this::compareMatched);
        var running = new ArrayList<Future<?>>();
        try (var threads = Executors.newFixedThreadPool(work.size())) {
            for (int i = 0; i < work.size(); i++) {
                running.add(threads.submit(loop(work.get(i), i)));
            }
            for (Future<?> thread : running) {
                thread.get();
            }
        }
        refreshAll();

        System.out.printf(
                "rollup races: %d transactions committed, %d late readings, %d marks handled, %d hours closed, %d readings voided, %d windows compared%n",
                committed.get(), late.get(), handled.get(), edge.get(), voided.get(), compared.get());
        System.out.printf(
                "rollup races: %d steps of matching, %d vehicle-hours compared, %d of them with spans%n",
                steps.get(), matchedHours.get(), matchedSpans.get());
        assertThat(HourlySums.differences(owner)).isEmpty();
        assertThat(MatchedTruth.find(owner, MatchSettings.DEFAULT.pairingWindow())
                        .wrong())
                .isEmpty();
        // Enough to have met each other, on a busy machine too.
        long times = Math.min(LASTS.toSeconds(), 12);
        assertThat(committed).hasValueGreaterThan(40 * times);
        assertThat(late).hasValueGreaterThan(40 * times);
        assertThat(handled).hasValueGreaterThan(40 * times);
        assertThat(edge).hasValueGreaterThan((int) (4 * times));
        assertThat(voided).hasValueGreaterThan(4 * times);
        assertThat(compared).hasValueGreaterThan(16 * times);
        assertThat(steps).hasValueGreaterThan(10 * times);
        assertThat(matchedHours).hasValueGreaterThan(4 * times);
    }

    private interface Work {
        void once(Connection connection, Random random) throws SQLException;
    }

    private Callable<Void> loop(Work work, int thread) {
        var random = new Random(SEED + thread);
        DatabaseRole role = thread < 5 ? DatabaseRole.INGEST : DatabaseRole.QUERY;
        return () -> {
            try (Connection connection = DataSources.connect(database.configFor(role))) {
                while (System.nanoTime() < end) {
                    work.once(connection, random);
                }
                return null;
            } catch (SQLException | AssertionError e) {
                end = System.nanoTime();
                throw e;
            }
        };
    }

    /// As an ingestor: history, then the hold, then the marks; sometimes slow, sometimes rolled back.
    private void write(Connection connection, Random random) throws SQLException {
        String kind = random.nextBoolean() ? "meter" : "vehicle";
        String device = kind + random.nextInt(DEVICES);
        var readings = new TreeSet<Instant>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            long micros = Duration.ofHours(4).toNanos() / 1_000;
            Instant ts = near().plus(random.nextLong(micros) - micros * 3 / 4, ChronoUnit.MICROS);
            // Both sides at one instant now and then, so that there is something to match.
            readings.add(
                    random.nextInt(4) == 0
                            ? ts
                            : ts.truncatedTo(ChronoUnit.HOURS).plusSeconds(300L * random.nextInt(12)));
        }
        connection.setAutoCommit(false);
        for (Instant ts : readings) {
            Sql.execute(connection, insert(kind, device, ts, random));
        }
        pause(connection, random);
        Instant lateBefore = Rollups.holdLateBefore(connection);
        pause(connection, random);
        int marks = 0;
        for (Instant ts : readings.headSet(lateBefore)) {
            Sql.execute(
                    connection,
                    "INSERT INTO rollup_dirty (kind, device_id, hour) VALUES ('%s', '%s', '%s')"
                            .formatted(kind, device, ts.truncatedTo(ChronoUnit.HOURS)));
            marks++;
        }
        pause(connection, random);
        if (random.nextInt(10) == 0) {
            connection.rollback();
        } else {
            connection.commit();
            committed.incrementAndGet();
            late.addAndGet(marks);
        }
    }

    private static String insert(String kind, String device, Instant ts, Random random) {
        String values = kind.equals("meter")
                ? "voltage) VALUES ('%s', '%s', %d * 0.000001, %d)"
                : "soc) VALUES ('%s', '%s', %d * 0.000001, %d)";
        return ("INSERT INTO %1$s_history (%1$s_id, ts, kwh, ".formatted(kind) + values + " ON CONFLICT DO NOTHING")
                .formatted(device, ts, random.nextInt(1_000_000), random.nextInt(100));
    }

    /// As the job of two ingestors that both believe it is theirs.
    private void refresh(Connection connection, Random random) throws SQLException {
        int next = edge.get() + 1;
        if (random.nextInt((int) Math.max(3, LASTS.toSeconds() / 4)) == 0 && next < (DAYS - 1) * 24) {
            String state = Sql.stateOf(() -> Rollups.advance(connection, hour(next)));
            assertThat(state).isIn("none", "55P03");
            if (state.equals("none")) {
                edge.accumulateAndGet(next, Math::max);
            }
        }
        if (random.nextBoolean()) {
            Rollups.sumNextClosedHour(connection, 1 + random.nextInt(4));
        }
        handled.addAndGet(Rollups.refresh(connection, 1 + random.nextInt(20)));
        if (MATCHING.step(connection)) {
            steps.incrementAndGet();
        }
    }

    /// As an operator who plugs vehicles into other meters.
    private void changeMapping(Connection connection, Random random) throws SQLException {
        String vehicle = "vehicle" + random.nextInt(DEVICES);
        Instant from = near().minusSeconds(random.nextInt(8 * 3_600));
        connection.setAutoCommit(false);
        Sql.execute(connection, "SET TRANSACTION READ WRITE");
        Sql.execute(connection, "SELECT delete_mappings('%s')".formatted(vehicle));
        String state = Sql.stateOf(() -> Sql.execute(
                connection,
                "SELECT put_mapping('%s', 'meter%d', '%s', %s)"
                        .formatted(
                                vehicle,
                                random.nextInt(DEVICES),
                                from,
                                random.nextBoolean() ? "NULL" : "'" + from.plusSeconds(3 * 3_600) + "'")));
        // Another vehicle may have the meter already.
        assertThat(state).isIn("none", "23P01");
        if (state.equals("none")) {
            pause(connection, random);
            connection.commit();
        } else {
            connection.rollback();
        }
        Sql.execute(connection, "SELECT pg_sleep(0.05)");
        connection.commit();
    }

    /// As a query, of every vehicle-hour that counts.
    private void compareMatched(Connection connection, Random unused) throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        MatchedTruth.Findings findings = MatchedTruth.find(connection, MatchSettings.DEFAULT.pairingWindow());
        connection.commit();
        assertThat(findings.wrong()).isEmpty();
        matchedHours.addAndGet(findings.counting());
        matchedSpans.addAndGet(findings.withSpans());
    }

    /// As an operator who has one reading left out of the sums, or counted again.
    private void voidOne(Connection connection, Random random) throws SQLException {
        String kind = random.nextBoolean() ? "meter" : "vehicle";
        String device = kind + random.nextInt(DEVICES);
        connection.setAutoCommit(false);
        Sql.execute(connection, "SET TRANSACTION READ WRITE");
        List<String> found = Sql.strings(
                connection,
                "SELECT ts FROM %1$s_history WHERE %1$s_id = '%2$s' AND ts >= '%3$s' ORDER BY ts LIMIT 1"
                        .formatted(kind, device, near().minusSeconds(random.nextInt(4 * 3_600))));
        if (!found.isEmpty()) {
            voided.addAndGet(Long.parseLong(Sql.strings(
                            connection,
                            "SELECT void_readings('{%s}', '{%s}', '{\"%s\"}', %s, 'test', NULL, 'race')"
                                    .formatted(kind, device, found.getFirst(), random.nextInt(3) == 0))
                    .getFirst()));
        }
        pause(connection, random);
        connection.commit();
    }

    /// As a query: one snapshot, one window of one device, both ways.
    private void compare(Connection connection, Random random) throws SQLException {
        String kind = random.nextBoolean() ? "meter" : "vehicle";
        String device = kind + random.nextInt(DEVICES);
        Instant since = near().minusSeconds(random.nextInt(12 * 3_600));
        Instant until = since.plusSeconds(random.nextInt(14 * 3_600));
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        String combined = HourlySums.combined(connection, kind, device, since, until);
        String plain = HourlySums.plain(connection, kind, device, since, until);
        connection.commit();
        assertThat(combined).as("%s from %s to %s", device, since, until).isEqualTo(plain);
        compared.incrementAndGet();
    }

    private void refreshAll() throws SQLException {
        try (Connection ingest = DataSources.connect(database.configFor(DatabaseRole.INGEST))) {
            int marks;
            do {
                marks = Rollups.refresh(ingest, 10_000);
            } while (marks > 0);
            while (Rollups.sumNextClosedHour(ingest).isPresent()) {
                continue;
            }
            while (MATCHING.step(ingest)) {
                continue;
            }
        }
    }

    /// Gives the others a chance to come in between.
    private static void pause(Connection connection, Random random) throws SQLException {
        if (random.nextInt(5) == 0) {
            Sql.execute(connection, "SELECT pg_sleep(0.00%d)".formatted(random.nextInt(4)));
        }
    }

    private Instant near() {
        return hour(edge.get());
    }

    private Instant hour(int hour) {
        return start.plus(Duration.ofHours(hour));
    }
}
