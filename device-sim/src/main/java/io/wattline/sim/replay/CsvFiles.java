package io.wattline.sim.replay;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.wattline.telemetry.Field;
import io.wattline.telemetry.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads CSV files whole: UTF-8 with or without a byte order mark, comma separated, RFC 4180 quotes, a header
/// line.
final class CsvFiles {

    /// What fits the heap of a small machine; about 150 bytes each.
    static final int MAX_READINGS = 2_000_000;

    private CsvFiles() {}

    /// All readings of all files by time; those of one instant in the order of the files and lines.
    ///
    /// @throws CsvFault for the first thing that is wrong
    static List<Reading> read(List<Path> files) {
        List<Reading> readings = new ArrayList<>();
        for (Path file : files) {
            read(file, readings);
        }
        readings.sort(Comparator.comparing(Reading::measuredAt));
        return readings;
    }

    private static void read(Path file, List<Reading> into) {
        int before = into.size();
        try (CsvReader<CsvRecord> csv = CsvReader.builder()
                .detectBomHeader(true)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(file)) {
            Iterator<CsvRecord> records = csv.iterator();
            if (!records.hasNext()) {
                throw new CsvFault(file, "empty; the first line must name the columns", null);
            }
            CsvRecord header = records.next();
            Map<Field, Integer> columns = columns(file, header);
            while (records.hasNext()) {
                into.addAll(row(file, sameWidth(file, header, records.next()), columns)
                        .readings());
                if (into.size() > MAX_READINGS) {
                    throw new CsvFault(
                            file, "more than " + MAX_READINGS + " readings in all; replay fewer at once", null);
                }
            }
        } catch (NoSuchFileException e) {
            throw new CsvFault(file, "no such file", e);
        } catch (IOException | UncheckedIOException e) {
            throw new CsvFault(file, "cannot be read: " + reason(e), e);
        } catch (CsvParseException e) {
            throw new CsvFault(file, "not CSV: " + reason(e), e);
        }
        if (into.size() == before) {
            throw new CsvFault(file, "no line after the header", null);
        }
    }

    private static Map<Field, Integer> columns(Path file, CsvRecord header) {
        Map<Field, Integer> columns = new EnumMap<>(Field.class);
        for (Field column : Field.values()) {
            int index = header.getFields().indexOf(column.csvName());
            if (index >= 0) {
                columns.put(column, index);
            }
        }
        require(file, columns, Field.TIMESTAMP);
        if (!columns.containsKey(Field.KWH_DELIVERED_DC)) {
            require(file, columns, Field.KWH_CONSUMED_AC);
        }
        if (columns.containsKey(Field.KWH_CONSUMED_AC)) {
            require(file, columns, Field.METER_ID);
            require(file, columns, Field.VOLTAGE);
        }
        if (columns.containsKey(Field.KWH_DELIVERED_DC)) {
            require(file, columns, Field.VEHICLE_ID);
        }
        return columns;
    }

    private static void require(Path file, Map<Field, Integer> columns, Field column) {
        if (!columns.containsKey(column)) {
            throw CsvFault.atLine(file, 1, "no column " + column.csvName());
        }
    }

    private static CsvRecord sameWidth(Path file, CsvRecord header, CsvRecord cells) {
        if (cells.getFieldCount() != header.getFieldCount()) {
            throw CsvFault.atLine(
                    file,
                    cells.getStartingLineNumber(),
                    cells.getFieldCount() + " cells where the header has " + header.getFieldCount());
        }
        return cells;
    }

    private static CsvRow row(Path file, CsvRecord cells, Map<Field, Integer> columns) {
        CsvRow row = new CsvRow(file, cells.getStartingLineNumber());
        columns.forEach((column, index) -> row.put(column, cells.getField(index)));
        return row;
    }

    private static @Nullable String reason(Exception e) {
        return e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
    }
}
