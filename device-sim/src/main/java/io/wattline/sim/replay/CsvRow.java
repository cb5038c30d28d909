package io.wattline.sim.replay;

import io.wattline.telemetry.DeviceId;
import io.wattline.telemetry.DeviceKind;
import io.wattline.telemetry.Field;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.WireFormat;
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

    private final Path file;
    private final long line;
    private final Map<Field, String> cells = new EnumMap<>(Field.class);

    CsvRow(Path file, long line) {
        this.file = file;
        this.line = line;
    }

    void put(Field column, String cell) {
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
        if (cells.containsKey(Field.KWH_CONSUMED_AC) || cells.containsKey(Field.VOLTAGE)) {
            readings.add(reading(DeviceKind.METER, at));
        }
        if (cells.containsKey(Field.KWH_DELIVERED_DC)
                || cells.containsKey(Field.BATTERY_TEMP)
                || (cells.containsKey(Field.SOC) && cells.containsKey(Field.VEHICLE_ID))) {
            readings.add(reading(DeviceKind.VEHICLE, at));
        }
        if (readings.isEmpty()) {
            throw CsvFault.atLine(
                    file,
                    line,
                    "neither a meter part (kwh_consumed_ac, voltage) nor a vehicle part (kwh_delivered_dc)");
        }
        return readings;
    }

    private Reading reading(DeviceKind kind, Instant at) {
        BigDecimal kwh = required(Field.energyOf(kind)).setScale(Reading.KWH_SCALE, RoundingMode.HALF_EVEN);
        return Reading.of(kind, id(Field.idOf(kind)), at, kwh, this::measurement);
    }

    private Instant timestamp() {
        String text = text(Field.TIMESTAMP);
        try {
            return Reading.truncateToMicros(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw CsvFault.atColumn(
                    file, line, Field.TIMESTAMP, "not a time with an offset like 2026-11-20T15:00:00Z: " + shown(text));
        }
    }

    private String id(Field column) {
        String text = text(column);
        if (!DeviceId.isValid(text)) {
            throw CsvFault.atColumn(file, line, column, "not a device id: " + shown(text));
        }
        return text;
    }

    private @Nullable Float measurement(Field column) {
        return column.isRequired() || cells.containsKey(column)
                ? (Float) required(column).floatValue()
                : null;
    }

    private BigDecimal required(Field column) {
        String text = text(column);
        @Nullable BigDecimal number = number(text);
        if (number == null || !column.admits(number)) {
            throw CsvFault.atColumn(
                    file,
                    line,
                    column,
                    "not a number from " + column.min() + " to " + column.max() + ": " + shown(text));
        }
        return number;
    }

    private static @Nullable BigDecimal number(String text) {
        if (text.length() > WireFormat.MAX_NUMBER_LENGTH) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(text);
            // 1e-999999999 is a number, but rounding it would need a gigabyte.
            return Math.abs(number.scale()) <= WireFormat.MAX_NUMBER_LENGTH ? number : null;
        } catch (NumberFormatException _) {
            return null;
        }
    }

    private String text(Field column) {
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
