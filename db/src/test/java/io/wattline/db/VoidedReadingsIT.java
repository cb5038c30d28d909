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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VoidedReadingsIT {

    /// The start of a day that is over; its first two hours are closed and summed.
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(2));

    private MigratedDatabase database;
    private Connection owner;
    private Connection ingest;
    private Connection query;

    @BeforeEach
    void open() throws SQLException {
        database = MigratedDatabase.create();
        owner = DataSources.connect(database.configFor(DatabaseRole.OWNER));
        ingest = DataSources.connect(database.configFor(DatabaseRole.INGEST));
        query = DataSources.connect(database.configFor(DatabaseRole.QUERY));
        Sql.execute(query, "SET default_transaction_read_only = off");
        Sql.execute(
                owner, "UPDATE rollup_state SET (closed_before, summed_before) = ('%1$s', '%1$s')".formatted(start));
        LocalDate day = LocalDate.ofInstant(start, ZoneOffset.UTC);
        DayPartitions.ensure(ingest, DayPartitionedTable.METER_HISTORY, day);
        DayPartitions.ensure(ingest, DayPartitionedTable.VEHICLE_HISTORY, day);
        for (int minute : new int[] {5, 10, 65, 200}) {
            Sql.execute(
                    owner,
                    "INSERT INTO meter_history (meter_id, ts, kwh, voltage) VALUES ('D', '%s', 1, 230)"
                            .formatted(minute(minute)));
            Sql.execute(
                    owner,
                    "INSERT INTO vehicle_history (vehicle_id, ts, kwh, soc) VALUES ('D', '%s', 0.5, 50)"
                            .formatted(minute(minute)));
        }
        Rollups.advance(ingest, start.plus(Duration.ofHours(2)));
        refresh();
    }

    @AfterEach
    void close() throws SQLException {
        query.close();
        ingest.close();
        owner.close();
        database.close();
    }

    @ParameterizedTest
    @CsvSource({"meter, 1.000000", "vehicle, 0.500000"})
    void sumOfAnHourLeavesAVoidReadingOutUntilItIsUndone(String kind, String half) throws SQLException {
        assertThat(voidReading(kind, 5, false)).isEqualTo("1");
        refresh();
        assertThat(hourly(kind, 0)).isEqualTo(half + " 1");
        assertThat(HourlySums.differences(owner)).isEmpty();
        assertThat(rows(kind)).isEqualTo("4");

        assertThat(voidReading(kind, 5, true)).isEqualTo("1");
        refresh();
        assertThat(hourly(kind, 0)).endsWith(" 2");
        assertThat(HourlySums.differences(owner)).isEmpty();
    }

    @Test
    void voidingTheLastReadingOfAnHourRemovesItsRollup() throws SQLException {
        voidReading("meter", 65, false);
        refresh();

        assertThat(hourly("meter", 1)).isEqualTo("none");
        assertThat(HourlySums.differences(owner)).isEmpty();
    }

    @Test
    void aReadingOfAnOpenHourIsLeftOutOnceTheHourIsSummed() throws SQLException {
        voidReading("vehicle", 200, false);
        refresh();
        assertThat(hourly("vehicle", 3)).isEqualTo("none");

        Rollups.advance(ingest, start.plus(Duration.ofHours(4)));
        refresh();
        assertThat(hourly("vehicle", 3)).isEqualTo("none");
        assertThat(hourly("meter", 3)).isEqualTo("1.000000 1");
        assertThat(HourlySums.differences(owner)).isEmpty();
    }

    @Test
    void everyChangeAddsARowWithWhoWhenAndWhy() throws SQLException {
        voidReading("meter", 5, false);
        voidReading("meter", 5, true);

        assertThat(Sql.strings(query, """
                        SELECT concat_ws(' ', kind, device_id, change, undo, voided_by, key_id, reason, voided_at > '%s')
                        FROM voided_reading ORDER BY change
                        """.formatted(start)))
                .containsExactly("meter D 1 f operator spike t", "meter D 2 t operator spike t");
    }

    @Test
    void leavesReadingsThatAreVoidAlreadyUnchanged() throws SQLException {
        assertThat(voidReading("meter", 5, true)).isEqualTo("0");
        voidReading("meter", 5, false);
        assertThat(voidReading("meter", 5, false)).isEqualTo("0");
        assertThat(Sql.strings(query, "SELECT change FROM voided_reading")).containsExactly("1");
    }

    @Test
    void refusesAnUnknownReadingWithItsPositionAndChangesNothing() throws SQLException {
        String call =
                "SELECT void_readings('{meter, meter}', '{D, D}', ARRAY['%s', '%s']::timestamptz[], false, 'me', NULL, 'x')"
                        .formatted(minute(5), minute(6));

        assertThat(Sql.stateOf(() -> Sql.execute(query, call))).isEqualTo("P0002");
        assertThat(Sql.strings(query, "SELECT * FROM voided_reading")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            '{}', '{}', '{}', false, 'me', NULL, 'x'                              | 22023
            '{meter}', '{D,D}', ARRAY[now()], false, 'me', NULL, 'x'              | 22023
            NULL, NULL, NULL, false, 'me', NULL, 'x'                              | 22023
            '{car}', '{D}', ARRAY[now()], false, 'me', NULL, 'x'                  | P0002
            """)
    void refusesOtherOrders(String arguments, String state) {
        assertThat(Sql.stateOf(() -> Sql.execute(query, "SELECT void_readings(" + arguments + ")")))
                .isEqualTo(state);
    }

    private String voidReading(String kind, int minute, boolean undo) throws SQLException {
        return Sql.strings(
                        query,
                        "SELECT void_readings('{%s}', '{D}', ARRAY['%s']::timestamptz[], %s, 'operator', NULL, 'spike')"
                                .formatted(kind, minute(minute), undo))
                .getFirst();
    }

    private void refresh() throws SQLException {
        while (Rollups.sumNextClosedHour(ingest).isPresent()) {
            continue;
        }
        Rollups.refresh(ingest, 1_000);
    }

    private String hourly(String kind, int hour) throws SQLException {
        return Sql.strings(
                        query,
                        "SELECT kwh || ' ' || readings FROM %s_hourly WHERE hour = '%s'"
                                .formatted(kind, start.plus(Duration.ofHours(hour))))
                .stream()
                .findFirst()
                .orElse("none");
    }

    private String rows(String kind) throws SQLException {
        return Sql.strings(query, "SELECT count(*) FROM " + kind + "_history").getFirst();
    }

    private Instant minute(int minute) {
        return start.plus(Duration.ofMinutes(minute));
    }
}
