package io.wattline.ingestor.postgres.charging;

import io.wattline.db.DataSources;
import io.wattline.db.DatabaseRole;
import io.wattline.db.Rollups;
import io.wattline.db.testing.MigratedDatabase;
import io.wattline.ingestor.charging.ChargeMetrics;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/// A database of its own with history, and the jobs that sum it and make charges of it.
final class ChargeFixture implements AutoCloseable {

    private final MigratedDatabase database = MigratedDatabase.create();
    private final Connection owner;
    private final Connection ingest;
    private final Instant start;
    final Map<String, Integer> open = new TreeMap<>();

    /// Nothing is closed yet, and the history is about to begin at `start`.
    ChargeFixture(Instant start) throws SQLException {
        this.start = start;
        owner = DataSources.connect(database.superuser());
        ingest = DataSources.connect(database.configFor(DatabaseRole.INGEST));
        LocalDate first = LocalDate.ofInstant(start, ZoneOffset.UTC);
        for (String table : List.of("meter_history", "vehicle_history")) {
            for (LocalDate day = first; !day.isAfter(LocalDate.now(ZoneOffset.UTC)); day = day.plusDays(1)) {
                execute("SELECT ensure_day_partition('%s', '%s')".formatted(table, day));
            }
        }
        execute("UPDATE rollup_state SET (closed_before, summed_before) = ('%1$s', '%1$s')".formatted(start));
        execute("UPDATE charge_state SET made_before = '%s'".formatted(start));
    }

    void execute(String sql) throws SQLException {
        try (var statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Adds readings as a writer does: late ones with marks.
    void add(List<SmallFleet.Row> rows) throws SQLException {
        insert(
                "INSERT INTO meter_history (meter_id, ts, kwh, voltage) SELECT * FROM unnest(?, ?, ?, ?)",
                rows,
                "meter");
        insert(
                "INSERT INTO vehicle_history (vehicle_id, ts, kwh, battery_temp) SELECT * FROM unnest(?, ?, ?, ?)",
                rows,
                "vehicle");
        try (var statement = owner.prepareStatement("""
                INSERT INTO rollup_dirty (kind, device_id, hour)
                SELECT DISTINCT kind, device_id, date_bin('1 hour', ts, '1970-01-01T00:00:00Z')
                FROM unnest(?, ?, ?) AS late (kind, device_id, ts), rollup_state
                WHERE ts < closed_before
                """)) {
            statement.setArray(
                    1,
                    owner.createArrayOf(
                            "text", rows.stream().map(SmallFleet.Row::kind).toArray()));
            statement.setArray(
                    2,
                    owner.createArrayOf(
                            "text", rows.stream().map(SmallFleet.Row::deviceId).toArray()));
            statement.setArray(
                    3,
                    owner.createArrayOf(
                            "timestamptz",
                            rows.stream().map(row -> row.at().toString()).toArray()));
            statement.execute();
        }
    }

    private void insert(String sql, List<SmallFleet.Row> rows, String kind) throws SQLException {
        List<SmallFleet.Row> own =
                rows.stream().filter(row -> row.kind().equals(kind)).toList();
        try (var statement = owner.prepareStatement(sql)) {
            statement.setArray(
                    1,
                    owner.createArrayOf(
                            "text", own.stream().map(SmallFleet.Row::deviceId).toArray()));
            statement.setArray(
                    2,
                    owner.createArrayOf(
                            "timestamptz",
                            own.stream().map(row -> row.at().toString()).toArray()));
            statement.setArray(
                    3,
                    owner.createArrayOf(
                            "numeric",
                            own.stream().map(row -> rounded(row.kwh())).toArray()));
            statement.setArray(
                    4,
                    owner.createArrayOf(
                            "float4",
                            own.stream().map(row -> (float) row.other()).toArray()));
            statement.execute();
        }
    }

    private static String rounded(double kwh) {
        return String.format(java.util.Locale.ROOT, "%.6f", kwh);
    }

    void map(int number, Instant from) throws SQLException {
        map("V" + number, "M" + number, from);
    }

    void map(String vehicle, String meter, Instant from) throws SQLException {
        execute("SELECT put_mapping('%s', '%s', '%s', NULL)".formatted(vehicle, meter, from));
    }

    /// Closes the hours before `hour`, sums them, and does one round of the job ten minutes later.
    void roundAt(Instant hour) throws SQLException {
        Rollups.advance(ingest, hour);
        while (Rollups.sumNextClosedHour(ingest).isPresent()) {
            // Until none is left.
        }
        while (Rollups.refresh(ingest, 100_000) > 0) {
            // Until none is left.
        }
        job(hour).round(ingest);
    }

    void round(io.wattline.ingestor.postgres.TurnJob job) throws SQLException {
        job.round(ingest);
    }

    ChargeJob job(Instant hour) {
        return new ChargeJob(() -> hour.plus(Duration.ofMinutes(11)), Duration.ZERO, new ChargeMetrics() {
            @Override
            public void made(int charges) {}

            @Override
            public void open(Map<String, Integer> alerts) {
                open.clear();
                open.putAll(alerts);
            }
        });
    }

    Instant hour(int hour) {
        return start.plus(Duration.ofHours(hour));
    }

    /// The rows of a query, each as the text of its columns, separated by a blank.
    List<String> rows(String query) throws SQLException {
        try (var statement = owner.createStatement();
                var result = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                StringJoiner row = new StringJoiner(" ");
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    row.add(result.getString(column));
                }
                rows.add(row.toString());
            }
            return rows;
        }
    }

    List<String> charges() throws SQLException {
        return rows("SELECT * FROM charge ORDER BY vehicle_id, started_at");
    }

    /// The alerts that stand, without what tells when they were written.
    List<String> alerts() throws SQLException {
        return rows("""
                SELECT vehicle_id, meter_id, kind, state, onset_at, raised_at, cleared_at, size, size_margin, recent_size,
                  lost_kwh, extra_grid_kwh, evidence
                FROM alert WHERE state <> 'withdrawn' ORDER BY vehicle_id, kind, raised_at
                """);
    }

    List<String> states() throws SQLException {
        return rows("SELECT * FROM loss_state ORDER BY vehicle_id, meter_id");
    }

    List<String> events() throws SQLException {
        return rows("SELECT vehicle_id, change, event FROM alert_event ORDER BY vehicle_id, alert_id, change");
    }

    @Override
    public void close() throws SQLException {
        ingest.close();
        owner.close();
        database.close();
    }
}
