package io.wattline.query.postgres.stats;

import io.wattline.query.postgres.Columns;
import io.wattline.query.postgres.Plans;
import io.wattline.query.postgres.RollupState;
import io.wattline.query.postgres.SqlResource;
import io.wattline.query.postgres.connection.QueryDatabase;
import io.wattline.query.stats.Stats;
import io.wattline.query.stats.StatsSource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.jdbc.core.simple.JdbcClient;

/// [StatsSource] on live tables, rollups, and history where rollups do not count: `stats.sql`. Costs one row of
/// rollups for each device and hour, and one step into the index of history for each device.
public final class PostgresStats implements StatsSource {

    private static final String SQL = SqlResource.read(PostgresStats.class, "stats.sql");
    private static final String METERS = SQL.formatted("meter");
    private static final String VEHICLES = SQL.formatted("vehicle");

    private static final String DEVICES = """
            SELECT (SELECT count(*) FROM meter_live) AS meters, (SELECT count(*) FROM vehicle_live) AS vehicles
            """;

    // By the database's clock, with which the ingestors' reports are dated.
    private static final String INGEST = """
            SELECT coalesce(sum(accepted_last_minute), 0) AS readings FROM ingestor
            WHERE counted_at > clock_timestamp() - interval '30 s'
            """;

    // Hours that have a rollup or a mark have readings. Without any, all there is comes from open hours.
    private static final String SPAN = """
            SELECT coalesce(
                     least((SELECT min(hour) FROM meter_hourly), (SELECT min(hour) FROM vehicle_hourly),
                       (SELECT min(hour) FROM rollup_dirty)),
                     date_bin('1 hour', least(
                       (SELECT min(h.ts) FROM meter_live AS live CROSS JOIN LATERAL (
                          SELECT ts FROM meter_history WHERE meter_id = live.meter_id ORDER BY ts LIMIT 1) AS h),
                       (SELECT min(h.ts) FROM vehicle_live AS live CROSS JOIN LATERAL (
                          SELECT ts FROM vehicle_history WHERE vehicle_id = live.vehicle_id ORDER BY ts LIMIT 1) AS h)),
                       '1970-01-01T00:00:00Z')) AS oldest,
                   greatest((SELECT max(ts) FROM meter_live), (SELECT max(ts) FROM vehicle_live)) AS newest
            """;

    private static final Duration LOOK_BACK = Duration.ofHours(24);

    private final QueryDatabase database;

    /// Reads through `database`.
    public PostgresStats(QueryDatabase database) {
        this.database = database;
    }

    // One stream since both instants.
    private record Sums(Stats.Side all, Stats.Side today) {}

    @Override
    public Stats at(Instant at) {
        Instant midnight = at.truncatedTo(ChronoUnit.DAYS);
        Instant since = at.minus(LOOK_BACK);
        return database.read(jdbc -> {
            Stats.Devices devices = jdbc.sql(DEVICES)
                    .query((row, number) -> new Stats.Devices(row.getLong("meters"), row.getLong("vehicles")))
                    .single();
            Stats.Span span = jdbc.sql(SPAN)
                    .query((row, number) -> new Stats.Span(
                            Columns.optionalInstant(row, "oldest"), Columns.optionalInstant(row, "newest")))
                    .single();
            Stats.Ingest ingest =
                    new Stats.Ingest(jdbc.sql(INGEST).query(Long.class).single());
            Plans.forAnyNumberOfMarks(jdbc);
            Sums ac = sums(jdbc, METERS, at);
            Sums dc = sums(jdbc, VEHICLES, at);
            return new Stats(
                    at,
                    devices,
                    new Stats.Energy(midnight, ac.today, dc.today),
                    new Stats.Energy(since, ac.all, dc.all),
                    ingest,
                    span);
        });
    }

    private static Sums sums(JdbcClient jdbc, String sql, Instant at) {
        Instant since = at.minus(LOOK_BACK);
        Instant hour = since.truncatedTo(ChronoUnit.HOURS);
        Instant firstHour = hour.equals(since) ? hour : hour.plus(1, ChronoUnit.HOURS);
        Instant summed = RollupState.read(jdbc).summedBefore();
        Instant thisHour = at.truncatedTo(ChronoUnit.HOURS);
        Instant closed = summed.isBefore(thisHour) ? summed : thisHour;
        Instant lastHour = closed.isBefore(firstHour) ? firstHour : closed;
        return jdbc.sql(sql)
                .param("since", Columns.parameter(since))
                .param("first_hour", Columns.parameter(firstHour))
                .param("last_hour", Columns.parameter(lastHour))
                .param("until", Columns.parameter(at))
                .param("midnight", Columns.parameter(at.truncatedTo(ChronoUnit.DAYS)))
                .query((row, number) -> new Sums(
                        new Stats.Side(row.getLong("readings"), Columns.sum(row, "kwh")),
                        new Stats.Side(row.getLong("readings_today"), Columns.sum(row, "kwh_today"))))
                .single();
    }
}
