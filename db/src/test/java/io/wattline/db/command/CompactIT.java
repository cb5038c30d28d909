package io.wattline.db.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.db.DataSources;
import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseRole;
import io.wattline.db.DayPartitionedTable;
import io.wattline.db.DayPartitions;
import io.wattline.db.Sql;
import io.wattline.db.testing.MigratedDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompactIT {

    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
    /// Is not over, even when midnight passes.
    private final LocalDate open = today.plusDays(1);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private MigratedDatabase database;
    private Connection ingest;
    private Connection query;

    @BeforeEach
    void open() throws SQLException {
        database = MigratedDatabase.create();
        ingest = DataSources.connect(database.configFor(DatabaseRole.INGEST));
        query = DataSources.connect(database.configFor(DatabaseRole.QUERY));
        for (LocalDate day : List.of(open, yesterday(), yesterday().minusDays(1))) {
            DayPartitions.ensure(ingest, DayPartitionedTable.METER_HISTORY, day);
            DayPartitions.ensure(ingest, DayPartitionedTable.VEHICLE_HISTORY, day);
        }
        fill(open);
        fill(yesterday());
    }

    @AfterEach
    void close() throws SQLException {
        query.close();
        ingest.close();
        database.close();
    }

    @Test
    void pastDayHasFullIndexPages() throws SQLException {
        String sum = "SELECT count(*) || ' ' || sum(kwh) FROM meter_history";
        List<String> before = Sql.strings(query, sum);

        assertThat(compact("--day", yesterday().toString(), "--table", "meter_history"))
                .as(err::toString)
                .isZero();

        assertThat(Sql.strings(query, sum)).isEqualTo(before);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .matches("meter_history_\\S+: table \\S+ MB, was \\S+; indexes \\S+ MB, were \\S+; took \\S+ s\\R");
        assertThat(indexMegabytes("indexes (\\S+) MB")).isLessThan(indexMegabytes("were (\\S+);"));
    }

    @Test
    void compactionOfADayBlocksNoOtherSession() throws Exception {
        // A batch that is not committed yet: compaction waits for it, and nobody may have to wait behind the
        // compaction.
        ingest.setAutoCommit(false);
        Sql.execute(ingest, insert("'SLOW'"));
        try (Connection other = DataSources.connect(database.configFor(DatabaseRole.INGEST))) {
            Sql.execute(other, "SET lock_timeout = '300ms'");
            Sql.execute(query, "SET lock_timeout = '300ms'");
            var compacting = CompletableFuture.supplyAsync(
                    () -> compactWithin("PT60S", "--day", yesterday().toString(), "--table", "meter_history"));
            awaitWaiting();

            Sql.execute(other, insert("'OTHER'"));
            assertThat(Sql.strings(query, "SELECT count(*) FROM meter_history WHERE meter_id = 'OTHER'"))
                    .containsExactly("1");
            assertThat(compacting).isNotDone();

            ingest.commit();
            assertThat(compacting.get(60, TimeUnit.SECONDS)).as(err::toString).isZero();
        }
    }

    @Test
    void removesTheRemainsOfAKilledCompaction() throws Exception {
        ingest.setAutoCommit(false);
        Sql.execute(ingest, insert("'SLOW'"));
        var killed = CompletableFuture.supplyAsync(() -> compactWithin("PT60S", "--table", "meter_history"));
        awaitWaiting();
        try (Connection superuser = DataSources.connect(database.superuser())) {
            Sql.execute(
                    superuser,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'wattline-compact'");
            assertThat(killed.get(60, TimeUnit.SECONDS)).isOne();
            ingest.rollback();
            assertThat(invalidIndexes(superuser)).isNotEmpty();

            assertThat(compact()).as(err::toString).isZero();

            assertThat(invalidIndexes(superuser)).isEmpty();
        }
    }

    private static List<String> invalidIndexes(Connection superuser) throws SQLException {
        return Sql.strings(superuser, "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid");
    }

    private String insert(String meter) {
        return "INSERT INTO meter_history (meter_id, ts, kwh, voltage) VALUES (%s, '%sT13:00:00Z', 0.02, 230)"
                .formatted(meter, yesterday());
    }

    /// Until the compaction waits for somebody.
    private void awaitWaiting() throws Exception {
        String waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                + " AND application_name = 'wattline-compact'";
        try (Connection superuser = DataSources.connect(database.superuser())) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!Sql.strings(superuser, waiting).equals(List.of("1"))) {
                assertThat(System.nanoTime()).as("waits").isLessThan(end);
                LockSupport.parkNanos(5_000_000);
            }
        }
    }

    @Test
    void sumsUseTheIndexOnlyAfterCompaction() throws SQLException {
        compact("--table", "meter_history");

        assertThat(Sql.strings(query, """
                        EXPLAIN (ANALYZE, COSTS off, TIMING off, SUMMARY off)
                        SELECT sum(kwh) FROM meter_history
                        WHERE meter_id = 'M7' AND ts >= '%1$sT00:00:00Z' AND ts < '%1$sT12:00:00Z'
                        """.formatted(yesterday())))
                .anyMatch(line -> line.contains("Index Only Scan"))
                .anyMatch(line -> line.endsWith("Heap Fetches: 0"));
    }

    @Test
    void compactsEachPastDayOnceWithoutAnArgument() {
        assertThat(compact()).as(err::toString).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSize(4)
                .noneMatch(line -> line.contains(open.toString().replace('-', '_')));

        out.reset();
        assertThat(compact()).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("nothing to compact");
    }

    @Test
    void refusesTheDayBeingWritten() {
        assertThat(compact("--day", open.toString())).isEqualTo(1);
        String refusal = open + " is not over: the last day that can be compacted is ";
        assertThat(err.toString(StandardCharsets.UTF_8)).containsAnyOf(refusal + yesterday(), refusal + today);
    }

    @Test
    void reportsADayWithoutPartition() {
        assertThat(compact("--day", "2020-01-01")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("there is no partition of 2020-01-01");
    }

    @Test
    void givesUpOnADayInUseWithinThePatience() throws SQLException {
        query.setAutoCommit(false);
        Sql.execute(query, "SELECT count(*) FROM meter_history");

        assertThat(compactWithin("PT0.1S", "--day", yesterday().toString())).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("in use for PT0.1S: compact it when there is less load")
                .doesNotContain("\tat ");
        query.rollback();
    }

    @Test
    void refusesAServicesRole() {
        assertThat(compactAs(database.configFor(DatabaseRole.INGEST))).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("42501", "compact as wattline_owner")
                .doesNotContain("\tat ");
    }

    @Test
    void runsOneCompactionAtATime() throws SQLException {
        try (Connection other = DataSources.connect(database.superuser())) {
            Sql.execute(other, "SELECT pg_advisory_lock(" + 0x7761_7474_636f_6d70L + ")");

            assertThat(compact()).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("another compaction of this database is running");
        }
    }

    private int compact(String... arguments) {
        return compactAs(database.configFor(DatabaseRole.OWNER), arguments);
    }

    private int compactAs(DatabaseConfig user, String... arguments) {
        return compactAs(user, "PT5S", arguments);
    }

    private int compactWithin(String patience, String... arguments) {
        return compactAs(database.configFor(DatabaseRole.OWNER), patience, arguments);
    }

    private int compactAs(DatabaseConfig user, String patience, String... arguments) {
        var command = new String[arguments.length + 1];
        command[0] = "compact";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        var environment = Map.of(
                "DB_URL", user.url(),
                "DB_USERNAME", user.username(),
                "DB_PASSWORD", String.valueOf(user.password()),
                "COMPACT_WAIT", patience);
        return Main.run(command, environment, print(out), print(err));
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private LocalDate yesterday() {
        return today.minusDays(1);
    }

    /// 40 devices every minute of half a day, in order of arrival.
    private void fill(LocalDate day) throws SQLException {
        Sql.execute(ingest, """
                INSERT INTO meter_history (meter_id, ts, kwh, voltage)
                SELECT 'M' || m, t, 0.02, 230
                FROM generate_series('%1$sT00:00:00Z'::timestamptz, '%1$sT11:59:00Z', interval '1 min') AS t,
                  generate_series(1, 40) AS m
                ORDER BY t, m
                """.formatted(day));
    }

    private double indexMegabytes(String pattern) {
        var match = Pattern.compile(pattern).matcher(out.toString(StandardCharsets.UTF_8));
        assertThat(match.find()).isTrue();
        return Double.parseDouble(match.group(1));
    }
}
