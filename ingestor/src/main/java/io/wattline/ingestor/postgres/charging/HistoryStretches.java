package io.wattline.ingestor.postgres.charging;

import static io.wattline.ingestor.postgres.charging.Statements.instant;

import io.wattline.energy.alert.DeviceHour;
import io.wattline.energy.alert.DeviceHour.Flaws;
import io.wattline.energy.alert.DeviceHour.Range;
import io.wattline.energy.alert.PairHour;
import io.wattline.energy.charge.BatteryReading;
import io.wattline.energy.charge.ChargeReadings;
import io.wattline.energy.charge.QuarterHour;
import io.wattline.energy.pairing.Heartbeats;
import io.wattline.ingestor.charging.Stretch;
import io.wattline.telemetry.Field;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Readings, quarter hours and hours of stretches of time, asked of history and its rollups by functions of the
/// database, many stretches at once.
final class HistoryStretches {

    private static final String METERS = "SELECT * FROM meter_stretches(?, ?, ?, ?, ?)";
    private static final String VEHICLES = "SELECT * FROM vehicle_stretches(?, ?, ?, ?, ?)";
    private static final String QUARTERS = "SELECT * FROM energy_quarters(?, ?, ?, ?, ?, ?)";
    private static final String HOURS = "SELECT * FROM pair_hours(?, ?, ?, ?, ?, ?)";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int KWH_SCALE = 6;

    private final Statements statements;

    HistoryStretches(Statements statements) {
        this.statements = statements;
    }

    List<List<QuarterHour>> quarters(List<Stretch> stretches) {
        List<List<QuarterHour>> all = lists(stretches);
        if (!stretches.isEmpty()) {
            askPairs(
                    QUARTERS,
                    stretches,
                    row -> all.get(row.getInt("stretch") - 1)
                            .add(new QuarterHour(
                                    instant(row, "quarter"),
                                    micro(row.getBigDecimal("kwh_ac")),
                                    micro(row.getBigDecimal("kwh_dc")))));
        }
        return all;
    }

    List<ChargeReadings> readings(List<Stretch> stretches) {
        List<Heartbeats> meters =
                stretches.stream().map(each -> new Heartbeats()).toList();
        List<Heartbeats> vehicles =
                stretches.stream().map(each -> new Heartbeats()).toList();
        List<List<BatteryReading>> batteries = lists(stretches);
        if (!stretches.isEmpty()) {
            askDevices(METERS, stretches, true, row -> {
                meters.get(row.getInt(1) - 1).add(instant(row, "ts"), row.getBigDecimal("kwh"));
                return true;
            });
            askDevices(VEHICLES, stretches, false, row -> {
                int stretch = row.getInt(1) - 1;
                Instant at = instant(row, "ts");
                vehicles.get(stretch).add(at, row.getBigDecimal("kwh"));
                @Nullable Double temperature = maybe(row, Field.BATTERY_TEMP.column());
                @Nullable Double soc = maybe(row, Field.SOC.column());
                if (temperature != null || soc != null) {
                    batteries.get(stretch).add(new BatteryReading(at, temperature, soc));
                }
                return true;
            });
        }
        return IntStream.range(0, stretches.size())
                .mapToObj(i -> new ChargeReadings(meters.get(i), vehicles.get(i), batteries.get(i)))
                .toList();
    }

    List<List<PairHour>> hours(List<Stretch> stretches) {
        List<Map<Instant, PairHour>> told = new ArrayList<>();
        stretches.forEach(stretch -> told.add(new HashMap<>()));
        if (!stretches.isEmpty()) {
            askPairs(
                    HOURS,
                    stretches,
                    row -> told.get(row.getInt("stretch") - 1).put(instant(row, "hour"), pairHour(row)));
        }
        return IntStream.range(0, stretches.size())
                .mapToObj(i -> filled(stretches.get(i), told.get(i)))
                .toList();
    }

    private static <T> List<List<T>> lists(List<Stretch> stretches) {
        List<List<T>> all = new ArrayList<>();
        stretches.forEach(stretch -> all.add(new ArrayList<>()));
        return all;
    }

    /// Every whole hour of the stretch.
    private static List<PairHour> filled(Stretch stretch, Map<Instant, PairHour> told) {
        List<PairHour> hours = new ArrayList<>();
        Instant first = stretch.from().truncatedTo(ChronoUnit.HOURS);
        for (Instant hour = first.equals(stretch.from()) ? first : first.plus(HOUR);
                !hour.plus(HOUR).isAfter(stretch.to());
                hour = hour.plus(HOUR)) {
            hours.add(told.getOrDefault(hour, new PairHour(hour, DeviceHour.EMPTY, DeviceHour.EMPTY)));
        }
        return hours;
    }

    private static PairHour pairHour(ResultSet row) throws SQLException {
        return new PairHour(
                instant(row, "hour"),
                new DeviceHour(
                        row.getInt("meter_readings"),
                        row.getBigDecimal("meter_kwh"),
                        range(row, "kwh_min", "kwh_max"),
                        range(row, "voltage_min", "voltage_max"),
                        flaws(row, "meter")),
                new DeviceHour(
                        row.getInt("vehicle_readings"),
                        row.getBigDecimal("vehicle_kwh"),
                        null,
                        null,
                        flaws(row, "vehicle")));
    }

    private static @Nullable Range range(ResultSet row, String min, String max) throws SQLException {
        double least = row.getDouble(min);
        if (row.wasNull()) {
            return null;
        }
        return new Range(least, row.getDouble(max));
    }

    private static Flaws flaws(ResultSet row, String device) throws SQLException {
        return new Flaws(
                row.getInt(device + "_dropped"),
                row.getInt(device + "_implausible"),
                row.getInt(device + "_conflicts"));
    }

    private static @Nullable Double maybe(ResultSet row, String column) throws SQLException {
        float value = row.getFloat(column);
        return row.wasNull() ? null : (double) value;
    }

    private static long micro(BigDecimal kwh) {
        return kwh.movePointRight(KWH_SCALE).longValueExact();
    }

    private void askPairs(String sql, List<Stretch> stretches, Statements.RowReader<?> reader) {
        statements.query(
                sql,
                reader,
                earliest(stretches),
                latest(stretches),
                statements.texts(stretches, stretch -> stretch.period().vehicleId()),
                statements.texts(stretches, stretch -> stretch.period().meterId()),
                statements.instants(stretches, Stretch::from),
                statements.instants(stretches, Stretch::to));
    }

    private void askDevices(String sql, List<Stretch> stretches, boolean meters, Statements.RowReader<?> reader) {
        statements.query(
                sql,
                reader,
                earliest(stretches),
                latest(stretches),
                statements.texts(
                        stretches,
                        stretch -> meters
                                ? stretch.period().meterId()
                                : stretch.period().vehicleId()),
                statements.instants(stretches, Stretch::from),
                statements.instants(stretches, Stretch::to));
    }

    private static Instant earliest(List<Stretch> stretches) {
        return stretches.stream().map(Stretch::from).min(Instant::compareTo).orElseThrow();
    }

    private static Instant latest(List<Stretch> stretches) {
        return stretches.stream().map(Stretch::to).max(Instant::compareTo).orElseThrow();
    }
}
