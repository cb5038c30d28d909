package io.wattline.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.db.testing.MigratedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a day's sum of one device costs, among 50 devices and 10 days.
class WindowPlanIT {

    private static final LocalDate DAY = LocalDate.now(ZoneOffset.UTC);

    private static MigratedDatabase database;
    private static Connection query;

    @BeforeAll
    static void open() throws SQLException {
        database = MigratedDatabase.create();
        query = DataSources.connect(database.configFor(DatabaseRole.QUERY));
        try (Connection ingest = DataSources.connect(database.configFor(DatabaseRole.INGEST));
                Connection owner = DataSources.connect(database.configFor(DatabaseRole.OWNER))) {
            for (int i = 0; i < 10; i++) {
                DayPartitions.ensure(ingest, DayPartitionedTable.METER_HISTORY, DAY.minusDays(i));
                DayPartitions.ensure(ingest, DayPartitionedTable.VEHICLE_HISTORY, DAY.minusDays(i));
            }
            Sql.execute(ingest, """
                    INSERT INTO meter_history (meter_id, ts, kwh, voltage)
                    SELECT 'M' || m, t, 0.02, 230
                    FROM generate_series('%1$s'::timestamptz - interval '1 day', '%1$s'::timestamptz + interval '1439 min',
                      interval '1 min') AS t, generate_series(1, 50) AS m
                    ORDER BY t, m
                    """.formatted(DAY + "T00:00:00Z"));
            Sql.execute(ingest, """
                    INSERT INTO vehicle_history (vehicle_id, ts, kwh, soc, battery_temp)
                    SELECT 'V' || m, t, 0.02, 50, 30
                    FROM generate_series('%1$s'::timestamptz - interval '1 day', '%1$s'::timestamptz + interval '1439 min',
                      interval '1 min') AS t, generate_series(1, 50) AS m
                    ORDER BY t, m
                    """.formatted(DAY + "T00:00:00Z"));
            Sql.execute(owner, "VACUUM (ANALYZE) meter_history");
            Sql.execute(owner, "VACUUM (ANALYZE) vehicle_history");
        }
    }

    @AfterAll
    static void close() throws SQLException {
        query.close();
        database.close();
    }

    @Test
    void aDaysEnergyIsAnIndexOnlyScanOfTheDaysPartitions() throws SQLException {
        assertIndexOnly(explain("sum(kwh), count(*)", "meter_history", "meter_id = 'M7'", 12), 2);
        assertIndexOnly(explain("sum(kwh), count(*)", "meter_history", "meter_id = 'M7'", 0), 1);
    }

    @Test
    void aDaysEnergyAndTemperatureIsAnIndexOnlyScanToo() throws SQLException {
        assertIndexOnly(explain("sum(kwh), avg(battery_temp)", "vehicle_history", "vehicle_id = 'V7'", 12), 2);
    }

    @Test
    void oldPreparedStatementLocksOnlyItsOwnDays() throws SQLException {
        Sql.execute(query, """
                PREPARE day (text, timestamptz, timestamptz) AS
                SELECT sum(kwh) FROM meter_history WHERE meter_id = $1 AND ts >= $2 AND ts < $3
                """);
        String execute = "EXECUTE day ('M7', '%1$sT00:00:00Z', '%1$sT12:00:00Z')".formatted(DAY);
        for (int i = 0; i < 8; i++) {
            Sql.execute(query, execute);
        }
        query.setAutoCommit(false);
        Sql.execute(query, execute);
        List<String> locked = Sql.strings(query, """
                SELECT DISTINCT c.relname FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
                WHERE l.pid = pg_backend_pid() AND c.relname ~ '^meter_history_[0-9_]*$'
                """);
        query.rollback();
        query.setAutoCommit(true);
        assertThat(locked).containsExactly("meter_history_" + DAY.toString().replace('-', '_'));
    }

    private static List<String> explain(String columns, String table, String device, int hoursBefore)
            throws SQLException {
        return Sql.strings(query, """
                EXPLAIN (ANALYZE, COSTS off, TIMING off, SUMMARY off, BUFFERS on)
                SELECT %1$s FROM %2$s
                WHERE %3$s AND ts >= '%4$sT00:00:00Z'::timestamptz - interval '%5$d h'
                  AND ts < '%4$sT00:00:00Z'::timestamptz + interval '%6$d h'
                """.formatted(columns, table, device, DAY, hoursBefore, 24 - hoursBefore));
    }

    private static void assertIndexOnly(List<String> plan, int partitions) {
        assertThat(plan)
                .filteredOn(line -> line.contains("Scan"))
                .hasSize(partitions)
                .allMatch(line -> line.contains("Index Only Scan"));
        assertThat(plan)
                .filteredOn(line -> line.contains("Heap Fetches"))
                .hasSize(partitions)
                .allMatch(line -> line.endsWith("Heap Fetches: 0"));
    }
}
