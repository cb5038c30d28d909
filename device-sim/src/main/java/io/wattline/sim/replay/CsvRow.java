package io.wattline.sim.replay;

import io.wattline.telemetry.DeviceId;
import io.wattline.telemetry.MeterReading;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.VehicleReading;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One line of a file, its cells by column; a blank cell is absent.
final class CsvRow {

    private static final BigDecimal MAX_VOLTAGE = new BigDecimal(1000);
    private static final BigDecimal MAX_SOC = new BigDecimal(100);
    private static final BigDecimal MIN_TEMP = new BigDecimal(-60);
    private static final BigDecimal MAX_TEMP = new BigDecimal(150);
    private static final int MAX_NUMBER_LENGTH = 100;

    private final Path file;
    private final long line;
    private final Map<Column, String> cells = new EnumMap<>(Column.class);

    CsvRow(Path file, long line) {
        this.file = file;
        this.line = line;
    }

    void put(Column column, String cell) {
        String text = cell.strip();
        if (!text.isEmpty()) {
            cells.put(column, text);
        }
    }

    /// The readings of the line: a meter's, a vehicle's, or both.
    ///
    /// @throws CsvFault if a cell is missing or wrong, or if the line has neither
    List<Reading> readings() {
        Instant at = timestamp();
        List<Reading> readings = new ArrayList<>(2);
        if (cells.containsKey(Column.KWH_CONSUMED_AC) || cells.containsKey(Column.VOLTAGE)) {
            readings.add(new MeterReading(
                    id(Column.METER_ID),
                    at,
                    kwh(Column.KWH_CONSUMED_AC),
                    required(Column.VOLTAGE, BigDecimal.ZERO, MAX_VOLTAGE).floatValue()));
        }
        if (cells.containsKey(Column.KWH_DELIVERED_DC)
                || cells.containsKey(Column.BATTERY_TEMP)
                || (cells.containsKey(Column.SOC) && cells.containsKey(Column.VEHICLE_ID))) {
            readings.add(new VehicleReading(
                    id(Column.VEHICLE_ID),
                    at,
                    kwh(Column.KWH_DELIVERED_DC),
                    optional(Column.SOC, BigDecimal.ZERO, MAX_SOC),
                    optional(Column.BATTERY_TEMP, MIN_TEMP, MAX_TEMP)));
        }
        if (readings.isEmpty()) {
            throw CsvFault.atLine(
                    file,
                    line,
                    "neither a meter part (kwh_consumed_ac, voltage) nor a vehicle part (kwh_delivered_dc)");
        }
        return readings;
    }

    private Instant timestamp() {
        String text = text(Column.TIMESTAMP);
        try {
            return Reading.truncateToMicros(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw CsvFault.atColumn(
                    file,
                    line,
                    Column.TIMESTAMP,
                    "not a time with an offset like 2026-11-20T15:00:00Z: " + shown(text));
        }
    }

    private String id(Column column) {
        String text = text(column);
        if (!DeviceId.isValid(text)) {
            throw CsvFault.atColumn(file, line, column, "not a device id: " + shown(text));
        }
        return text;
    }

    private BigDecimal kwh(Column column) {
        return required(column, BigDecimal.ZERO, Reading.MAX_KWH).setScale(Reading.KWH_SCALE, RoundingMode.HALF_EVEN);
    }

    private @Nullable Float optional(Column column, BigDecimal min, BigDecimal max) {
        return cells.containsKey(column) ? required(column, min, max).floatValue() : null;
    }

    private BigDecimal required(Column column, BigDecimal min, BigDecimal max) {
        String text = text(column);
        BigDecimal number = number(text);
        if (number == null || number.compareTo(min) < 0 || number.compareTo(max) > 0) {
            throw CsvFault.atColumn(file, line, column, "not a number from " + min + " to " + max + ": " + shown(text));
        }
        return number;
    }

    private static @Nullable BigDecimal number(String text) {
        if (text.length() > MAX_NUMBER_LENGTH) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(text);
            // 1e-999999999 is a number, but rounding it would need a gigabyte.
            return Math.abs(number.scale()) <= MAX_NUMBER_LENGTH ? number : null;
        } catch (NumberFormatException _) {
            return null;
        }
    }

    private String text(Column column) {
        String text = cells.get(column);
        if (text == null) {
            throw CsvFault.atColumn(file, line, column, "no value");
        }
        return text;
    }

    private static String shown(String text) {
        return '"' + (text.length() <= 40 ? text : text.substring(0, 40) + "…") + '"';
    }
}
