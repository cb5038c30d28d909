package io.wattline.query.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.wattline.db.DataSources;
import io.wattline.db.DatabaseRole;
import io.wattline.db.DayPartitionedTable;
import io.wattline.db.DayPartitions;
import io.wattline.db.testing.MigratedDatabase;
import io.wattline.query.fleet.FleetRanking;
import io.wattline.query.fleet.FleetRequest;
import io.wattline.query.performance.PerformanceAnalysis;
import io.wattline.query.performance.TimeWindow;
import io.wattline.query.postgres.connection.QueryDatabase;
import io.wattline.query.postgres.fleet.PostgresFleet;
import io.wattline.query.postgres.performance.PostgresHistory;
import io.wattline.query.postgres.series.PostgresSeries;
import io.wattline.query.series.BucketLength;
import io.wattline.query.series.SeriesAnalysis;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the statements that answers really run read, among 40 pairs, 6 days of readings and 20 days of rollups.
class PlanIT {

    private static final Instant TODAY = Instant.now().truncatedTo(ChronoUnit.DAYS);
    private static final int DAYS = 6;
    private static final Pattern DAY_PARTITION = Pattern.compile("(meter|vehicle)_history_[0-9]{4}_[0-9]{2}_[0-9]{2}");

    private static MigratedDatabase database;
    private static HikariDataSource pool;
    private RecordedStatements recorded;

    @BeforeAll
    static void start() throws SQLException {
        database = MigratedDatabase.create();
        pool = DataSources.pool(database.configFor(DatabaseRole.QUERY));
        try (Connection ingest = DataSources.connect(database.configFor(DatabaseRole.INGEST));
                Connection superuser = DataSources.connect(database.superuser())) {
            for (int back = 0; back < DAYS; back++) {
                var day = TODAY.minus(Duration.ofDays(back))
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDate();
                DayPartitions.ensure(ingest, DayPartitionedTable.METER_HISTORY, day);
                DayPartitions.ensure(ingest, DayPartitionedTable.VEHICLE_HISTORY, day);
            }
            for (String sql : FILL.split(";")) {
                execute(superuser, sql.replace("$today", TODAY.toString()));
            }
            for (String table : List.of(
                    "meter_history",
                    "vehicle_history",
                    "meter_hourly",
                    "vehicle_hourly",
                    "matched_hourly",
                    "matched_daily",
                    "rollup_dirty")) {
                execute(superuser, "VACUUM (ANALYZE) " + table);
            }
        }
    }

    private static final String FILL = """
            INSERT INTO meter_history (meter_id, ts, kwh, voltage)
            SELECT 'M' || d, t, 0.02, 230
            FROM generate_series(timestamptz '$today' - interval '5 days', timestamptz '$today' + interval '6 h', interval '2 min')
              AS t, generate_series(1, 40) AS d ORDER BY t, d;
            INSERT INTO vehicle_history (vehicle_id, ts, kwh, soc, battery_temp)
            SELECT 'V' || d, t, 0.018, 50, 30
            FROM generate_series(timestamptz '$today' - interval '5 days', timestamptz '$today' + interval '6 h', interval '2 min')
              AS t, generate_series(1, 40) AS d ORDER BY t, d;
            INSERT INTO vehicle_meter (vehicle_id, meter_id) SELECT 'V' || d, 'M' || d FROM generate_series(1, 40) AS d;
            INSERT INTO meter_hourly (meter_id, hour, kwh, readings, readings_with_energy,
              voltage_sum, voltage_count, voltage_min, voltage_max)
            SELECT 'M' || d, t, 0.6, 30, 30, 6900, 30, 230, 230
            FROM generate_series(timestamptz '$today' - interval '20 days', timestamptz '$today' - interval '1 h', interval '1 h')
              AS t, generate_series(1, 200) AS d ORDER BY t, d;
            INSERT INTO vehicle_hourly (vehicle_id, hour, kwh, readings, readings_with_energy,
              battery_temp_sum, battery_temp_count, last_soc)
            SELECT 'V' || d, t, 0.54, 30, 30, 900, 30, 50
            FROM generate_series(timestamptz '$today' - interval '20 days', timestamptz '$today' - interval '1 h', interval '1 h')
              AS t, generate_series(1, 200) AS d ORDER BY t, d;
            INSERT INTO matched_hourly (vehicle_id, hour, spans, micros, known_ac, known_dc, kwh_ac, kwh_dc, expected_dc, standby)
            SELECT 'V' || d, t, 30, 3600000000, 3600000000, 3600000000, 0.6, 0.54, 0.5, 0
            FROM generate_series(timestamptz '$today' - interval '20 days', timestamptz '$today' - interval '1 h', interval '1 h')
              AS t, generate_series(1, 200) AS d ORDER BY t, d;
            INSERT INTO matched_daily (vehicle_id, day, spans, micros, known_ac, known_dc, kwh_ac, kwh_dc, expected_dc, standby)
            SELECT 'V' || d, t, 720, 86400000000, 86400000000, 86400000000, 14.4, 12.96, 12, 0
            FROM generate_series(timestamptz '$today' - interval '20 days', timestamptz '$today' - interval '1 h', interval '1 day')
              AS t, generate_series(1, 200) AS d ORDER BY t, d;
            DELETE FROM match_dirty;
            UPDATE rollup_state SET closed_before = '$today', summed_before = '$today',
              matched_from = '-infinity', matched_before = '$today';
            INSERT INTO rollup_dirty (kind, device_id, hour)
            SELECT 'meter', 'M' || d, timestamptz '$today' - interval '30 h' FROM generate_series(1, 5) AS d""";

    @AfterAll
    static void stop() {
        pool.close();
        database.close();
    }

    @BeforeEach
    void record() {
        recorded = new RecordedStatements(pool);
    }

    private QueryDatabase queryDatabase() {
        return new QueryDatabase(recorded.dataSource());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Runs all that was recorded again, in one transaction, and returns the lines of the plans as they ran.
    private List<String> plans() throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            for (String sql : recorded.executed) {
                if (sql.startsWith("SET")) {
                    execute(connection, sql);
                } else {
                    explain(connection, sql, lines);
                }
            }
            connection.rollback();
            connection.setAutoCommit(true);
        }
        return lines;
    }

    private static void explain(Connection connection, String sql, List<String> lines) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet plan =
                        statement.executeQuery("EXPLAIN (ANALYZE, COSTS off, TIMING off, SUMMARY off) " + sql)) {
            while (plan.next()) {
                lines.add(plan.getString(1));
            }
        }
    }

    private static Set<String> partitions(List<String> plans) {
        Set<String> names = new TreeSet<>();
        for (String line : plans) {
            Matcher matcher = DAY_PARTITION.matcher(line);
            while (matcher.find()) {
                names.add(matcher.group());
            }
        }
        return names;
    }

    private static Set<String> days(int... daysBack) {
        Set<String> names = new TreeSet<>();
        for (int back : daysBack) {
            String day = TODAY.minus(Duration.ofDays(back))
                    .toString()
                    .substring(0, 10)
                    .replace('-', '_');
            names.add("meter_history_" + day);
            names.add("vehicle_history_" + day);
        }
        return names;
    }

    private static TimeWindow hours(int from, int to) {
        return new TimeWindow(TODAY.plus(Duration.ofHours(from)), TODAY.plus(Duration.ofHours(to)));
    }

    private static void assertHistoryIsReadByIndex(List<String> plans) {
        assertThat(plans)
                .filteredOn(line -> line.contains("Scan") && line.contains("_history"))
                .isNotEmpty()
                .allMatch(line -> line.contains("Index Scan")
                        || line.contains("Index Only Scan")
                        || line.contains("Bitmap Heap Scan"));
    }

    @Test
    void performanceOfAVehicleReadsItsDaysByIndex() throws SQLException {
        var analysis = new PerformanceAnalysis(new PostgresHistory(queryDatabase()));
        TimeWindow day = new TimeWindow(
                hours(-36, -12).start().plusSeconds(600), hours(-36, -12).end().plusSeconds(600));
        assertThat(analysis.analyse("V7", day).orElseThrow().sums().dc().readings())
                .isEqualTo(720);
        List<String> plans = plans();
        assertThat(partitions(plans)).isEqualTo(days(1, 2));
        assertHistoryIsReadByIndex(plans);
    }

    @Test
    void longWindowReadsRollupsByKeyAndHistoryOnlyAtItsEndsAndForMarks() throws SQLException {
        var analysis = new PerformanceAnalysis(new PostgresHistory(queryDatabase()));
        TimeWindow window = new TimeWindow(
                TODAY.minus(Duration.ofDays(40)),
                TODAY.minus(Duration.ofHours(12)).plusSeconds(600));
        assertThat(analysis.analyse("V7", window).orElseThrow().sums().dc().readings())
                .isEqualTo((20 * 24 - 12) * 30 + 5);
        List<String> plans = plans();
        assertThat(plans).anyMatch(line -> line.contains("meter_hourly_pkey"));
        assertThat(plans).anyMatch(line -> line.contains("vehicle_hourly_pkey"));
        assertThat(partitions(plans)).isEqualTo(days(1));
        assertHistoryIsReadByIndex(plans);

        recorded.executed.clear();
        analysis.analyse("V3", window).orElseThrow();
        Set<String> expected = days(1);
        expected.addAll(
                days(2).stream().filter(name -> name.startsWith("meter")).toList());
        assertThat(partitions(plans())).isEqualTo(expected);
    }

    @Test
    void seriesOfAVehicleReadsItsDaysByIndex() throws SQLException {
        QueryDatabase here = queryDatabase();
        var analysis = new SeriesAnalysis(new PostgresSeries(here, new MeterSegments(Optional.empty())));
        analysis.of("V7", hours(-60, -36), new BucketLength(Duration.ofMinutes(15)))
                .orElseThrow();
        List<String> plans = plans();
        assertThat(partitions(plans)).isEqualTo(days(2, 3));
        assertHistoryIsReadByIndex(plans);
    }

    @Test
    void fleetReadsTheRollupsOfItsHoursByIndexAndHistoryOnlyForMarks() throws SQLException {
        var ranking = new FleetRanking(new PostgresFleet(queryDatabase(), Optional.empty()));
        ranking.page(new FleetRequest(hours(-36, -12), Optional.empty(), Optional.empty(), 10));
        List<String> plans = plans();
        assertThat(plans).anyMatch(line -> line.contains("meter_hourly_hour_idx"));
        assertThat(plans).anyMatch(line -> line.contains("vehicle_hourly_hour_idx"));
        assertThat(plans).noneMatch(line -> line.contains("Seq Scan on meter_hourly"));
        assertThat(plans).noneMatch(line -> line.contains("Seq Scan on vehicle_hourly"));
        assertThat(partitions(plans)).isEqualTo(days(1, 2));
        assertHistoryIsReadByIndex(plans);
        assertThat(plans)
                .filteredOn(line -> line.contains("on meter_history") && !line.contains("never executed"))
                .singleElement()
                .asString()
                .contains("loops=5");
        assertThat(plans)
                .filteredOn(line -> line.contains("meter_hourly_pkey"))
                .singleElement()
                .asString()
                .contains("loops=5");
        assertThat(plans)
                .filteredOn(line -> line.contains("vehicle_hourly_pkey"))
                .singleElement()
                .asString()
                .contains("never executed");
        assertThat(plans)
                .filteredOn(line -> line.contains("on vehicle_history"))
                .allMatch(line -> line.contains("never executed"));
    }
}
