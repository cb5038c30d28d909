package io.wattline.db;

import static io.wattline.db.DayPartitionedTable.METER_HISTORY;
import static io.wattline.db.DayPartitionedTable.REJECTED_MESSAGE;
import static io.wattline.db.DayPartitionedTable.VEHICLE_HISTORY;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.db.testing.MigratedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DayPartitionsIT {

    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
    private MigratedDatabase database;
    /// A host clock that is wrong in the dangerous direction.
    private static final Instant FAR_AHEAD = Instant.parse("2999-01-01T00:00:00Z");

    private Connection ingest;

    @BeforeEach
    void open() throws SQLException {
        database = MigratedDatabase.create();
        ingest = connect();
    }

    @AfterEach
    void close() throws SQLException {
        ingest.close();
        database.close();
    }

    @ParameterizedTest
    @EnumSource
    void makesADayOnceWithUtcBounds(DayPartitionedTable table) throws SQLException {
        Sql.execute(ingest, "SET TIME ZONE 'America/New_York'; SET datestyle = 'ISO, DMY'");
        LocalDate day = lastEndOfDaylightSavingInNewYork();

        assertThat(DayPartitions.ensure(ingest, table, day)).isTrue();
        assertThat(DayPartitions.ensure(ingest, table, day)).isFalse();

        Sql.execute(ingest, "SET TIME ZONE 'UTC'");
        assertThat(partitions(table))
                .containsExactly("%s_%s FOR VALUES FROM ('%s 00:00:00+00') TO ('%s 00:00:00+00')"
                        .formatted(table.tableName(), day.toString().replace('-', '_'), day, day.plusDays(1)));
    }

    @ParameterizedTest
    @ValueSource(longs = {-401, 9, 36_500})
    void refusesADayOutsideTheWindow(long days) throws SQLException {
        // The server names the day: ours may be the day before by the time it looks at its clock.
        String day = "(clock_timestamp() AT TIME ZONE 'UTC')::date + " + days;
        assertThat(Sql.stateOf(() -> Sql.execute(ingest, "SELECT ensure_day_partition('meter_history', " + day + ")")))
                .isEqualTo("22008");
        assertThat(partitions(METER_HISTORY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-399, 0, 7})
    void acceptsADayInsideTheWindow(long days) throws SQLException {
        assertThat(DayPartitions.ensure(ingest, VEHICLE_HISTORY, today.plusDays(days)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vehicle_meter", "pg_class", "meter_history; DROP TABLE meter_live", ""})
    void refusesAnyOtherTable(String table) {
        assertThat(Sql.stateOf(() -> call("SELECT ensure_day_partition(?, current_date)", table)))
                .isEqualTo("22023");
        assertThat(Sql.stateOf(() -> call("SELECT drop_expired_day(?, '50 days', now(), 3)", table)))
                .isEqualTo("22023");
    }

    @ParameterizedTest
    @EnumSource
    void attachesADayAgainThatWasDetached(DayPartitionedTable table) throws SQLException {
        DayPartitions.ensure(ingest, table, today);
        List<String> before = partitions(table);
        String name = table.tableName() + "_" + today.toString().replace('-', '_');
        detach(table, name);
        assertThat(partitions(table)).isEmpty();

        assertThat(DayPartitions.ensure(ingest, table, today)).isTrue();

        assertThat(partitions(table)).isEqualTo(before);
        assertThat(DayPartitions.ensure(ingest, table, today)).isFalse();
    }

    @Test
    void createsADayAgainWhoseDetachedPartitionWasRenamed() throws SQLException {
        DayPartitions.ensure(ingest, METER_HISTORY, today);
        String name = "meter_history_" + today.toString().replace('-', '_');
        detach(METER_HISTORY, name);
        try (Connection owner = DataSources.connect(database.configFor(DatabaseRole.OWNER))) {
            Sql.execute(owner, "ALTER TABLE " + name + " RENAME TO taken_away");
        }

        assertThat(DayPartitions.ensure(ingest, METER_HISTORY, today)).isTrue();
        assertThat(partitions(METER_HISTORY)).hasSize(1);
    }

    private void detach(DayPartitionedTable table, String partition) throws SQLException {
        try (Connection owner = DataSources.connect(database.configFor(DatabaseRole.OWNER))) {
            Sql.execute(owner, "ALTER TABLE %s DETACH PARTITION %s".formatted(table.tableName(), partition));
        }
    }

    @Test
    void concurrentCallersCreateOnePartition() throws Exception {
        int callers = 6;
        var together = new CyclicBarrier(callers);
        Callable<Boolean> ensure = () -> {
            try (Connection connection = connect()) {
                together.await(10, TimeUnit.SECONDS);
                return DayPartitions.ensure(connection, METER_HISTORY, today);
            }
        };
        int made = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls =
                    Stream.generate(() -> threads.submit(ensure)).limit(callers).toList();
            for (var call : calls) {
                made += call.get() ? 1 : 0;
            }
        }
        assertThat(made).isEqualTo(1);
    }

    @Test
    void openBatchAndNewDayDoNotBlockEachOther() throws SQLException {
        DayPartitions.ensure(ingest, METER_HISTORY, today);
        try (Connection batch = connect()) {
            batch.setAutoCommit(false);
            insertMeter(batch, today);

            assertThat(DayPartitions.ensure(ingest, METER_HISTORY, today.plusDays(1)))
                    .isTrue();

            insertMeter(batch, today.plusDays(1));
            batch.commit();
        }
    }

    @Test
    void dropsTheOldestExpiredDayPerCall() throws SQLException {
        for (int days : new int[] {62, 61, 60, 0}) {
            DayPartitions.ensure(ingest, METER_HISTORY, today.minusDays(days));
        }
        DayPartitions.ensure(ingest, VEHICLE_HISTORY, today.minusDays(62));

        assertThat(drop(METER_HISTORY, 60)).contains(name(62));
        assertThat(drop(METER_HISTORY, 60)).contains(name(61));
        assertThat(drop(METER_HISTORY, 60)).isEmpty();

        assertThat(partitions(METER_HISTORY)).hasSize(2);
        assertThat(partitions(VEHICLE_HISTORY)).hasSize(1);
        assertThat(Sql.strings(ingest, "SELECT relname FROM pg_class WHERE relname = '" + name(61) + "'"))
                .isEmpty();
    }

    @Test
    void refusesAFourthDayWithinADay() throws SQLException {
        for (int days = 61; days < 66; days++) {
            DayPartitions.ensure(ingest, METER_HISTORY, today.minusDays(days));
        }
        for (int days = 65; days > 62; days--) {
            assertThat(drop(METER_HISTORY, 60)).contains(name(days));
        }

        assertThat(Sql.stateOf(() -> drop(METER_HISTORY, 60))).isEqualTo("53400");
        assertThat(partitions(METER_HISTORY)).hasSize(2);
        assertThat(drop(VEHICLE_HISTORY, 60)).isEmpty();
    }

    @Test
    void refusesToDropDaysThatAreTooYoung() throws SQLException {
        DayPartitions.ensure(ingest, METER_HISTORY, today.minusDays(31));

        assertThat(Sql.stateOf(() -> drop(METER_HISTORY, 29))).isEqualTo("22008");
        assertThat(Sql.stateOf(() -> drop(REJECTED_MESSAGE, -1))).isEqualTo("22008");
        assertThat(drop(REJECTED_MESSAGE, 2)).isEmpty();
        assertThat(partitions(METER_HISTORY)).hasSize(1);
    }

    @Test
    void retentionGivesUpOnALockedDayAfterHalfASecond() throws SQLException {
        LocalDate expired = today.minusDays(50);
        DayPartitions.ensure(ingest, METER_HISTORY, expired);
        DayPartitions.ensure(ingest, METER_HISTORY, today);
        try (Connection reader = DataSources.connect(database.configFor(DatabaseRole.QUERY))) {
            reader.setAutoCommit(false);
            Sql.execute(reader, "SELECT count(*) FROM meter_history");

            long start = System.nanoTime();
            String state = Sql.stateOf(() -> drop(METER_HISTORY, 40));
            Duration waited = Duration.ofNanos(System.nanoTime() - start);

            assertThat(state).isEqualTo("55P03");
            assertThat(waited).isBetween(Duration.ofMillis(450), Duration.ofSeconds(4));
            reader.rollback();
        }
        assertThat(drop(METER_HISTORY, 40)).isPresent();
    }

    @Test
    void quarantineRowsAreNumberedInOrderAcrossDays() throws SQLException {
        DayPartitions.ensure(ingest, REJECTED_MESSAGE, today);
        DayPartitions.ensure(ingest, REJECTED_MESSAGE, today.minusDays(1));
        for (int daysAgo : new int[] {0, 1, 0}) {
            call(
                    "INSERT INTO rejected_message (received_at, source, reason, payload)"
                            + " VALUES (?::timestamptz, 'mqtt', 'bad_json', '')",
                    today.minusDays(daysAgo) + "T00:00:00Z");
        }
        try (Connection query = DataSources.connect(database.configFor(DatabaseRole.QUERY))) {
            assertThat(Sql.strings(query, "SELECT id FROM rejected_message ORDER BY id"))
                    .containsExactly("1", "2", "3");
        }
    }

    @Test
    void vacuumOfAHistoryDayIsTunedForAppending() throws SQLException {
        DayPartitions.ensure(ingest, METER_HISTORY, today);
        assertThat(Sql.strings(ingest, "SELECT unnest(reloptions) FROM pg_class WHERE relname = '" + name(0) + "'"))
                .containsExactlyInAnyOrder(
                        "autovacuum_vacuum_insert_threshold=1000",
                        "autovacuum_vacuum_insert_scale_factor=0",
                        "autovacuum_freeze_min_age=0");
    }

    /// A day of 25 hours there: the first Sunday of November.
    private LocalDate lastEndOfDaylightSavingInNewYork() {
        LocalDate november = today.withMonth(11).with(TemporalAdjusters.firstInMonth(DayOfWeek.SUNDAY));
        return november.isAfter(today)
                ? november.minusYears(1).with(TemporalAdjusters.firstInMonth(DayOfWeek.SUNDAY))
                : november;
    }

    private Connection connect() throws SQLException {
        return DataSources.connect(database.configFor(DatabaseRole.INGEST));
    }

    private String name(int daysAgo) {
        return "meter_history_" + today.minusDays(daysAgo).toString().replace('-', '_');
    }

    private List<String> partitions(DayPartitionedTable table) throws SQLException {
        return Sql.strings(ingest, """
                SELECT c.relname || ' ' || pg_get_expr(c.relpartbound, c.oid)
                FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent = '%s'::regclass ORDER BY c.relname
                """.formatted(table.tableName()));
    }

    private void call(String sql, String argument) throws SQLException {
        try (var statement = ingest.prepareStatement(sql)) {
            statement.setString(1, argument);
            statement.execute();
        }
    }

    private static void insertMeter(Connection connection, LocalDate day) throws SQLException {
        Sql.execute(
                connection,
                "INSERT INTO meter_history (meter_id, ts, kwh, voltage) VALUES ('M', '" + day + "T12:00:00Z', 1, 230)");
    }

    private Optional<String> drop(DayPartitionedTable table, int keptDays) throws SQLException {
        return DayPartitions.dropOldestExpired(
                ingest, table, new DayPartitions.Limits(Duration.ofDays(keptDays), FAR_AHEAD, 3));
    }
}
