package io.wattline.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.db.testing.MigratedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChargeMarksIT {

    /// The start of a day that is over.
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(2));

    private MigratedDatabase database;
    private Connection owner;
    private Connection ingest;

    @BeforeEach
    void open() throws SQLException {
        database = MigratedDatabase.create();
        owner = DataSources.connect(database.configFor(DatabaseRole.OWNER));
        ingest = DataSources.connect(database.configFor(DatabaseRole.INGEST));
        LocalDate day = LocalDate.ofInstant(start, ZoneOffset.UTC);
        for (int i = 0; i < 3; i++) {
            DayPartitions.ensure(ingest, DayPartitionedTable.METER_HISTORY, day.plusDays(i));
            DayPartitions.ensure(ingest, DayPartitionedTable.VEHICLE_HISTORY, day.plusDays(i));
        }
    }

    @AfterEach
    void close() throws SQLException {
        ingest.close();
        owner.close();
        database.close();
    }

    @Test
    void lateReadingMarksItsHoursOncePerDeviceAndStatement() throws SQLException {
        Sql.execute(
                ingest,
                "INSERT INTO rollup_dirty (kind, device_id, hour) VALUES ('meter', 'M', '%s'), ('meter', 'M', '%s'), ('vehicle', 'V', '%s')"
                        .formatted(hour(3), hour(1), hour(2)));

        assertThat(marks()).containsExactly("meter M 1 4", "vehicle V 2 3");
    }

    @Test
    void conflictMarksItsHour() throws SQLException {
        String conflict =
                "INSERT INTO device_flaw AS held (device_id, kind, hour, conflicts) VALUES ('M', 'meter', '%s', 1)"
                                .formatted(hour(3))
                        + " ON CONFLICT (device_id, kind, hour) DO UPDATE SET conflicts = held.conflicts + 1";
        Sql.execute(ingest, conflict);
        Sql.execute(ingest, conflict);

        assertThat(marks()).containsExactly("meter M 3 4", "meter M 3 4");
    }

    @Test
    void endingAMappingMarksTheTimeFromItsEnd() throws SQLException {
        put("V", "A", hour(0), null);
        clearMarks();
        put("V", "B", hour(5), null);

        // The end of the first, and the second.
        assertThat(Sql.strings(owner, "SELECT concat_ws(' ', kind, device_id, since, until) FROM charge_dirty"))
                .hasSize(2)
                .allMatch(mark -> mark.startsWith("vehicle V ") && mark.endsWith(" infinity"));
        assertThat(Sql.strings(owner, "SELECT DISTINCT since = '%s' FROM charge_dirty".formatted(hour(5))))
                .containsExactly("t");
    }

    @Test
    void deletingMappingsMarksAllTheirTime() throws SQLException {
        put("V", "A", hour(2), hour(4));
        clearMarks();
        Sql.execute(owner, "SELECT delete_mappings('V')");

        assertThat(marks()).containsExactly("vehicle V 2 4");
    }

    @Test
    void marksOfAMeterApplyToTheVehiclesItFed() throws SQLException {
        put("V", "M", hour(0), hour(2));
        put("W", "M", hour(2), hour(6));
        put("X", "M", hour(6), null);
        clearMarks();
        mark("meter", "M", 1, 4);

        assertThat(take(10)).containsExactly("V 1 2", "W 2 4");
        assertThat(marks()).isEmpty();
    }

    @Test
    void marksWaitForTheirRollup() throws SQLException {
        put("V", "M", hour(0), null);
        clearMarks();
        Sql.execute(
                ingest,
                "INSERT INTO rollup_dirty (kind, device_id, hour) VALUES ('vehicle', 'V', '%s')".formatted(hour(1)));
        assertThat(take(10)).isEmpty();

        Rollups.refresh(ingest, 10);
        assertThat(take(10)).containsExactly("V 1 2");
    }

    @Test
    void marksOfASendingDeviceWaitUntilTheyAreOverdue() throws SQLException {
        put("V", "M", hour(0), null);
        clearMarks();
        mark("vehicle", "V", 1, 2);
        String call = "SELECT vehicle_id FROM take_charge_marks(10, now() - interval '1 minute', %s)";

        assertThat(Sql.strings(ingest, call.formatted("now() - interval '1 minute'")))
                .isEmpty();
        assertThat(Sql.strings(ingest, call.formatted("now() + interval '1 minute'")))
                .containsExactly("V");
    }

    @Test
    void voidReadingIsInNoStretchOfItsDevice() throws SQLException {
        for (int minute = 0; minute < 3; minute++) {
            Sql.execute(
                    owner,
                    "INSERT INTO meter_history (meter_id, ts, kwh, voltage) VALUES ('M', '%s', 0.5, 230)"
                            .formatted(start.plusSeconds(60L * minute)));
        }
        Sql.execute(
                owner,
                "SELECT void_readings('{meter}', '{M}', ARRAY['%s']::timestamptz[], false, 'me', NULL, 'spike')"
                        .formatted(start.plusSeconds(60)));

        assertThat(Sql.strings(
                        ingest,
                        "SELECT kwh FROM meter_stretches('%1$s', '%2$s', '{M}', ARRAY['%1$s']::timestamptz[], ARRAY['%2$s']::timestamptz[])"
                                .formatted(start, hour(1))))
                .containsExactly("0.500000", "0.500000");
    }

    private void mark(String kind, String device, int from, int to) throws SQLException {
        Sql.execute(
                owner,
                "INSERT INTO charge_dirty (kind, device_id, since, until) VALUES ('%s', '%s', '%s', '%s')"
                        .formatted(kind, device, hour(from), hour(to)));
    }

    private void clearMarks() throws SQLException {
        Sql.execute(owner, "DELETE FROM charge_dirty");
    }

    private void put(String vehicle, String meter, Instant from, Instant to) throws SQLException {
        Sql.execute(
                owner,
                "SELECT put_mapping('%s', '%s', '%s', %s)"
                        .formatted(vehicle, meter, from, to == null ? "NULL" : "'" + to + "'"));
    }

    private List<String> take(int limit) throws SQLException {
        return Sql.strings(ingest, """
                SELECT concat_ws(' ', vehicle_id, %s, %s)
                FROM take_charge_marks(%d, clock_timestamp(), '-infinity')
                """.formatted(hours("since"), hours("until"), limit));
    }

    private List<String> marks() throws SQLException {
        return Sql.strings(
                owner,
                "SELECT concat_ws(' ', kind, device_id, %s, %s) FROM charge_dirty ORDER BY kind, since"
                        .formatted(hours("since"), hours("until")));
    }

    private String hours(String column) {
        return "(extract(epoch FROM %s - '%s'::timestamptz) / 3600)::integer".formatted(column, start);
    }

    private Instant hour(int hour) {
        return start.plus(Duration.ofHours(hour));
    }
}
