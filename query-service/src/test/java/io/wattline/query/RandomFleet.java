package io.wattline.query;

import io.wattline.db.DataSources;
import io.wattline.db.DatabaseRole;
import io.wattline.db.Rollups;
import io.wattline.db.matching.HourMatching;
import io.wattline.db.matching.MatchSettings;
import io.wattline.energy.efficiency.MeasuredEfficiency;
import io.wattline.energy.matching.MatchedEnergy;
import io.wattline.energy.matching.SpanMatching;
import io.wattline.energy.pairing.Heartbeats;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A fleet with everything that goes wrong, in a database and in memory: gaps, duplicates, meters that change or
/// swap inside an hour, readings exactly on the bounds, late readings of which some were summed again and others
/// are only marked, and hours that are still open. The memory is the truth that answers are compared with.
final class RandomFleet {

    /// One reading, of either kind.
    record Reading(
            BigDecimal kwh,
            @Nullable Integer temperature,
            @Nullable Integer soc) {}

    /// A meter of a vehicle over [from, to).
    record Piece(String meterId, Instant from, Instant to) {}

    /// All readings lie in [START, END), hours before CLOSED are closed.
    static final Instant START =
            TestFleet.NOW.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(1)).plus(Duration.ofHours(20));

    static final Instant CLOSED = START.plus(Duration.ofHours(8));
    static final Instant END = START.plus(Duration.ofHours(10));

    final Map<String, TreeMap<Instant, Reading>> meters = new TreeMap<>();
    final Map<String, TreeMap<Instant, Reading>> vehicles = new TreeMap<>();
    final Map<String, List<Piece>> mappings = new TreeMap<>();
    private final Random random;

    RandomFleet(long seed) {
        this.random = new Random(seed);
        for (int i = 0; i < 12; i++) {
            addVehicle("V" + i, i);
        }
        Instant swap = moment();
        mappings.put("W1", List.of(new Piece("X1", START, swap), new Piece("X2", swap, END)));
        mappings.put("W2", List.of(new Piece("X2", START, swap), new Piece("X1", swap, END)));
        mappings.forEach((vehicle, pieces) -> {
            vehicles.put(vehicle, readings(pieces));
            pieces.forEach(piece -> meters.computeIfAbsent(piece.meterId(), id -> readings(pieces)));
        });
    }

    // Every third has one meter all the time, every fourth none, the others change, with or without a pause.
    private void addVehicle(String id, int i) {
        Instant change = moment();
        Instant resumed = i % 2 == 0 ? change : change.plusSeconds(random.nextInt(7_200));
        mappings.put(
                id,
                switch (i % 4) {
                    case 0 -> List.of(new Piece(id + "-a", START, END));
                    case 1 -> List.of();
                    default ->
                        resumed.isBefore(END)
                                ? List.of(new Piece(id + "-a", START, change), new Piece(id + "-b", resumed, END))
                                : List.of(new Piece(id + "-a", START, change));
                });
    }

    private Instant moment() {
        long micros = Duration.between(START, END).toNanos() / 1_000;
        long at = random.nextInt(4) == 0
                ? random.nextInt(1, 10) * 3_600_000_000L
                : 1 + (long) (random.nextDouble() * (micros - 2));
        return START.plus(at, ChronoUnit.MICROS);
    }

    private TreeMap<Instant, Reading> readings(List<Piece> pieces) {
        var readings = new TreeMap<Instant, Reading>();
        int gapFrom = random.nextInt(10);
        int gapHours = random.nextInt(4);
        for (Instant at = START; at.isBefore(END); at = at.plusSeconds(150 + random.nextInt(300))) {
            int hour = (int) Duration.between(START, at).toHours();
            if (hour < gapFrom || hour >= gapFrom + gapHours) {
                readings.put(at.plus(random.nextInt(1_000_000), ChronoUnit.MICROS), reading());
            }
        }
        readings.put(START.plus(Duration.ofHours(random.nextInt(10))), reading());
        for (Piece piece : pieces) {
            readings.put(piece.to().minus(1, ChronoUnit.MICROS), reading());
            if (piece.to().isBefore(END)) {
                readings.put(piece.to(), reading());
            }
        }
        return readings;
    }

    private Reading reading() {
        BigDecimal kwh = random.nextInt(4) == 0 ? BigDecimal.ZERO : BigDecimal.valueOf(random.nextInt(900_000), 6);
        return new Reading(
                kwh,
                random.nextInt(3) == 0 ? null : random.nextInt(-20, 45),
                random.nextInt(3) == 0 ? null : random.nextInt(100));
    }

    /// Writes it all as ingestors would over a day: most in time, then the hours are closed and summed, then the
    /// rest comes late with its marks, of which half are handled; a few readings never come.
    void write(TestFleet fleet) throws SQLException {
        try (Connection superuser = DataSources.connect(fleet.database.superuser());
                Connection ingest = DataSources.connect(fleet.database.configFor(DatabaseRole.INGEST))) {
            execute(
                    superuser,
                    "UPDATE rollup_state SET closed_before = '%1$s', summed_before = '%1$s'".formatted(START));
            mappings.forEach((vehicle, pieces) -> map(fleet, vehicle, pieces));
            var late = new ArrayList<Row>();
            for (Row row : rows()) {
                if (!isPunctual(row.deviceId) && random.nextInt(5) == 0) {
                    late.add(row);
                } else {
                    write(superuser, row);
                }
            }
            Rollups.advance(ingest, CLOSED);
            TestFleet.rollUp(ingest, MatchSettings.DEFAULT);
            changeMappings(superuser);
            int handled = late.size() * 2 / 5;
            int arrived = late.size() * 4 / 5;
            for (Row row : late.subList(0, handled)) {
                write(superuser, row);
                mark(superuser, row);
            }
            Rollups.refresh(ingest, 100_000);
            for (int step = random.nextInt(4); step > 0; step--) {
                new HourMatching(MatchSettings.DEFAULT, 5).step(ingest);
            }
            for (Row row : late.subList(handled, arrived)) {
                write(superuser, row);
                mark(superuser, row);
            }
            late.subList(arrived, late.size())
                    .forEach(row -> (row.kind.equals("meter") ? meters : vehicles)
                            .get(row.deviceId)
                            .remove(row.at));
            writeLive(superuser);
        }
    }

    private static void map(TestFleet fleet, String vehicle, List<Piece> pieces) {
        pieces.forEach(piece -> fleet.map(
                vehicle,
                piece.meterId(),
                piece.from().equals(START) ? null : piece.from(),
                piece.to().equals(END) ? null : piece.to()));
    }

    /// After everything has been matched: one vehicle gets another's meter for a while, another loses its own.
    private void changeMappings(Connection superuser) throws SQLException {
        Instant from = START.plus(Duration.ofHours(2)).plusSeconds(random.nextInt(7_200));
        Instant to = from.plusSeconds(7_200);
        List<Piece> held = mappings.get("V0");
        mappings.put("V0", List.of(new Piece("V0-a", START, from)));
        mappings.put("V1", List.of(new Piece(held.getFirst().meterId(), from, to)));
        execute(superuser, "UPDATE vehicle_meter SET valid_to = '%s' WHERE vehicle_id = 'V0'".formatted(from));
        execute(
                superuser,
                "INSERT INTO vehicle_meter VALUES ('V1', '%s', '%s', '%s')"
                        .formatted(held.getFirst().meterId(), from, to));
        execute(superuser, "DELETE FROM vehicle_meter WHERE vehicle_id = 'V4'");
        mappings.put("V4", List.of());
    }

    // Some devices never send late, so that all their hours count.
    private static boolean isPunctual(String deviceId) {
        return deviceId.hashCode() % 3 == 0;
    }

    private record Row(String kind, String deviceId, Instant at, Reading reading) {}

    private List<Row> rows() {
        var rows = new ArrayList<Row>();
        meters.forEach(
                (id, readings) -> readings.forEach((at, reading) -> rows.add(new Row("meter", id, at, reading))));
        vehicles.forEach(
                (id, readings) -> readings.forEach((at, reading) -> rows.add(new Row("vehicle", id, at, reading))));
        Collections.shuffle(rows, random);
        return rows;
    }

    private void write(Connection connection, Row row) throws SQLException {
        insert(connection, row, row.reading);
        if (random.nextInt(10) == 0) {
            insert(connection, row, new Reading(new BigDecimal(999), 99, 99));
        }
    }

    private static void insert(Connection connection, Row row, Reading reading) throws SQLException {
        boolean meter = row.kind.equals("meter");
        try (PreparedStatement insert = connection.prepareStatement(
                meter
                        ? "INSERT INTO meter_history (meter_id, ts, kwh, voltage) VALUES (?, ?, ?, 230) ON CONFLICT DO NOTHING"
                        : "INSERT INTO vehicle_history (vehicle_id, ts, kwh, battery_temp, soc) VALUES (?, ?, ?, ?, ?)"
                                + " ON CONFLICT DO NOTHING")) {
            insert.setString(1, row.deviceId);
            insert.setObject(2, row.at.atOffset(ZoneOffset.UTC));
            insert.setBigDecimal(3, reading.kwh);
            if (!meter) {
                insert.setObject(4, reading.temperature, Types.REAL);
                insert.setObject(5, reading.soc, Types.REAL);
            }
            insert.executeUpdate();
        }
    }

    private static void mark(Connection connection, Row row) throws SQLException {
        if (row.at.isBefore(CLOSED)) {
            execute(
                    connection,
                    "INSERT INTO rollup_dirty (kind, device_id, hour) VALUES ('%s', '%s', '%s')"
                            .formatted(row.kind, row.deviceId, row.at.truncatedTo(ChronoUnit.HOURS)));
        }
    }

    private static void writeLive(Connection connection) throws SQLException {
        execute(connection, """
                INSERT INTO meter_live (meter_id, ts, kwh, voltage, received_at)
                SELECT DISTINCT ON (meter_id) meter_id, ts, kwh, voltage, received_at
                FROM meter_history ORDER BY meter_id, ts DESC
                """);
        execute(connection, """
                INSERT INTO vehicle_live (vehicle_id, ts, kwh, soc, battery_temp, received_at)
                SELECT DISTINCT ON (vehicle_id) vehicle_id, ts, kwh, soc, battery_temp, received_at
                FROM vehicle_history ORDER BY vehicle_id, ts DESC
                """);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// The readings of a device in [from, to).
    static Map<Instant, Reading> between(@Nullable TreeMap<Instant, Reading> readings, Instant from, Instant to) {
        return readings == null || !from.isBefore(to) ? Map.of() : readings.subMap(from, to);
    }

    /// How long a meter fed the vehicle in [from, to).
    Duration mapped(String vehicle, Instant from, Instant to) {
        return pieces(vehicle, from, to).stream()
                .map(piece -> Duration.between(piece.from(), piece.to()))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /// The mappings of the vehicle in [from, to), cut to it.
    List<Piece> pieces(String vehicle, Instant from, Instant to) {
        return mappings.get(vehicle).stream()
                .map(piece -> new Piece(piece.meterId(), latest(piece.from(), from), earliest(piece.to(), to)))
                .filter(piece -> piece.from().isBefore(piece.to()))
                .toList();
    }

    /// The matched energy of the vehicle in [from, to), hour by hour from the readings in memory.
    MatchedEnergy matched(String vehicle, Instant from, Instant to) {
        MatchedEnergy sum = MatchedEnergy.NONE;
        for (Instant hour = START; hour.isBefore(END); hour = hour.plusSeconds(3_600)) {
            for (Piece piece : mappings.get(vehicle)) {
                Instant first = latest(latest(hour, from), piece.from());
                Instant end = earliest(earliest(hour.plusSeconds(3_600), to), piece.to());
                if (first.isBefore(end)) {
                    SpanMatching matching = new SpanMatching(
                            around(meters.get(piece.meterId()), hour),
                            around(vehicles.get(vehicle), hour),
                            MatchSettings.DEFAULT.pairingWindow(),
                            MeasuredEfficiency.curve());
                    sum = sum.plus(matching.in(first, end, piece.from()));
                }
            }
        }
        return sum;
    }

    private static Heartbeats around(@Nullable TreeMap<Instant, Reading> readings, Instant hour) {
        Heartbeats heartbeats = new Heartbeats();
        Duration tolerance = MatchSettings.DEFAULT.pairingWindow();
        between(readings, SpanMatching.readingsFrom(hour, tolerance), SpanMatching.readingsUntil(hour, tolerance))
                .forEach((at, reading) -> heartbeats.add(at, reading.kwh()));
        return heartbeats;
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earliest(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    static BigDecimal kwh(Map<Instant, Reading> readings) {
        return readings.values().stream().map(Reading::kwh).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
