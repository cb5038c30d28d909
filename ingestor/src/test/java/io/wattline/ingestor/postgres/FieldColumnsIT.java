package io.wattline.ingestor.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.telemetry.DeviceKind;
import io.wattline.telemetry.Field;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Holds the tables against the wire format's own table of fields: the same columns, with the same bounds.
class FieldColumnsIT {

    private static final Pattern RANGE = Pattern.compile(
            "CHECK \\(+(\\w+) >= [('\\s]*(-?[0-9]+)[')]*(?:::[a-z ]+\\)*)+ AND \\(\\1 <= [('\\s]*(-?[0-9]+)[')]*(?:::[a-z ]+\\)*)+");

    private static StoreFixture fixture;

    @BeforeAll
    static void start() {
        fixture = StoreFixture.bare();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource({"METER,history", "METER,live", "VEHICLE,history", "VEHICLE,live"})
    void eachNumberHasAColumnWithItsBounds(DeviceKind kind, String suffix) {
        String table = kind.name().toLowerCase(Locale.ROOT) + "_" + suffix;
        Map<String, String> expected = Field.numbersOf(kind).stream()
                .collect(Collectors.toMap(
                        Field::column,
                        field -> "%s to %s, NOT NULL %s".formatted(field.min(), field.max(), field.isRequired())));
        List<String> others = List.of(Field.idOf(kind).column(), Field.TIMESTAMP.column(), "received_at");
        Map<String, String> columns = columns(table);
        assertThat(columns).containsKeys(others.toArray(String[]::new));
        columns.keySet().removeAll(others);
        assertThat(columns).isEqualTo(expected);
    }

    private static Map<String, String> columns(String table) {
        Map<String, String> ranges = new TreeMap<>();
        for (String check : fixture.rows("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c'"
                + " AND conrelid = '" + table + "'::regclass")) {
            Matcher range = RANGE.matcher(check);
            if (range.matches()) {
                ranges.put(range.group(1), range.group(2) + " to " + range.group(3));
            }
        }
        Map<String, String> columns = new TreeMap<>();
        for (String row : fixture.rows("SELECT attname, attnotnull FROM pg_attribute WHERE attnum > 0"
                + " AND NOT attisdropped AND attrelid = '" + table + "'::regclass")) {
            String[] column = row.split(" ", -1);
            columns.put(column[0], "%s, NOT NULL %s".formatted(ranges.get(column[0]), column[1].startsWith("t")));
        }
        return columns;
    }
}
