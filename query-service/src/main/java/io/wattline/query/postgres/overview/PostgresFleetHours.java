package io.wattline.query.postgres.overview;

import io.wattline.query.overview.FleetHours;
import io.wattline.query.performance.TimeWindow;
import io.wattline.query.postgres.Columns;
import io.wattline.query.postgres.RollupState;
import io.wattline.query.postgres.connection.QueryDatabase;
import java.time.Instant;
import java.util.List;

/// [FleetHours] on the rollups: one row of them for each device and hour.
public final class PostgresFleetHours implements FleetHours {

    private static final String SQL = """
            SELECT hour, coalesce(ac.kwh, 0) AS kwh_ac, coalesce(dc.kwh, 0) AS kwh_dc
            FROM (SELECT hour, sum(kwh) AS kwh FROM meter_hourly
                  WHERE hour >= :start AND hour < :end GROUP BY hour) AS ac
            FULL JOIN (SELECT hour, sum(kwh) AS kwh FROM vehicle_hourly
                       WHERE hour >= :start AND hour < :end GROUP BY hour) AS dc USING (hour)
            ORDER BY hour
            """;

    private final QueryDatabase database;

    /// Reads through `database`.
    public PostgresFleetHours(QueryDatabase database) {
        this.database = database;
    }

    @Override
    public List<HourOfFleet> within(TimeWindow window) {
        return database.read(jdbc -> {
            Instant summedBefore = RollupState.read(jdbc).summedBefore();
            Instant end = window.end().isBefore(summedBefore) ? window.end() : summedBefore;
            return jdbc.sql(SQL)
                    .param("start", Columns.parameter(window.start()))
                    .param("end", Columns.parameter(end))
                    .query((row, number) -> new HourOfFleet(
                            Columns.instant(row, "hour"), row.getBigDecimal("kwh_ac"), row.getBigDecimal("kwh_dc")))
                    .list();
        });
    }
}
