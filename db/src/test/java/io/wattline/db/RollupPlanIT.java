package io.wattline.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.db.testing.MigratedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Which index each kind of reader takes, among 200 vehicles and 20 days.
class RollupPlanIT {

    private static MigratedDatabase database;
    private static Connection query;

    @BeforeAll
    static void open() throws SQLException {
        database = MigratedDatabase.create();
        query = DataSources.connect(database.configFor(DatabaseRole.QUERY));
        try (Connection owner = DataSources.connect(database.configFor(DatabaseRole.OWNER))) {
            Sql.execute(owner, """
                    INSERT INTO vehicle_hourly
                      (vehicle_id, hour, kwh, readings, readings_with_energy, battery_temp_sum, battery_temp_count)
                    SELECT 'V' || v, h, 1.5, 60, 60, 1800, 60
                    FROM generate_series('2026-01-01T00:00:00Z'::timestamptz, '2026-01-20T23:00:00Z', interval '1 hour') AS h,
                      generate_series(1, 200) AS v
                    ORDER BY h, v
                    """);
            Sql.execute(owner, """
                    INSERT INTO rollup_dirty (kind, device_id, hour)
                    SELECT 'vehicle', 'V' || v, h
                    FROM generate_series('2026-01-01T00:00:00Z'::timestamptz, '2026-01-05T00:00:00Z', interval '1 hour') AS h,
                      generate_series(1, 200) AS v
                    """);
            Sql.execute(owner, "VACUUM (ANALYZE) vehicle_hourly");
            Sql.execute(owner, "VACUUM (ANALYZE) rollup_dirty");
        }
    }

    @AfterAll
    static void close() throws SQLException {
        query.close();
        database.close();
    }

    @Test
    void aDayOfTheFleetReadsThatDayOnly() throws SQLException {
        assertThat(explain("""
                SELECT vehicle_id, sum(kwh) FROM vehicle_hourly
                WHERE hour >= '2026-01-10T00:00:00Z' AND hour < '2026-01-11T00:00:00Z' GROUP BY vehicle_id
                """)).anyMatch(line -> line.contains("vehicle_hourly_hour_idx"));
    }

    @Test
    void aWindowOfOneVehicleReadsThatVehicleOnly() throws SQLException {
        assertThat(explain("""
                SELECT sum(kwh) FROM vehicle_hourly
                WHERE vehicle_id = 'V7' AND hour >= '2026-01-03T00:00:00Z' AND hour < '2026-01-18T00:00:00Z'
                """)).anyMatch(line -> line.contains("vehicle_hourly_pkey"));
    }

    @Test
    void readsOnlyTheMarksOfOneVehicle() throws SQLException {
        assertThat(explain("""
                SELECT DISTINCT hour FROM rollup_dirty
                WHERE kind = 'vehicle' AND device_id = 'V7' AND hour >= '2026-01-03T00:00:00Z'
                """)).anyMatch(line -> line.contains("rollup_dirty_device_idx"));
    }

    private static List<String> explain(String sql) throws SQLException {
        return Sql.strings(query, "EXPLAIN (COSTS off) " + sql);
    }
}
