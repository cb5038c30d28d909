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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RollupsIT {

    /// Midnight, two days ago: nothing is closed after it at first.
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(2));

    private MigratedDatabase database;
    private Connection ingest;
    private Connection owner;

    @BeforeEach
    void open() throws SQLException {
        database = MigratedDatabase.create();
        ingest = DataSources.connect(database.configFor(DatabaseRole.INGEST));
        owner = DataSources.connect(database.configFor(DatabaseRole.OWNER));
        for (int day = 0; day < 3; day++) {
            makeDay(day);
        }
        Sql.execute(
                owner, "UPDATE rollup_state SET (closed_before, summed_before) = ('%1$s', '%1$s')".formatted(start));
    }

    @AfterEach
    void close() throws SQLException {
        owner.close();
        ingest.close();
        database.close();
    }

    @Test
    void closedHourHoldsTheExactSumsOfEachDevice() throws SQLException {
        meter("M1", "00:00:00", "0.1", 230.5);
        meter("M1", "00:30:00", "0.2", 229.5);
        meter("M1", "00:59:59.999999", "0", 231);
        meter("M1", "01:00:00", "7", 1);
        meter("M2", "00:10:00", "1000", 0);

        closeAndSum(1);

        assertThat(Sql.strings(
                        owner,
                        "SELECT concat_ws(' ', meter_id, kwh, readings, readings_with_energy, voltage_sum, voltage_count,"
                                + " voltage_min, voltage_max) FROM meter_hourly ORDER BY meter_id"))
                .containsExactly("M1 0.300000 3 2 691 3 229.5 231", "M2 1000.000000 1 1 0 1 0 0");
        assertThat(HourlySums.differences(owner)).isEmpty();
    }

    @Test
    void vehicleHourDistinguishesMissingValuesFromZeroAndKeepsTheNewestStateOfCharge() throws SQLException {
        vehicle("V1", "00:10:00", "1", "40", "30.5");
        vehicle("V1", "00:50:00", "1", "45", "NULL");
        vehicle("V1", "00:55:00", "0", "NULL", "31");
        vehicle("V2", "00:10:00", "0", "NULL", "NULL");

        closeAndSum(1);

        assertThat(
                        Sql.strings(
                                owner,
                                "SELECT concat_ws(' ', vehicle_id, kwh, readings, readings_with_energy, battery_temp_sum,"
                                        + " battery_temp_count, coalesce(last_soc::text, 'none')) FROM vehicle_hourly ORDER BY vehicle_id"))
                .containsExactly("V1 2.000000 3 2 61.5 2 45", "V2 0.000000 1 0 0 0 none");
        assertThat(HourlySums.differences(owner)).isEmpty();
    }

    @Test
    void nextCallerCompletesAnInterruptedSum() throws SQLException {
        meter("M1", "00:10:00", "1", 230);
        Rollups.advance(ingest, hour(1));
        try (Connection killed = connect()) {
            killed.setAutoCommit(false);
            assertThat(Rollups.sumNextClosedHour(killed)).contains(hour(0));
            killed.rollback();
        }

        assertThat(Rollups.sumNextClosedHour(ingest)).contains(hour(0));
        assertThat(HourlySums.differences(owner)).isEmpty();
    }

    @Test
    void lateReadingIsInTheRollupOnceItsMarkIsHandled() throws SQLException {
        meter("M1", "00:10:00", "1", 230);
        closeAndSum(1);
        meter("M1", "00:20:00", "2", 230);
        vehicle("V1", "00:20:00", "2", "50", "30");
        mark("meter", "M1", 0);
        mark("meter", "M1", 0);
        mark("vehicle", "V1", 0);

        assertThat(Rollups.refresh(ingest, 100)).isEqualTo(3);
        assertThat(Rollups.refresh(ingest, 100)).isZero();
        assertThat(HourlySums.differences(owner)).isEmpty();
    }

    @Test
    void uncommittedMarkStaysForTheNextRefresh() throws SQLException {
        closeAndSum(1);
        try (Connection writer = connect()) {
            writer.setAutoCommit(false);
            insertMeter(writer, "M1", "00:10:00", "1", 230);
            Sql.execute(writer, markSql("meter", "M1", 0));
            assertThat(Rollups.refresh(ingest, 100)).isZero();
            writer.commit();
        }
        assertThat(Rollups.refresh(ingest, 100)).isEqualTo(1);
        assertThat(HourlySums.differences(owner)).isEmpty();
    }

    @Test
    void marksAreHandledOldestFirstUpToTheLimit() throws SQLException {
        for (int i = 0; i < 5; i++) {
            mark("meter", "M" + i, 0);
        }
        assertThat(Rollups.refresh(ingest, 2)).isEqualTo(2);
        assertThat(Sql.strings(owner, "SELECT device_id FROM rollup_dirty ORDER BY id"))
                .containsExactly("M2", "M3", "M4");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 100_001})
    void refusesALimitOutOfBounds(int limit) {
        assertThat(Sql.stateOf(() -> Rollups.refresh(ingest, limit))).isEqualTo("22023");
        assertThat(Sql.stateOf(() -> Rollups.deleteExpired(ingest, limit))).isEqualTo("22023");
    }

    @Test
    void sumsAnHourInSlicesThatCountOnceTheLastIsThrough() throws SQLException {
        for (String id : List.of("A", "B", "C")) {
            meter(id, "00:10:00", "1", 230);
            vehicle(id, "00:10:00", "0.9", "50", "20");
        }
        Rollups.advance(ingest, hour(1));
        for (int slice = 0; slice < 3; slice++) {
            assertThat(Rollups.sumNextClosedHour(ingest, 2)).contains(hour(0));
            // As after a crash: the next call goes on with what was committed.
            assertThat(Sql.strings(
                            owner,
                            "SELECT summed_before FROM rollup_state WHERE summed_before = '%s'".formatted(hour(0))))
                    .hasSize(1);
            // A device of a slice that is through.
            meter("A", "00:2%d:00".formatted(slice), "8", 230);
            mark("meter", "A", 0);
            Rollups.refresh(ingest, 100);
        }
        while (Rollups.sumNextClosedHour(ingest, 2).isPresent()) {
            continue;
        }
        assertThat(HourlySums.differences(owner)).isEmpty();
        assertThat(Sql.strings(owner, "SELECT kwh FROM meter_hourly WHERE meter_id = 'A'"))
                .containsExactly("25.000000");
        assertThat(Sql.strings(owner, "SELECT count(*) FROM vehicle_hourly")).containsExactly("3");
    }

    @Test
    void sumsHistoryLoadedByOtherMeansOnDemand() throws SQLException {
        closeAndSum(3);
        meter("M1", "01:10:00", "1", 230);

        assertThat(Sql.strings(owner, "SELECT resum_rollups('%s')".formatted(start.plusSeconds(5_400))))
                .hasSize(1);
        assertThat(Rollups.sumNextClosedHour(ingest)).contains(hour(1));
        assertThat(Rollups.sumNextClosedHour(ingest)).contains(hour(2));
        assertThat(HourlySums.differences(owner)).isEmpty();
    }

    @Test
    void retentionDropsRollupsWithTheirHistory() throws SQLException {
        for (int hour = -50; hour < 1; hour++) {
            Sql.execute(owner, """
                    INSERT INTO meter_hourly VALUES ('%1$s', 1, 1, 1, 1, 1, 1, 'M', 1);
                    INSERT INTO vehicle_hourly VALUES ('%1$s', 1, 1, 1, 1, 1, 'V', 1);
                    """.formatted(hour(hour)));
        }
        assertThat(Rollups.deleteExpired(ingest, 30)).isEqualTo(60);
        assertThat(Rollups.deleteExpired(ingest, 30)).isEqualTo(40);
        assertThat(Rollups.deleteExpired(ingest, 30)).isZero();
        assertThat(Sql.strings(owner, "SELECT hour FROM meter_hourly UNION ALL SELECT hour FROM vehicle_hourly"))
                .hasSize(2);
    }

    @Test
    void windowFromRollupsEqualsWindowFromHistory() throws SQLException {
        meter("M1", "00:10:00", "1", 230);
        meter("M1", "01:10:00", "2", 230);
        meter("M1", "02:10:00", "4", 230);
        meter("M1", "03:10:00", "8", 230);
        closeAndSum(3);
        meter("M1", "01:20:00", "16", 230);
        mark("meter", "M1", 1);

        for (long since = 0; since < 240; since += 7) {
            for (long until = since; until < 300; until += 11) {
                Instant a = start.plus(Duration.ofMinutes(since));
                Instant b = start.plus(Duration.ofMinutes(until));
                assertThat(HourlySums.combined(owner, "meter", "M1", a, b))
                        .as("%s to %s", a, b)
                        .isEqualTo(HourlySums.plain(owner, "meter", "M1", a, b));
            }
        }
    }

    private Instant hour(int hour) {
        return start.plus(Duration.ofHours(hour));
    }

    private Connection connect() throws SQLException {
        return DataSources.connect(database.configFor(DatabaseRole.INGEST));
    }

    private void makeDay(int day) throws SQLException {
        var date = LocalDate.ofInstant(start.plus(Duration.ofDays(day)), ZoneOffset.UTC);
        for (var table : List.of(DayPartitionedTable.METER_HISTORY, DayPartitionedTable.VEHICLE_HISTORY)) {
            DayPartitions.ensure(ingest, table, date);
        }
    }

    private void closeAndSum(int hours) throws SQLException {
        Rollups.advance(ingest, hour(hours));
        for (int i = 0; i < hours; i++) {
            assertThat(Rollups.sumNextClosedHour(ingest)).contains(hour(i));
        }
    }

    private void meter(String id, String time, String kwh, double voltage) throws SQLException {
        insertMeter(ingest, id, time, kwh, voltage);
    }

    private void insertMeter(Connection connection, String id, String time, String kwh, double voltage)
            throws SQLException {
        Sql.execute(
                connection,
                "INSERT INTO meter_history (meter_id, ts, kwh, voltage) VALUES ('%s', '%s', %s, %s)"
                        .formatted(id, at(time), kwh, voltage));
    }

    private void vehicle(String id, String time, String kwh, String soc, String temperature) throws SQLException {
        Sql.execute(
                ingest,
                "INSERT INTO vehicle_history (vehicle_id, ts, kwh, soc, battery_temp) VALUES ('%s', '%s', %s, %s, %s)"
                        .formatted(id, at(time), kwh, soc, temperature));
    }

    private void mark(String kind, String device, int hour) throws SQLException {
        Sql.execute(ingest, markSql(kind, device, hour));
    }

    private String markSql(String kind, String device, int hour) {
        return "INSERT INTO rollup_dirty (kind, device_id, hour) VALUES ('%s', '%s', '%s')"
                .formatted(kind, device, hour(hour));
    }

    private String at(String time) {
        return start.toString().substring(0, 11) + time + "Z";
    }
}
